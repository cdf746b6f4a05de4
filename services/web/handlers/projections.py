"""Load -> decide. Projections keep one document per case, disclosure, child and timeline item."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts import consent, notes, notifications
from contracts.codes import DisclosureClass
from kernel.decision import NOTHING, Decision
from kernel.envelope import Envelope
from kernel.store.port import Wanted
from kernel.work import Work
from services.web.decisions import board, record, talk
from services.web.decisions.goals_record import FROM_GOALS
from services.web.model.board import Progress
from services.web.repository import CASE, CHILD, PROGRESS, THREAD, TIMELINE


def on_child_registered(event: consent.ChildRegistered, _: Envelope, work: Work) -> Decision:
    """The card of a child."""
    return _changed(work.known(CHILD, event.child), record.registered(work.known(CHILD, event.child), event))


def on_care_team_changed(event: consent.CareTeamChanged, _: Envelope, work: Work) -> Decision:
    """The practitioners of one clinic."""
    known = work.known(CHILD, event.child)
    return _changed(known, record.team_changed(known, event))


def on_disclosure_decided(event: consent.DisclosureDecided, _: Envelope, work: Work) -> Decision:
    """The case with its adults, and a line on the timeline."""
    known = work.known(CASE, board.case_id(event.item_service, event.item))
    return _changed(known, board.decided(known, event), *_new_item(event, work))


def on_concern_raised(event: notes.ConcernRaised, _: Envelope, work: Work) -> Decision:
    """The case opens."""
    known = work.known(CASE, board.case_id("notes", event.concern))
    return _changed(known, board.raised(known, event), *_new_item(event, work))


def on_concern_closed(event: notes.ConcernClosed, _: Envelope, work: Work) -> Decision:
    """The case leaves the board."""
    known = work.known(CASE, board.case_id("notes", event.concern))
    return _changed(known, board.closed(known, event), *_new_item(event, work))


def on_happened(event: record.TimelineEvent, _: Envelope, work: Work) -> Decision:
    """A line on the timeline and nothing else."""
    return _changed(None, *_new_item(event, work))


def on_task_opened(event: notifications.TaskOpened, _: Envelope, work: Work) -> Decision:
    """On the case and on the timeline."""
    known = work.known(PROGRESS, event.disclosure)
    return _changed(known, board.task_opened(known, event), *_new_item(event, work))


def on_message_sent(event: notifications.MessageSent, _: Envelope, work: Work) -> Decision:
    """A line on the timeline; not of what the front desk writes, or of what some of the staff must not come upon."""
    desk = event.disclosure_class is DisclosureClass.ATTENDANCE_BILLING
    return NOTHING if desk or event.about else _changed(None, *_new_item(event, work))


def on_thread_changed(event: notifications.ThreadChanged, _: Envelope, work: Work) -> Decision:
    """Whose turn it is."""
    known = work.known(THREAD, event.thread)
    return _changed(known, talk.changed(known, event))


def _on_progress(follow: Callable[[Progress | None, Any], Progress]) -> Callable[[Any, Envelope, Work], Decision]:
    def handle(event: Any, _: Envelope, work: Work) -> Decision:
        known = work.known(PROGRESS, event.disclosure)
        return _changed(known, follow(known, event))

    return handle


def _new_item(event: record.TimelineEvent, work: Work) -> tuple[Any, ...]:
    item = record.timeline_item(event)
    return () if work.known(TIMELINE, item.id) == item else (item,)


def _changed(before: Any, *after: Any) -> Decision:
    changes = tuple(item for item in after if item != before)
    return Decision(changes=changes) if changes else NOTHING


def _case_of(event: Any) -> list[Wanted]:
    decided = isinstance(event, consent.DisclosureDecided)
    item = (event.item_service, event.item) if decided else ("notes", event.concern)
    return [Wanted(CASE.collection, (board.case_id(*item),)), *_line_of(event)]


def _progress_of(event: Any) -> list[Wanted]:
    return [Wanted(PROGRESS.collection, (event.disclosure,))]


def _line_of(event: record.TimelineEvent) -> list[Wanted]:
    return [Wanted(TIMELINE.collection, (record.timeline_item(event).id,))]


EVENTS: Mapping[type, Callable[[Any, Envelope, Work], Decision]] = {
    consent.ChildRegistered: on_child_registered,
    consent.CareTeamChanged: on_care_team_changed,
    consent.DisclosureDecided: on_disclosure_decided,
    notes.SessionScheduled: on_happened,
    notes.NoteSigned: on_happened,
    notes.ConcernRaised: on_concern_raised,
    notes.ConcernClosed: on_concern_closed,
    notes.StageChanged: on_happened,
    notes.SessionCancelled: on_happened,
    **dict.fromkeys(FROM_GOALS, on_happened),
    notifications.LadderStarted: _on_progress(board.ladder_started),
    notifications.LadderMoved: _on_progress(board.ladder_moved),
    notifications.DeliveryChanged: _on_progress(board.delivery),
    notifications.EngagementChanged: _on_progress(board.engagement),
    notifications.TaskOpened: on_task_opened,
    notifications.TaskDone: _on_progress(board.task_done),
    notifications.MessageSent: on_message_sent,
    notifications.ThreadChanged: on_thread_changed,
}

FORESEES: Mapping[type, Callable[[Any], list[Wanted]]] = {
    consent.DisclosureDecided: _case_of,
    notes.ConcernRaised: _case_of,
    notes.ConcernClosed: _case_of,
    notes.NoteSigned: _line_of,
    **dict.fromkeys(FROM_GOALS, _line_of),
    notifications.LadderStarted: _progress_of,
    notifications.LadderMoved: _progress_of,
    notifications.DeliveryChanged: _progress_of,
    notifications.EngagementChanged: _progress_of,
    notifications.TaskOpened: lambda event: [*_progress_of(event), *_line_of(event)],
    notifications.TaskDone: _progress_of,
    notifications.ThreadChanged: lambda event: [Wanted(THREAD.collection, (event.thread,))],
}
