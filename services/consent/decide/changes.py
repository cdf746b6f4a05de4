"""Which other facts would give another answer."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

from contracts.codes import Outcome
from services.consent.decide.evidence import facts_of
from services.consent.decide.trace import Fact, values
from services.consent.rules.case import Case
from services.consent.rules.engine import settled
from services.consent.rules.facts import Facts

# What people can bring about by evidence, a word or a check. The item, the child's age and the content of a law are
# not among them; of some only one direction makes sense.
LEVERS: dict[str, tuple[Any, ...] | None] = {
    "standing": None, "verified": None, "protective": None, "restricted": None, "terminated": None, "danger": None,
    "with_accused": None, "bounded": None, "agreement": None, "child_yes": None, "child_no": None,
    "guardians_yes": None, "refused": None, "incapable": None, "clinic_withholds": None, "joint_missing": (False,),
    "contradictory": (False,), "somebody_responsible": (True,), "law_known": (True,), "law_verified": (True,),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """With these facts the answer would be this."""

    outcome: Outcome
    facts: tuple[Fact, ...]


def changes_of(case: Case, person: str) -> tuple[Change, ...]:
    """Each single fact that would change the outcome; where none would permit, the pairs of facts that would."""
    facts = facts_of(case, person)
    now = settled(facts).outcome
    singles = tuple(Change(found, (Fact(*lever),)) for lever in _levers(facts) if (found := _with(facts, lever)) != now)
    if now is Outcome.PERMIT or any(change.outcome is Outcome.PERMIT for change in singles):
        return singles
    pairs = (
        Change(Outcome.PERMIT, (Fact(*one), Fact(*other)))
        for one, other in combinations(_levers(facts), 2)
        if one[0] != other[0] and _with(facts, one, other) is Outcome.PERMIT
    )
    return (*singles, *pairs)


def _levers(facts: Facts) -> tuple[tuple[str, Any], ...]:
    return tuple(
        (name, value)
        for name, allowed in LEVERS.items()
        for value in (values(name) if allowed is None else allowed)
        if value != getattr(facts, name)
    )


def _with(facts: Facts, *levers: tuple[str, Any]) -> Outcome:
    return settled(facts._replace(**dict(levers))).outcome
