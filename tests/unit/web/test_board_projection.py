"""The board's decisions: any order of arrival and any repetition gives the same board."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import (
    Channel,
    ChildTold,
    ConcernKind,
    DeliveryState,
    DisclosureClass,
    DutyBearer,
    DutyKind,
    Engagement,
    LadderState,
    MessageClass,
    Outcome,
    Severity,
)
from contracts.consent import AdultDecision, DisclosureDecided, Duty
from contracts.notes import ConcernClosed, ConcernRaised
from contracts.notifications import (
    DeliveryChanged,
    EngagementChanged,
    LadderMoved,
    LadderStarted,
    TaskDone,
    TaskOpened,
)
from kernel.contract import Event
from services.web.decisions import board
from services.web.model.board import BoardCase, Progress

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


RAISED = ConcernRaised(
    child="c1", concern="k1", note=None, clinic="hill", kind=ConcernKind.SELF_HARM, severity=Severity.SERIOUS,
    about=(), child_told=ChildTold.TOLD, raised_by="tess", raised_at=at(0),
)  # fmt: skip


def decided(position: int, outcome: Outcome, minutes: int = 1) -> DisclosureDecided:
    return DisclosureDecided(
        child="c1", disclosure="d1", network="north", clinic="hill", item_service="notes", item="k1",
        disclosure_class=DisclosureClass.SAFETY_CONCERN, message_class=MessageClass.SAFETY,
        concern_kind=ConcernKind.SELF_HARM, severity=Severity.SERIOUS, raised_by="tess",
        adults=(AdultDecision(person="mother", outcome=outcome, obligations=(), rules=("legal-guardian",)),),
        duties=(Duty(kind=DutyKind.INFORM, bearer=DutyBearer.GUARDIAN, persons=("mother",), due=at(60)),),
        on_call=("sue",), policy="p1", position=position, decided_at=at(minutes),
    )  # fmt: skip


CLOSED = ConcernClosed(child="c1", concern="k1", clinic="hill", reason="resolved", closed_by="tess", closed_at=at(90))
STARTED = LadderStarted(
    child="c1", disclosure="d1", clinic="hill", policy="l1", adults=("mother",), next_due=at(15), ends_at=at(60)
)


def moved(state: LadderState, rung: int, minutes: int, person: str | None = None) -> LadderMoved:
    return LadderMoved(
        child="c1", disclosure="d1", clinic="hill", state=state, rung=rung, person=person, next_due=None,
        moved_at=at(minutes),
    )  # fmt: skip


def sent(state: DeliveryState, minutes: int) -> DeliveryChanged:
    return DeliveryChanged(
        child="c1", disclosure="d1", notice="n1", person="mother", channel=Channel.EMAIL,
        message_class=MessageClass.SAFETY, state=state, reason=None, changed_at=at(minutes),
    )  # fmt: skip


def engaged(what: Engagement, minutes: int) -> EngagementChanged:
    return EngagementChanged(child="c1", disclosure="d1", person="mother", engagement=what, changed_at=at(minutes))


TASK = TaskOpened(
    child="c1", task="t1", disclosure="d1", clinic="hill", code="duty-on-call", assignees=("sue",), due=at(30)
)
DONE = TaskDone(
    child="c1", task="t1", disclosure="d1", clinic="hill", outcome="reached", done_by="sue", done_at=at(20)
)
CASES = (RAISED, decided(1, Outcome.WITHHOLD), decided(2, Outcome.PERMIT, 3), CLOSED)
STEPS = (
    STARTED, moved(LadderState.CLIMBING, 1, 15), moved(LadderState.TAKEN_OVER, 1, 17, "sue"),
    sent(DeliveryState.ACCEPTED, 1), sent(DeliveryState.PROVIDER_ACCEPTED, 2), sent(DeliveryState.HANDED_OVER, 3),
    engaged(Engagement.OPENED, 10), engaged(Engagement.ACKNOWLEDGED, 11), TASK, DONE,
)  # fmt: skip


def case_after(events: Sequence[Event]) -> BoardCase:
    case: BoardCase | None = None
    for event in events:
        match event:
            case ConcernRaised():
                case = board.raised(case, event)
            case DisclosureDecided():
                case = board.decided(case, event)
            case ConcernClosed():
                case = board.closed(case, event)
    assert case is not None
    return case


def progress_after(events: Sequence[Event]) -> Progress:
    progress: Progress | None = None
    for event in events:
        match event:
            case LadderStarted():
                progress = board.ladder_started(progress, event)
            case LadderMoved():
                progress = board.ladder_moved(progress, event)
            case DeliveryChanged():
                progress = board.delivery(progress, event)
            case EngagementChanged():
                progress = board.engagement(progress, event)
            case TaskOpened():
                progress = board.task_opened(progress, event)
            case TaskDone():
                progress = board.task_done(progress, event)
    assert progress is not None
    return progress


@given(st.integers(), st.integers(0, 4))
def test_a_case_does_not_depend_on_order_or_repetition(seed: int, repeated: int) -> None:
    chance = random.Random(seed)
    events = [*CASES, *(chance.choice(CASES) for _ in range(repeated))]
    chance.shuffle(events)
    expected = case_after(CASES)
    assert case_after(events) == expected
    assert (expected.adults[0].outcome, expected.position, expected.is_open) == ("permit", 2, False)


@given(st.integers(), st.integers(0, 6))
def test_the_progress_does_not_depend_on_order_or_repetition(seed: int, repeated: int) -> None:
    chance = random.Random(seed)
    events = [*STEPS, *(chance.choice(STEPS) for _ in range(repeated))]
    chance.shuffle(events)
    expected = progress_after(STEPS)
    assert progress_after(events) == expected
    assert (expected.ladder, expected.owner, expected.notices[0].state) == ("taken-over", "sue", "handed-over")
    assert (expected.engagements[0].engagement, expected.tasks[0].outcome) == ("acknowledged", "reached")
