"""What each command on a goal leads to. Texts are checked in the clear, decided on sealed."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.goals import GoalAgreed, GoalMoved, GoalProposed
from kernel.auth.principal import Principal
from kernel.decision import Decision
from kernel.errors import Forbidden
from kernel.kind import Sealed
from services.goals.commands import AgreeGoal, DiscussGoal, MoveGoal, ProposeGoal
from services.goals.decisions.voices import own_or_child, require_revision, with_voice
from services.goals.model.goal import OPEN, Goal, GoalKind, Plan, Status
from services.goals.model.voice import Voice, heard

FHIR_ACTIVE = "active"  # Goal.lifecycleStatus of an agreed goal
MOVES = {
    Status.DECLINED: frozenset({Status.PROPOSED, Status.DISCUSSED, Status.PARKED}),
    Status.PARKED: frozenset(OPEN),
    Status.ACHIEVED: frozenset({Status.AGREED}),
}
TALKED_ABOUT = frozenset({Status.PROPOSED, Status.DISCUSSED, Status.PARKED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The sealed texts of a wording."""

    statement: Sealed
    levels: tuple[Sealed, ...]
    plan: Plan | None


def in_order(*voices: Voice) -> tuple[Voice, ...]:
    """Each once."""
    return tuple(voice for voice in Voice if voice in voices)


def proposed(
    command: ProposeGoal, words: Words, wish: Sealed | None, asker: Principal, *, id: str, at: datetime
) -> Decision:
    """A goal stands for agreement; the proposer's voice and a therapist's are always needed.

    A parent's own goal needs nobody's leave, and nobody outside the service hears of it.
    """
    voice = own_or_child(command.voice, asker)
    goal = Goal(
        id=id,
        child=command.child,
        clinic=command.clinic,
        statement=words.statement,
        levels=words.levels,
        baseline=command.baseline,
        weight=command.weight,
        status=Status.PROPOSED,
        proposed_by=asker.person,
        proposed_at=at,
        agreed_by=None,
        agreed_at=None,
        kind=command.kind,
        voice=voice,
        voices=in_order(voice, Voice.THERAPIST, *command.voices),
        plan=words.plan,
        wish=wish,
    )
    reply = {"goal": id}
    if command.kind is GoalKind.PARALLEL:
        return Decision(changes=(_own(goal, asker, at),), reply=reply, facts=reply)
    event = GoalProposed(
        child=goal.child, goal=id, clinic=goal.clinic, voice=voice.value, proposed_by=asker.person, proposed_at=at
    )
    return Decision(changes=(goal,), events=(event,), reply=reply, facts=reply)


def _own(goal: Goal, asker: Principal, at: datetime) -> Goal:
    if goal.voice is not Voice.GUARDIAN:
        raise Forbidden("not-your-voice")
    yes = with_voice((), goal.voice, asker, at)
    return replace(
        goal, status=Status.AGREED, owner=asker.person, voices=(goal.voice,), agreements=yes,
        agreed_by=asker.person, agreed_at=at,
    )  # fmt: skip


def discussed(command: DiscussGoal, goal: Goal, words: Words, now: datetime) -> Decision:
    """Another wording: whoever had agreed to the last one is asked again."""
    require_revision(command.revision, goal.revision)
    if goal.status not in TALKED_ABOUT:
        raise Forbidden("goal-settled")
    changed = replace(
        goal,
        statement=words.statement,
        levels=words.levels,
        plan=words.plan,
        baseline=command.baseline,
        weight=command.weight,
        voices=in_order(goal.voice, Voice.THERAPIST, *command.voices),
        agreements=(),
        reason=None,
        revision=goal.revision + 1,
        status=Status.DISCUSSED,
        changed_at=now,
    )
    return _moved(changed, now)


def agreed(command: AgreeGoal, goal: Goal, asker: Principal, now: datetime) -> Decision:
    """One more voice; with the last that is needed the goal becomes active, once."""
    if goal.status not in {Status.PROPOSED, Status.DISCUSSED}:
        raise Forbidden("goal-not-proposed")
    require_revision(command.revision, goal.revision)
    if not goal.levels:
        raise Forbidden("goal-without-ladder")
    agreements = with_voice(goal.agreements, own_or_child(command.voice, asker), asker, now)
    changed, reply = replace(goal, agreements=agreements), {"goal": goal.id}
    if not heard(goal.voices, agreements):
        return Decision(changes=(changed,), reply=reply, facts=reply)
    active = replace(changed, status=Status.AGREED, agreed_by=asker.person, agreed_at=now)
    event = GoalAgreed(child=goal.child, goal=goal.id, clinic=goal.clinic, status=FHIR_ACTIVE, agreed_at=now)
    return Decision(changes=(active,), events=(event,), reply=reply, facts=reply)


def moved(command: MoveGoal, goal: Goal, reason: Sealed | None, now: datetime) -> Decision:
    """Declined and parked with a reason, achieved without."""
    if goal.status not in MOVES[command.to]:
        raise Forbidden("goal-not-there")
    return _moved(replace(goal, status=command.to, reason=reason, changed_at=now), now)


def _moved(goal: Goal, now: datetime) -> Decision:
    event = GoalMoved(child=goal.child, goal=goal.id, clinic=goal.clinic, status=goal.status.value, moved_at=now)
    private = goal.kind is GoalKind.PARALLEL
    return Decision(
        changes=(goal,), events=() if private else (event,), reply={"goal": goal.id}, facts={"goal": goal.id}
    )


def weighed(goals: Collection[Goal]) -> list[Goal]:
    """Those that stand beside each other on ladders: proposals without one, and a parent's own, carry no weight."""
    return [goal for goal in goals if goal.levels and goal.kind is not GoalKind.PARALLEL]


def sealed_words(command: ProposeGoal | DiscussGoal, seal: Callable[[str], Sealed]) -> Words:
    """The texts of a wording, each under the child's key."""
    return Words(
        statement=seal(command.statement),
        levels=tuple(seal(text) for text in command.levels),
        plan=_sealed_plan(command, seal),
    )


def _sealed_plan(command: ProposeGoal | DiscussGoal, seal: Callable[[str], Sealed]) -> Plan | None:
    draft = command.plan
    if draft is None:
        return None
    return Plan(
        behaviour=seal(draft.behaviour),
        contexts=draft.contexts,
        household=draft.household,
        measure=draft.measure,
        unit=seal(draft.unit) if draft.unit.strip() else None,
        baseline=draft.baseline,
        target=draft.target,
        review_on=draft.review_on,
    )
