"""What goes out as FHIR comes back as the same facts; what comes in decides as the tree says."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from fhir.resources.consent import Consent as ModelR5
from fhir.resources.R4B.consent import Consent as ModelR4
from fhirclient.models.consent import Consent as ClientConsent
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.codes import AuthorityKind, ConsentBasis, ConsentStatus, DisclosureClass, Outcome
from contracts.fhir import CHARACTERS_MAX, fhir_id, parts_of
from services.consent.fhir.faults import Unclear
from services.consent.fhir.reading import read
from services.consent.fhir.terms import LIMITED_TO, Release
from services.consent.fhir.writing import written
from services.consent.repository import packs
from services.consent.rules.case import CHILD, Adult, Authority, Case, Consent, Item, Provision
from services.consent.rules.engine import rule as ruling
from tests.unit.consent.fhir_trees import (
    AROUND,
    actor,
    codings,
    moment,
    r4,
    r5,
    related,
    rule,
    rule_r5,
    says,
    until,
    without,
)

PEOPLE = ("father", "grandmother", "mother")
instants = st.timedeltas(timedelta(0), timedelta(days=36_500)).map(lambda age: datetime(1990, 1, 1, tzinfo=UTC) + age)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,95}", fullmatch=True)


@st.composite
def facts(draw: st.DrawFn) -> Consent:
    """Any consent that the service can hold."""
    grantor, grantee = draw(st.lists(st.sampled_from((*PEOPLE, CHILD)), min_size=2, max_size=2, unique=True))
    if grantee == CHILD:
        grantor, grantee = grantee, grantor
    since = draw(instants)
    length = draw(st.none() | st.timedeltas(timedelta(microseconds=2), timedelta(days=4000)))
    return Consent(
        id=draw(ids),
        grantor=grantor,
        grantee=grantee,
        classes=tuple(sorted(draw(st.sets(st.sampled_from(DisclosureClass), min_size=1)))),
        provision=draw(st.sampled_from(Provision)),
        status=draw(st.sampled_from(ConsentStatus)),
        verified=draw(st.booleans()),
        since=since,
        until=None if length is None else since + length,
    )


@settings(max_examples=150, deadline=None)
@given(fact=facts(), release=st.sampled_from(Release))
def test_what_is_exported_is_imported_as_the_same_fact(fact: Consent, release: Release) -> None:
    resource = json.loads(json.dumps(written(fact, "c1", release)))
    found = read(resource, release, AROUND)
    assert found.consents() == (replace(fact, id="1"),)
    assert found.own == fact.id


@settings(max_examples=100, deadline=None)
@given(fact=facts())
def test_every_export_is_valid_for_two_model_libraries(fact: Consent) -> None:
    ModelR4.model_validate(written(fact, "c1", Release.R4))
    ModelR5.model_validate(written(fact, "c1", Release.R5))
    ClientConsent(written(fact, "c1", Release.R4), strict=True)


@given(parts=st.lists(ids, min_size=1, max_size=2))
def test_an_id_fits_fhir_and_gives_its_parts_back_unless_it_had_to_be_hashed(parts: list[str]) -> None:
    id = fhir_id(*parts)
    assert len(id) <= CHARACTERS_MAX
    assert set(id) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-.")
    assert parts_of(id) in (tuple(parts), None)
    assert parts_of(id) is not None or sum(map(len, parts)) > 40


@given(one=st.lists(ids, min_size=1, max_size=2), other=st.lists(ids, min_size=1, max_size=2))
def test_different_parts_have_different_ids(one: list[str], other: list[str]) -> None:
    assert (fhir_id(*one) == fhir_id(*other)) == (one == other)


def test_two_of_our_own_identifiers_fit_one_fhir_id() -> None:
    assert parts_of(fhir_id("0" * 32, "f" * 32)) == ("0" * 32, "f" * 32)


CLASSES = ("fact-of-treatment", "attendance-billing", "goals-progress", "home-practice")


def some(draw: st.DrawFn, values: Sequence[str]) -> list[str]:
    return draw(st.lists(st.sampled_from(values), min_size=1, unique=True))


@st.composite
def trees(
    draw: st.DrawFn,
    type: str = "permit",
    depth: int = 2,
    people: Sequence[str] = PEOPLE[:2],
    classes: Sequence[str] = CLASSES,
    days: tuple[int, int] = (2, 24),
) -> dict[str, Any]:
    """Rules with exceptions of the other type inside them; some of them unclear."""
    named, covered = some(draw, people), some(draw, classes)
    first = draw(st.integers(days[0], days[1]))
    last = draw(st.integers(first + 1, days[1] + 1))
    found = rule(
        type,
        actor=[actor(person) for person in named],
        **{"class": codings(*covered)},
        period=until(first, last),
    )
    inside = trees("deny" if type == "permit" else "permit", depth - 1, named, covered, (first, last - 1))
    inner = draw(st.lists(inside, max_size=2)) if depth else []
    inner = [without(item, *draw(st.sets(st.sampled_from(("actor", "class", "period")), max_size=2))) for item in inner]
    return {**found, "provision": inner} if inner else found


def facts_at(consents: tuple[Consent, ...], person: str, item: DisclosureClass, at: datetime) -> list[str]:
    return [
        fact.provision.value for fact in consents if fact.grantee == person and item in fact.classes and fact.holds(at)
    ]


@settings(max_examples=300, deadline=None)
@given(tree=st.sampled_from(("permit", "deny")).flatmap(trees))
def test_a_tree_that_is_taken_says_of_every_cell_and_moment_what_its_facts_say(tree: dict[str, Any]) -> None:
    try:
        consents = read(r4(tree), Release.R4, AROUND).consents()
    except Unclear:
        return
    for person in PEOPLE:
        for name in CLASSES:
            item = DisclosureClass(name)
            for number in range(1, 26):
                wanted = says(tree, person, item, moment(number))
                assert facts_at(consents, person, item, moment(number)) == ([] if wanted is None else [wanted])


def case(consents: tuple[Consent, ...], item: DisclosureClass, at: datetime) -> Case:
    """A girl of ten whose mother alone has custody; the grandmother is on record without authority."""
    return Case(
        born=date(2015, 11, 20),
        basis=ConsentBasis.GUARDIAN,
        agreement=False,
        pack=packs()["US-CO"],
        item=Item(disclosure_class=item),
        at=at,
        today=at.date(),
        adults=(Adult(person="grandmother"), Adult(person="mother")),
        authorities=(
            Authority(
                id="a1", person="mother", kind=AuthorityKind.SOLE_LEGAL, source="custody-order", verifier="dora",
                since=datetime(2016, 1, 1, tzinfo=UTC),
            ),
        ),
        consents=consents,
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(tree=trees("permit"), number=st.integers(1, 25))
def test_our_rules_permit_a_supporter_exactly_what_the_tree_permits_her(tree: dict[str, Any], number: int) -> None:
    try:
        consents = read(r4(tree), Release.R4, AROUND).consents()
    except Unclear:
        return
    for name in CLASSES:
        item, at = DisclosureClass(name), moment(number)
        permitted = ruling(case(consents, item, at), "grandmother").outcome is Outcome.PERMIT
        assert permitted == (says(tree, "grandmother", item, at) == "permit")


def negated(tree: dict[str, Any]) -> dict[str, Any]:
    """The same tree in R5, where no rule has a type."""
    found = without(tree, "type", "class", "provision")
    if "class" in tree:
        found["code"] = [{"coding": [coding]} for coding in tree["class"]]
    return {**found, "provision": [negated(inner) for inner in tree["provision"]]} if "provision" in tree else found


def outcome(resource: dict[str, Any], release: Release) -> object:
    try:
        return read(resource, release, AROUND).consents()
    except Unclear as unclear:
        return unclear.code


@settings(max_examples=150, deadline=None)
@given(tree=trees("permit"))
def test_r5_under_a_ground_that_denies_says_the_same_as_r4_with_types(tree: dict[str, Any]) -> None:
    typed = r4({"type": "deny", "provision": [tree]})
    assert outcome(typed, Release.R4) == outcome(r5(negated(tree)), Release.R5)


def test_a_refusal_in_r5_is_the_ground_for_its_grantee() -> None:
    refused = {"grantee": [related("father")], "period": until(2, 9)}
    limits = [{"url": LIMITED_TO, "valueCoding": coding} for coding in codings("goals-progress", "session-detail")]
    whole = read(without(r5(**refused), "provision"), Release.R5, AROUND).said
    part = read(without(r5(**refused, modifierExtension=limits), "provision"), Release.R5, AROUND).said
    assert [(fact.type, fact.grantee, len(fact.classes)) for fact in (*whole, *part)] == [
        ("deny", "father", len(DisclosureClass)),
        ("deny", "father", 2),
    ]
    inside = rule_r5(actor=[actor("father")], period=until(3, 5), **{"class": codings("goals-progress")})
    both = read(r5(inside, **refused), Release.R5, AROUND)
    assert [fact.type for fact in both.said].count("permit") == 1
    assert facts_at(both.consents(), "father", DisclosureClass.GOALS_PROGRESS, moment(3)) == ["permit"]
    assert facts_at(both.consents(), "father", DisclosureClass.GOALS_PROGRESS, moment(7)) == ["deny"]
