"""Cases of every shape for properties that hypothesis searches."""

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from contracts.codes import (
    AuthorityKind,
    ChildTold,
    ConcernKind,
    ConsentBasis,
    ConsentStatus,
    DangerState,
    DisclosureClass,
    Severity,
)
from services.consent.repository import packs
from services.consent.rules.case import (
    CHILD,
    Adult,
    Assent,
    Authority,
    Boundary,
    Case,
    ClinicPolicy,
    Consent,
    Danger,
    Item,
    Provision,
    Restriction,
    RestrictionKind,
)
from tests.unit.consent.families import AT, case

EXAMPLES = 60  # of each property: under ten seconds of one core for all; the certificate is what enumerates
PEOPLE = ("ann", "ben", "cleo")
C = DisclosureClass
T = TypeVar("T")
person = st.sampled_from(PEOPLE)
dated = {
    "since": st.sampled_from([AT - timedelta(days=9), AT, AT + timedelta(days=1)]),
    "until": st.sampled_from([None, None, AT, AT + timedelta(days=9)]),
}
some_classes = st.lists(st.sampled_from(list(C)), max_size=4).map(tuple)
maybe = st.none() | person


def several(cls: Any, **fields: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    one = st.builds(cls, **fields)
    return st.lists(one, max_size=4).map(
        lambda items: tuple(replace(item, id=f"{cls.__name__}-{place}") for place, item in enumerate(items))
    )


homes = st.tuples(*(st.tuples(st.booleans(), st.sampled_from([None, "east", "west"])) for _ in PEOPLE)).map(
    lambda found: tuple(
        Adult(person=who, lives_with_child=lives, household=home)
        for who, (lives, home) in zip(PEOPLE, found, strict=True)
    )
)
id = st.just("")
items = st.builds(
    Item,
    disclosure_class=st.sampled_from(list(C)) | st.just(C.SAFETY_CONCERN),
    concern_kind=st.sampled_from(list(ConcernKind)),
    severity=st.sampled_from(list(Severity)),
    about=st.sets(person, max_size=2).map(lambda found: tuple(sorted(found))),
    child_told=st.sampled_from(list(ChildTold)),
)
cases = st.builds(
    lambda age, place, **more: replace(case(age, place), **more),
    age=st.integers(3, 19),
    place=st.sampled_from([None, *sorted(packs())]),
    basis=st.sampled_from(list(ConsentBasis)),
    agreement=st.booleans(),
    item=items,
    child_incapable=st.booleans(),
    adults=homes,
    authorities=several(
        Authority,
        id=id,
        person=person,
        kind=st.sampled_from(list(AuthorityKind)),
        source=st.sampled_from(["court-order", "statement"]),
        verifier=st.sampled_from([None, "desk", "desk"]),
        **dated,
    ),
    restrictions=several(
        Restriction, id=id, person=person, kind=st.sampled_from(list(RestrictionKind)), classes=some_classes, **dated
    ),
    dangers=several(Danger, id=id, person=person, state=st.sampled_from(list(DangerState)), **dated),
    consents=several(
        Consent,
        id=id,
        grantor=st.sampled_from([CHILD, *PEOPLE]),
        grantee=person,
        classes=some_classes,
        provision=st.sampled_from(list(Provision)),
        status=st.sampled_from([ConsentStatus.ACTIVE, ConsentStatus.ACTIVE, ConsentStatus.INACTIVE]),
        verified=st.booleans(),
        **dated,
    ),
    assents=several(Assent, id=id, person=maybe, classes=some_classes, agrees=st.booleans(), **dated),
    boundaries=several(Boundary, id=id, person=maybe, classes=some_classes, reason=st.just("repair"), **dated),
    policy=st.builds(ClinicPolicy, withheld=some_classes, part2=st.booleans()),
)
searched = settings(max_examples=EXAMPLES, deadline=None)


def shuffled(found: Case, seed: int) -> Case:
    chance = Random(seed)

    def mixed(facts: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(chance.sample(facts, len(facts)))

    return replace(
        found,
        adults=mixed(found.adults),
        authorities=mixed(found.authorities),
        restrictions=mixed(found.restrictions),
        dangers=mixed(found.dangers),
        consents=mixed(found.consents),
        assents=mixed(found.assents),
        boundaries=mixed(found.boundaries),
    )
