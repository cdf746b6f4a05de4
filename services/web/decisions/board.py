"""What the safety board makes of each event. Heard again, late or out of order, it does no harm."""

from dataclasses import replace
from datetime import datetime

from contracts import consent, notes, notifications
from services.web.model.board import (
    AdultOutcome,
    BoardCase,
    CaseDuty,
    CaseTask,
    EngagementState,
    NoticeState,
    Progress,
)

# States of a notice in the order of its life; of two states at the same moment the later one holds.
ENGAGEMENT_ORDER = ("none", "opened", "acknowledged", "answered", "not-my-child")


def case_id(service: str, item: str) -> str:
    """One case per item, whoever speaks of it first."""
    return f"{service}:{item}"


def raised(known: BoardCase | None, event: notes.ConcernRaised) -> BoardCase:
    """The concern itself: its clinic, gravity and who raised it."""
    case = known or BoardCase(
        id=case_id("notes", event.concern),
        child=event.child,
        item_service="notes",
        item=event.concern,
        clinic=event.clinic,
        opened_at=event.raised_at,
    )
    return replace(
        case,
        kind=event.kind.value,
        severity=event.severity.value,
        raised_by=event.raised_by,
        about=event.about,
        opened_at=event.raised_at,
    )


def decided(known: BoardCase | None, event: consent.DisclosureDecided) -> BoardCase:
    """Who is told and who not. A decision on an older position than the one shown is ignored."""
    case = known or BoardCase(
        id=case_id(event.item_service, event.item),
        child=event.child,
        item_service=event.item_service,
        item=event.item,
        clinic=event.clinic,
        opened_at=event.decided_at,
    )
    if case.disclosure is not None and event.position < case.position:
        return case
    return replace(
        case,
        disclosure=event.disclosure,
        disclosure_class=event.disclosure_class.value,
        kind=event.concern_kind.value if event.concern_kind else case.kind,
        severity=event.severity.value if event.severity else case.severity,
        raised_by=event.raised_by,
        adults=tuple(_outcome(adult) for adult in event.adults),
        duties=tuple(_duty(duty) for duty in event.duties),
        on_call=event.on_call,
        about=tuple(dict.fromkeys((*case.about, *event.about))),
        position=event.position,
    )


def _outcome(adult: consent.AdultDecision) -> AdultOutcome:
    return AdultOutcome(
        person=adult.person, outcome=adult.outcome.value, obligations=adult.obligations, rules=adult.rules
    )


def _duty(duty: consent.Duty) -> CaseDuty:
    return CaseDuty(kind=duty.kind.value, bearer=duty.bearer.value, persons=duty.persons, due=duty.due)


def closed(known: BoardCase | None, event: notes.ConcernClosed) -> BoardCase:
    """Dealt with; the first closing counts."""
    case = known or BoardCase(
        id=case_id("notes", event.concern),
        child=event.child,
        item_service="notes",
        item=event.concern,
        clinic=event.clinic,
        opened_at=event.closed_at,
    )
    if not case.is_open:
        return case
    return replace(
        case, is_open=False, closed_at=event.closed_at, closed_by=event.closed_by, close_reason=event.reason
    )


def ladder_started(known: Progress | None, event: notifications.LadderStarted) -> Progress:
    """It climbs, unless it is already known to have moved on."""
    progress = known or Progress(id=event.disclosure, child=event.child)
    if progress.ladder is not None:
        return replace(progress, ends_at=event.ends_at)
    return replace(progress, ladder="climbing", next_due=event.next_due, ends_at=event.ends_at)


def ladder_moved(known: Progress | None, event: notifications.LadderMoved) -> Progress:
    """The newest rung or the end."""
    progress = known or Progress(id=event.disclosure, child=event.child)
    if progress.ladder_at is not None and event.moved_at < progress.ladder_at:
        return progress
    taken = event.state.value == "taken-over"
    return replace(
        progress,
        ladder=event.state.value,
        rung=event.rung,
        owner=event.person if taken else progress.owner,
        next_due=event.next_due,
        ladder_at=event.moved_at,
    )


def delivery(known: Progress | None, event: notifications.DeliveryChanged) -> Progress:
    """The newest state of each notice."""
    progress = known or Progress(id=event.disclosure, child=event.child)
    earlier = next((notice for notice in progress.notices if notice.notice == event.notice), None)
    if earlier is not None and event.changed_at < earlier.at:
        return progress
    notice = NoticeState(
        notice=event.notice,
        person=event.person,
        channel=event.channel.value,
        state=event.state.value,
        reason=event.reason,
        at=event.changed_at,
    )
    others = tuple(item for item in progress.notices if item.notice != event.notice)
    return replace(progress, notices=tuple(sorted((*others, notice), key=lambda item: item.notice)))


def engagement(known: Progress | None, event: notifications.EngagementChanged) -> Progress:
    """What each adult did; it never goes back from acknowledged to merely opened."""
    progress = known or Progress(id=event.disclosure, child=event.child)
    earlier = next((item for item in progress.engagements if item.person == event.person), None)
    if earlier is not None and _rank(event.engagement.value) <= _rank(earlier.engagement):
        return progress
    reached = EngagementState(person=event.person, engagement=event.engagement.value, at=event.changed_at)
    others = tuple(item for item in progress.engagements if item.person != event.person)
    return replace(progress, engagements=tuple(sorted((*others, reached), key=lambda item: item.person)))


def _rank(code: str) -> int:
    return ENGAGEMENT_ORDER.index(code)


def task_opened(known: Progress | None, event: notifications.TaskOpened) -> Progress:
    """A human must act."""
    return _with_task(
        known, event.disclosure, event.child, event.task, code=event.code, assignees=event.assignees, due=event.due
    )


def task_done(known: Progress | None, event: notifications.TaskDone) -> Progress:
    """The human has acted; said before the task was heard of, it is kept all the same."""
    return _with_task(
        known,
        event.disclosure,
        event.child,
        event.task,
        outcome=event.outcome,
        done_by=event.done_by,
        done_at=event.done_at,
    )


def _with_task(
    known: Progress | None, disclosure: str, child: str, id: str, **told: str | tuple[str, ...] | datetime
) -> Progress:
    progress = known or Progress(id=disclosure, child=child)
    task = next((item for item in progress.tasks if item.task == id), CaseTask(task=id))
    others = tuple(item for item in progress.tasks if item.task != id)
    changed = replace(task, **told)  # type: ignore[arg-type]
    return replace(progress, tasks=tuple(sorted((*others, changed), key=lambda item: item.task)))
