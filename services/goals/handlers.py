"""Load, decide, save, publish. Texts are checked in the clear, sealed, and only then decided upon."""

from contracts.consent import CareTeamChanged, ChildRegistered
from kernel.contract import Event
from kernel.decision import Decision
from kernel.envelope import Envelope
from kernel.errors import NotFound
from kernel.service import CommandHandler, EventHandler, TimerHandler
from kernel.work import Work
from services.goals.commands import AgreeGoal, ProposeGoal, RecordProgress
from services.goals.decisions import access, goals
from services.goals.model import Goal
from services.goals.repository import CHILDREN, GOALS, live_goals


def propose_goal(command: ProposeGoal, work: Work) -> Decision:
    """A goal in a clinic through which the proposer acts."""
    child, clinics = access.reached(work.known(CHILDREN, command.child), work.actor)
    access.require_clinic(command.clinic, clinics)
    goals.require_fitting_goal(command, live_goals(work, child.id, command.clinic))
    statement = work.seal(child.id, command.statement)
    levels = tuple(work.seal(child.id, text) for text in command.levels)
    return goals.proposed(command, statement, levels, id=work.new_id(), by=work.actor.person, at=work.now)


def agree_goal(command: AgreeGoal, work: Work) -> Decision:
    """From proposed to agreed."""
    return goals.agreed(_goal(command.child, command.goal, work), work.actor, work.now)


def record_progress(command: RecordProgress, work: Work) -> Decision:
    """One rating of one voice."""
    goal = _goal(command.child, command.goal, work)
    goals.require_fitting_progress(command, goal)
    words = work.seal(goal.child, command.words) if command.words.strip() else None
    return goals.recorded(command, goal, words, id=work.new_id(), by=work.actor.person, at=work.now)


def on_child_registered(event: ChildRegistered, _: Envelope, work: Work) -> Decision:
    """The projection learns of the child, or of another clinic that cares for it."""
    return Decision(changes=(access.registered(work.known(CHILDREN, event.child), event),))


def on_care_team_changed(event: CareTeamChanged, _: Envelope, work: Work) -> Decision:
    """The projection follows; a team of an unknown child is refused, so that the stream is parked and seen."""
    return Decision(changes=(access.team_changed(work.load(CHILDREN, event.child), event),))


def _goal(child_id: str, id: str, work: Work) -> Goal:
    _, clinics = access.reached(work.known(CHILDREN, child_id), work.actor)
    goal = work.load(GOALS, id)
    if goal.child != child_id or goal.clinic not in clinics:
        raise NotFound("no-such-goal")
    return goal


COMMANDS: dict[type, CommandHandler] = {
    ProposeGoal: propose_goal,
    AgreeGoal: agree_goal,
    RecordProgress: record_progress,
}

EVENTS: dict[type[Event], EventHandler] = {
    ChildRegistered: on_child_registered,
    CareTeamChanged: on_care_team_changed,
}

TIMERS: dict[str, TimerHandler] = {}
