"""Who asks, and what they may lay hands on: the first lines of every handler."""

from contracts.codes import DisclosureClass
from kernel.auth.principal import Kind
from kernel.errors import Invalid, NotFound
from kernel.work import Work
from services.goals import gateways
from services.goals.decisions import access, involvement
from services.goals.decisions.views import shown_to
from services.goals.model.child import Child
from services.goals.model.goal import Goal, GoalKind
from services.goals.model.involvement import Action
from services.goals.repository import CHILDREN, GOALS
from services.goals.repository.involvement import allowed

NO_GOAL = "no-such-goal"


def clinical(child_id: str, work: Work) -> tuple[Child, frozenset[str]]:
    """The child and the clinics through which the asker works with it; NotFound when there are none."""
    return access.reached(work.known(CHILDREN, child_id), work.actor)


def entitled(child_id: str, work: Work, disclosure_class: DisclosureClass = gateways.GOALS_PROGRESS) -> Child:
    """The child, for a guardian who may know of this class now. NotFound otherwise, as if there were no child."""
    child = work.known(CHILDREN, child_id)
    if child is None or not gateways.decision_of(work, child_id, disclosure_class).permits:
        raise NotFound("no-such-child")
    return child


def require_open(child: str, clinic: str, work: Work, action: Action) -> None:
    """What a guardian does is open to them in this clinic. Asked last: whoever may not know meets no child at all."""
    if work.actor.kind is Kind.GUARDIAN:
        involvement.require_open(allowed(work, child, clinic, work.actor.person), action)


def in_clinic(child_id: str, clinic: str, work: Work, action: Action) -> Child:
    """The child, in a clinic through which staff act for it, or in which this is open to a guardian who may know."""
    if work.actor.kind is not Kind.GUARDIAN:
        child, clinics = clinical(child_id, work)
        access.require_clinic(clinic, clinics)
        return child
    child = entitled(child_id, work)
    if clinic not in {team.clinic for team in child.teams}:
        raise Invalid("unknown-clinic", {"clinic": ["unknown"]})
    require_open(child.id, clinic, work, action)
    return child


def goal_of(child_id: str, id: str, work: Work) -> Goal:
    """A goal of a clinic through which the asker works with the child; never a parent's own."""
    _, clinics = clinical(child_id, work)
    goal = work.load(GOALS, id)
    if goal.child != child_id or goal.clinic not in clinics or goal.kind is GoalKind.PARALLEL:
        raise NotFound(NO_GOAL)
    return goal


def goal_for(child_id: str, id: str, work: Work, action: Action) -> Goal:
    """As `goal_of`; for a guardian one that is shown to them, in a clinic where this is open to them."""
    if work.actor.kind is not Kind.GUARDIAN:
        return goal_of(child_id, id, work)
    child = work.known(CHILDREN, child_id)
    goal = work.known(GOALS, id)
    if child is None or goal is None or goal.child != child_id or not shown_to(goal, work.actor.person):
        raise NotFound(NO_GOAL)
    if not gateways.decision_of(work, child_id).permits:
        raise NotFound(NO_GOAL)
    require_open(child_id, goal.clinic, work, action)
    return goal


def own_goal(child_id: str, id: str, work: Work) -> Goal:
    """The asker's own (parallel) goal, while they have a say."""
    entitled(child_id, work)
    goal = work.known(GOALS, id)
    if goal is None or goal.child != child_id or goal.owner != work.actor.person:
        raise NotFound(NO_GOAL)
    require_open(child_id, goal.clinic, work, Action.SPEAK)
    return goal
