"""Raising and closing a concern, and to whom its words open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contracts.codes import Outcome
from kernel.errors import Forbidden, Invalid
from kernel.kind import Sealed
from services.notes.commands import ScheduleSession
from services.notes.decisions import concerns, sessions
from services.notes.model.answer import WITHHELD, Answer
from services.notes.model.concern import Closure, ClosureReason, Concern, ConcernState
from tests.unit.notes.samples import CHILD, DRAFT, NOW


def raised(*about: str) -> Concern:
    draft = replace(DRAFT, about=about)
    concern, _ = concerns.raised(draft, Sealed("w"), id="k1", child="c1", clinic="hill", note=None, by="t1", at=NOW)
    return concern


def closure(reason: ClosureReason = ClosureReason.RESOLVED) -> Closure:
    return Closure(reason=reason, words=Sealed("w"), closed_by="t1", closed_at=NOW)


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"wording": " "}, {"wording": ["empty"]}),
        ({"wording": "x" * 4_001}, {"wording": ["too-long"]}),
        ({"wording": "a\x00"}, {"wording": ["control-character"]}),
        ({"about": ("stranger",)}, {"about": ["unknown"]}),
        ({"about": ("father",) * 11}, {"about": ["too-many"]}),
    ],
)
def test_a_concern_that_does_not_fit_is_refused_with_its_field(change: dict[str, object], fields: object) -> None:
    with pytest.raises(Invalid) as refused:
        concerns.checked_concern(replace(DRAFT, **change), CHILD.persons)  # type: ignore[arg-type]
    assert refused.value.fields == fields


@pytest.mark.parametrize("about", ["father", "t2", "t3"])
def test_a_concern_may_be_about_an_adult_or_about_staff(about: str) -> None:
    draft = replace(DRAFT, about=(about,))
    assert concerns.checked_concern(draft, CHILD.persons) == draft


def test_each_person_a_concern_is_about_is_named_once() -> None:
    assert raised("father", "aunt", "father").about == ("aunt", "father")


PERMIT = Answer(outcome=Outcome.PERMIT, item_service="notes", item="k1")


@pytest.mark.parametrize(
    ("answer", "opens"),
    [
        (PERMIT, True),
        (replace(PERMIT, outcome=Outcome.WITHHOLD), False),
        (replace(PERMIT, outcome=Outcome.ESCALATE), False),
        (replace(PERMIT, item="k2"), False),
        (replace(PERMIT, item_service="goals"), False),
        (replace(PERMIT, item_service="", item=""), False),
        (WITHHELD, False),
    ],
)
def test_the_words_open_only_through_a_permitted_disclosure_of_this_very_concern(answer: Answer, opens: bool) -> None:
    assert concerns.opens_to(raised(), answer, "mother") == opens


def test_the_words_never_open_to_whom_they_are_about() -> None:
    assert not concerns.opens_to(raised("father"), PERMIT, "father")


@pytest.mark.parametrize("reason", list(ClosureReason))
def test_a_closed_concern_stays_readable_unless_it_was_a_mistake(reason: ClosureReason) -> None:
    (closed,) = concerns.closed(raised(), closure(reason)).changes
    assert concerns.opens_to(closed, PERMIT, "mother") == (reason is not ClosureReason.ENTERED_IN_ERROR)


def test_a_concern_closes_once_and_says_why_as_a_code() -> None:
    decision = concerns.closed(raised(), closure())
    assert decision.changes[0].state is ConcernState.CLOSED
    assert [event.wire_type for event in decision.events] == ["notes.concern-closed.v1"]
    with pytest.raises(Forbidden):
        concerns.closed(decision.changes[0], closure())


SESSION = ScheduleSession(child="c1", clinic="hill", practitioner="t1", starts_at=NOW, minutes=50)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"practitioner": "t3"}, "practitioner"),
        ({"clinic": "sea"}, "practitioner"),
        ({"minutes": 4}, "minutes"),
        ({"minutes": 481}, "minutes"),
        ({"starts_at": NOW + timedelta(days=731)}, "starts_at"),
        ({"starts_at": NOW - timedelta(days=3651)}, "starts_at"),
    ],
)
def test_a_session_that_cannot_be_is_refused_with_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        sessions.scheduled(CHILD, replace(SESSION, **change), "s1", NOW)  # type: ignore[arg-type]
    assert list(refused.value.fields) == [field]


def test_a_session_is_scheduled_with_its_practitioner_of_the_team() -> None:
    decision = sessions.scheduled(CHILD, SESSION, "s1", NOW)
    assert decision.reply == {"session": "s1"}
    assert [event.wire_type for event in decision.events] == ["notes.session-scheduled.v1"]
