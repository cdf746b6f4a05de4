"""What was said before several children is told only to somebody to whom it may be told of each of them: half-brothers
have different parents, and one sister's word about another is a third party's to the other's father.
"""

from collections.abc import Iterable
from dataclasses import replace

from contracts.codes import BasisChange, Outcome
from kernel.decision import Decision
from kernel.errors import Invalid
from services.consent.commands import ShareSession
from services.consent.decisions.evidence import moved, recorded
from services.consent.decisions.trails import Act
from services.consent.model import Family, SharedSession
from services.consent.rules.engine import Ruling

STRICTEST_FIRST = (Outcome.WITHHOLD, Outcome.ESCALATE, Outcome.PERMIT)


def share(
    family: Family, siblings: list[Family], known: list[SharedSession], command: ShareSession, id: str, act: Act
) -> Decision:
    """Once for all who were there; what was decided before about the session's things is decided again."""
    if family.id in command.siblings:
        raise Invalid("own-sibling", {"siblings": ["is-child"]})
    if known:
        raise Invalid("already-shared", {"session": ["already-shared"]})
    made = SharedSession(
        id=id,
        child=family.id,
        network=family.network,
        session=command.session,
        participants=tuple(sorted({family.id, *(sibling.id for sibling in siblings)})),
        recorded_by=act.by,
        recorded_at=act.at,
    )
    change = moved(family, BasisChange.EPISODE, "shared-session", None, act.at)
    told = recorded(change, {"session": command.session})
    return replace(told, changes=(*told.changes, made))


def of_all(rulings: Iterable[Ruling]) -> Ruling:
    """The strictest answer with the rules that gave it; the obligations of every child go with anything but a no."""
    given = tuple(rulings)
    outcome = min((ruling.outcome for ruling in given), key=STRICTEST_FIRST.index)
    rules = {code for ruling in given if ruling.outcome is outcome for code in ruling.rules}
    told = outcome is not Outcome.WITHHOLD
    duties = {code for ruling in given if told or ruling.outcome is outcome for code in ruling.obligations}
    return Ruling(outcome, tuple(sorted(duties)), tuple(sorted(rules)))
