"""Load, decide, save, publish. Texts are checked in the clear, sealed, and only then decided upon."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.goals.commands import AgreeGoal, ProposeGoal, RecordProgress
from services.goals.decisions import access, goals
from services.goals.handlers.reach import clinical, goal_of
from services.goals.repository.goals import live_goals


def propose_goal(command: ProposeGoal, work: Work) -> Decision:
    """A goal in a clinic through which the proposer acts."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    goals.require_fitting_goal(command, live_goals(work, child.id, command.clinic))
    statement = work.seal(child.id, command.statement)
    levels = tuple(work.seal(child.id, text) for text in command.levels)
    return goals.proposed(command, statement, levels, id=work.new_id(), by=work.actor.person, at=work.now)


def agree_goal(command: AgreeGoal, work: Work) -> Decision:
    """From proposed to agreed."""
    return goals.agreed(goal_of(command.child, command.goal, work), work.actor, work.now)


def record_progress(command: RecordProgress, work: Work) -> Decision:
    """One rating of one voice."""
    goal = goal_of(command.child, command.goal, work)
    goals.require_fitting_progress(command, goal)
    words = work.seal(goal.child, command.words) if command.words.strip() else None
    return goals.recorded(command, goal, words, id=work.new_id(), by=work.actor.person, at=work.now)


COMMANDS: dict[type, CommandHandler] = {
    ProposeGoal: propose_goal,
    AgreeGoal: agree_goal,
    RecordProgress: record_progress,
}
