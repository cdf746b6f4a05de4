"""Strategies: kept and looked at by clinicians, spoken of by guardians."""

from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.goals.commands import CheckStrategy, GiveFeedback, KeepStrategy
from services.goals.decisions import access, strategies
from services.goals.handlers.reach import clinical, goal_of, in_clinic
from services.goals.model.involvement import Action
from services.goals.repository.strategies import FEEDBACK, STRATEGIES, strategies_of


def keep_strategy(command: KeepStrategy, work: Work) -> Decision:
    """By a clinician of the child."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    current = strategies_of(work, child.id, frozenset({command.clinic}))
    strategies.require_fitting(command, current, work.now)
    if command.goal is not None:
        goal_of(child.id, command.goal, work)
    return strategies.kept(command, work.seal(child.id, command.text), work.actor, id=work.new_id(), now=work.now)


def check_strategy(command: CheckStrategy, work: Work) -> Decision:
    """By a clinician of the child, with the family."""
    _, clinics = clinical(command.child, work)
    found = work.known(STRATEGIES, command.strategy)
    if found is None or found.child != command.child or found.clinic not in clinics:
        raise NotFound("no-such-strategy")
    return strategies.checked(command, found, work.actor, work.now)


def give_feedback(command: GiveFeedback, work: Work) -> Decision:
    """By a guardian who may know of goals and progress."""
    child = in_clinic(command.child, command.clinic, work, Action.SPEAK)
    strategy = work.known(STRATEGIES, command.strategy) if command.strategy else None
    strategies.require_fitting_feedback(command, strategy)
    # Loaded, so that a second word of the same guardian is a change of the first.
    work.known(FEEDBACK, strategies.feedback_id(command, work.actor.person))
    words = work.seal(child.id, command.words) if command.words.strip() else None
    return strategies.given(command, words, child.network, work.actor, work.now)


COMMANDS: dict[type, CommandHandler] = {
    KeepStrategy: keep_strategy,
    CheckStrategy: check_strategy,
    GiveFeedback: give_feedback,
}
