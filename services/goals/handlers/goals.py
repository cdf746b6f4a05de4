"""Load, decide, save, publish. Texts are checked in the clear, sealed, and only then decided upon."""

from kernel.auth.principal import Kind
from kernel.decision import Decision
from kernel.errors import Forbidden
from kernel.service import CommandHandler
from kernel.work import Work
from services.goals.commands import AgreeGoal, DiscussGoal, MoveGoal, ProposeGoal, RecordProgress
from services.goals.decisions import fitting, goals, progress
from services.goals.handlers.reach import goal_for, goal_of, in_clinic, own_goal
from services.goals.model.goal import Goal, GoalKind, Status
from services.goals.model.involvement import Action
from services.goals.repository.goals import live_goals
from services.goals.repository.households import homes_of
from services.goals.repository.milestones import milestones_of_goal


def propose_goal(command: ProposeGoal, work: Work) -> Decision:
    """A goal in a clinic through which the proposer acts, or that cares for the guardian's child."""
    own = command.kind is GoalKind.PARALLEL
    child = in_clinic(command.child, command.clinic, work, Action.SPEAK if own else Action.SHAPE)
    owner = work.actor.person if own else None
    others = live_goals(work, child.id, command.clinic, owner)
    fitting.require_fitting_goal(command, others, _homes(child.id, command.clinic, work))
    words = goals.sealed_words(command, lambda text: work.seal(child.id, text))
    wish = work.seal(child.id, command.wish) if command.wish.strip() else None
    return goals.proposed(command, words, wish, work.actor, id=work.new_id(), at=work.now)


def discuss_goal(command: DiscussGoal, work: Work) -> Decision:
    """Another wording, by a clinician."""
    goal = goal_of(command.child, command.goal, work)
    others = [other for other in live_goals(work, goal.child, goal.clinic) if other.id != goal.id]
    fitting.require_fitting_wording(command, others, _homes(goal.child, goal.clinic, work))
    words = goals.sealed_words(command, lambda text: work.seal(goal.child, text))
    return goals.discussed(command, goal, words, work.now)


def agree_goal(command: AgreeGoal, work: Work) -> Decision:
    """One voice's yes."""
    goal = goal_for(command.child, command.goal, work, Action.SHAPE)
    return goals.agreed(command, goal, work.actor, work.now)


def move_goal(command: MoveGoal, work: Work) -> Decision:
    """Declined, parked or achieved by a clinician; a parent's own goal by that parent."""
    fitting.require_reason(command.to, command.reason)
    goal = _movable(command, work)
    reason = work.seal(goal.child, command.reason) if command.reason.strip() else None
    return goals.moved(command, goal, reason, work.now)


def _movable(command: MoveGoal, work: Work) -> Goal:
    if work.actor.kind is not Kind.GUARDIAN:
        return goal_of(command.child, command.goal, work)
    if command.to is not Status.ACHIEVED:
        raise Forbidden("not-allowed")
    return own_goal(command.child, command.goal, work)


def record_progress(command: RecordProgress, work: Work) -> Decision:
    """One rating of one voice."""
    goal = goal_for(command.child, command.goal, work, Action.PRACTISE)
    progress.require_fitting_progress(command, goal)
    words = work.seal(goal.child, command.words) if command.words.strip() else None
    decision = progress.recorded(command, goal, words, id=work.new_id(), by=work.actor, at=work.now)
    return progress.with_milestone(decision, goal, milestones_of_goal(work, goal.id))


def _homes(child: str, clinic: str, work: Work) -> frozenset[str]:
    return frozenset(home.id for home in homes_of(work, child, clinic))


COMMANDS: dict[type, CommandHandler] = {
    ProposeGoal: propose_goal,
    DiscussGoal: discuss_goal,
    AgreeGoal: agree_goal,
    MoveGoal: move_goal,
    RecordProgress: record_progress,
}
