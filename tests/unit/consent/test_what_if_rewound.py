"""The record of a family as it stood: what came later is taken back, step by step."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from contracts.codes import AuthorityKind, ConsentBasis, ConsentStatus, DisclosureClass
from kernel.kind import Sealed
from services.consent.model import FactSort, Family, Step, StepKind, Trail
from services.consent.rules.case import Boundary, RestrictionKind
from services.consent.whatif.rewound import rewound
from tests.unit.consent.families import AT, authority, boundary, consent, order

BEFORE, AFTER = AT - timedelta(days=1), AT + timedelta(days=1)
LATER = AT + timedelta(days=2)
EDGE = authority("mother", AuthorityKind.JOINT_LEGAL)
LINE = boundary("father", DisclosureClass.GOALS_PROGRESS)
GIVEN = consent("mother", "aunt", DisclosureClass.GOALS_PROGRESS)


def family(**facts: Any) -> Family:
    return Family(
        id="c1", network="north", clinics=("hill",), jurisdiction="US-CO", name=Sealed(""), birth_day="2015-01-01",
        basis=ConsentBasis.GUARDIAN, agreement=False, care_team=(), agency=None, position=7, **facts,
    )  # fmt: skip


def trail(fact: Any, *steps: tuple[StepKind, datetime], until: datetime | None = None) -> dict[str, Trail]:
    lines = tuple(Step(kind=kind, by="desk", at=at, until=until) for kind, at in steps)
    held = Trail(id=fact.id, child="c1", network="north", sort=FactSort.AUTHORITY, person=None, steps=lines)
    return {fact.id: held}


def test_a_fact_that_was_brought_later_is_left_out_however_far_it_is_dated_back() -> None:
    for kind in (StepKind.RECORDED, StepKind.SIGNED):
        assert rewound(family(boundaries=(LINE,)), trail(LINE, (kind, AFTER)), AT).boundaries == ()
        assert rewound(family(boundaries=(LINE,)), trail(LINE, (kind, AT)), AT).boundaries == (LINE,)


def test_an_end_that_was_set_later_is_taken_back_to_the_end_there_was() -> None:
    for kind in (StepKind.ENDED, StepKind.SUPERSEDED, StepKind.RENEWED):
        ended = replace(LINE, until=BEFORE)
        paper = trail(LINE, (StepKind.RECORDED, BEFORE), (kind, AFTER), until=LATER)
        [stood] = rewound(family(boundaries=(ended,)), paper, AT).boundaries
        assert stood == replace(LINE, until=LATER)
        assert rewound(family(boundaries=(ended,)), paper, AFTER).boundaries == (ended,)


def test_of_two_ends_that_were_set_later_the_earlier_one_says_what_there_was() -> None:
    steps = (
        Step(kind=StepKind.RECORDED, by="desk", at=BEFORE),
        Step(kind=StepKind.ENDED, by="desk", at=AFTER, until=None),
        Step(kind=StepKind.ENDED, by="desk", at=LATER, until=AFTER),
    )
    paper = {LINE.id: replace(trail(LINE, (StepKind.RECORDED, BEFORE))[LINE.id], steps=steps)}
    ends = [_ends(rewound(family(boundaries=(replace(LINE, until=LATER),)), paper, at)) for at in (AT, AFTER, LATER)]
    assert ends == [None, AFTER, LATER]


def _ends(found: Family) -> datetime | None:
    [line] = found.boundaries
    assert isinstance(line, Boundary)
    return line.until


def test_a_consent_that_was_revoked_later_counted_then() -> None:
    revoked = replace(GIVEN, status=ConsentStatus.INACTIVE, until=AFTER)
    paper = trail(GIVEN, (StepKind.RECORDED, BEFORE), (StepKind.REVOKED, AFTER))
    assert rewound(family(consents=(revoked,)), paper, AT).consents == (GIVEN,)
    assert rewound(family(consents=(revoked,)), paper, LATER).consents == (revoked,)


def test_a_document_that_was_checked_later_was_unchecked_then() -> None:
    paper = trail(EDGE, (StepKind.RECORDED, BEFORE), (StepKind.VERIFIED, AFTER))
    [stood] = rewound(family(authorities=(EDGE,)), paper, AT).authorities
    assert stood.verifier is None
    assert rewound(family(authorities=(EDGE,)), paper, AFTER).authorities == (EDGE,)


def test_a_fact_older_than_trails_and_an_order_stay_as_they_are() -> None:
    held = family(authorities=(EDGE,), restrictions=(order("father", RestrictionKind.COURT_ORDER),))
    assert rewound(held, {}, AT) == held
    older = trail(EDGE, (StepKind.REVIEWED, AFTER))
    assert rewound(held, older, AT) == held
