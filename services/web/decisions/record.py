"""What a child's card and timeline make of each event."""

from dataclasses import replace

from contracts import consent, notes, notifications
from kernel.clock import to_text
from services.web.decisions.goals_record import FROM_GOALS, GoalsEvent, line_of_goals
from services.web.decisions.timeline import item as _item
from services.web.model.board import SAFETY_CLASS
from services.web.model.record import ChildCard, ClinicTeam, TimelineItem

CARE = (notes.SessionScheduled, notes.SessionCancelled, notes.NoteSigned, notes.StageChanged)
CareEvent = notes.SessionScheduled | notes.SessionCancelled | notes.NoteSigned | notes.StageChanged
TellingEvent = (
    notes.ConcernRaised
    | notes.ConcernClosed
    | consent.DisclosureDecided
    | notifications.TaskOpened
    | notifications.MessageSent
)
TimelineEvent = CareEvent | GoalsEvent | TellingEvent


def registered(known: ChildCard | None, event: consent.ChildRegistered) -> ChildCard:
    """The child's clinics and teams; a team heard of before the registration stays."""
    team = ClinicTeam(clinic=event.clinic, care_team=event.care_team)
    card = known or _unknown(event.child)
    later = any(item.clinic == event.clinic for item in card.teams)
    return replace(
        card,
        network=event.network,
        jurisdiction=event.jurisdiction,
        adults=event.adults,
        teams=card.teams if later else _teams(card.teams, team),
    )


def team_changed(known: ChildCard | None, event: consent.CareTeamChanged) -> ChildCard:
    """All practitioners of one clinic."""
    card = known or _unknown(event.child)
    return replace(card, teams=_teams(card.teams, ClinicTeam(clinic=event.clinic, care_team=event.care_team)))


def _unknown(child: str) -> ChildCard:
    """Nobody may open it before the registration names its network."""
    return ChildCard(id=child, network="", jurisdiction="", teams=(), adults=())


def _teams(teams: tuple[ClinicTeam, ...], new: ClinicTeam) -> tuple[ClinicTeam, ...]:
    others = (item for item in teams if item.clinic != new.clinic)
    return tuple(sorted((*others, new), key=lambda item: item.clinic))


def timeline_item(event: TimelineEvent) -> TimelineItem:
    """The same event always makes the same item."""
    if isinstance(event, FROM_GOALS):
        return line_of_goals(event)
    return _of_care(event) if isinstance(event, CARE) else _of_telling(event)


def _of_care(event: CareEvent) -> TimelineItem:
    match event:
        case notes.SessionScheduled():
            person, visible = event.practitioner, "attendance-billing"
            return _item(event, "session", event.session, event.starts_at, person=person, visible=visible)
        case notes.SessionCancelled():
            at, code, person = event.cancelled_at, event.reason, event.cancelled_by
            return _item(event, "cancelled", event.session, at, code, person, "attendance-billing")
        case notes.NoteSigned():
            return _item(event, "note", event.note, event.signed_at, event.template, event.author, "session-detail")
        case notes.StageChanged():
            at, code = event.changed_at, event.ending or event.stage.value
            return _item(event, "stage", f"{event.clinic}:{to_text(at)}", at, code, event.changed_by)


def _of_telling(event: TellingEvent) -> TimelineItem:
    match event:
        case notes.ConcernRaised():
            kind, person = event.kind.value, event.raised_by
            return _item(event, "concern", event.concern, event.raised_at, kind, person, SAFETY_CLASS)
        case notes.ConcernClosed():
            return _item(event, "closure", event.concern, event.closed_at, event.reason, event.closed_by)
        case consent.DisclosureDecided():
            code = event.disclosure_class.value
            return _item(event, "disclosure", event.disclosure, event.decided_at, code, event.raised_by)
        case notifications.MessageSent():
            visible = event.disclosure_class.value
            return _item(event, "message", event.message, event.sent_at, person=event.sent_by, visible=visible)
        case notifications.TaskOpened():
            return _item(event, "task", event.task, event.due, event.code)
