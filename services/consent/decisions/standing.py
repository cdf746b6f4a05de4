"""Who may speak for the child, in law and at a moment. The rules ask the same of every answer; here it is asked of a
signature, before it is taken.
"""

from datetime import datetime

from contracts.codes import AuthorityKind, ConsentBasis, DangerState
from kernel.errors import Invalid
from services.consent.model import Family
from services.consent.rules.case import Authority
from services.consent.rules.facts import LEGAL_KINDS

ENDED = frozenset({AuthorityKind.PROTECTIVE_ORDER, AuthorityKind.RIGHTS_TERMINATED})
NO_AUTHORITY = "no-authority"


def guardians(family: Family, at: datetime) -> tuple[str, ...]:
    """Everybody with legal authority now against whom nothing speaks, in the order of their ids."""
    return tuple(person for person in family.people if speaks_for(family, person, at))


def speaks_for(family: Family, person: str, at: datetime) -> bool:
    """Legal authority now, and no order, ended right or finding against them.

    An allegation is covert: a signature that is suddenly refused would tell of it. The rules weigh what was signed.
    """
    edges = [edge for edge in family.authorities if edge.person == person and edge.holds(at)]
    legal = any(edge.kind in LEGAL_KINDS for edge in edges)
    ended = any(edge.kind in ENDED for edge in edges)
    ordered = any(order.person == person and order.holds(at) and not order.classes for order in family.restrictions)
    return legal and not (ended or ordered or found_dangerous(family, person, at))


def found_dangerous(family: Family, person: str, at: datetime) -> bool:
    """It was found, not merely said, that they harmed the child."""
    found = DangerState.SUBSTANTIATED
    return any(flag.person == person and flag.state is found and flag.holds(at) for flag in family.dangers)


def must_speak_for(family: Family, person: str, at: datetime, field: str) -> None:
    """Invalid, naming the field, for everybody else. What is in the way is not said."""
    if not speaks_for(family, person, at):
        raise Invalid(NO_AUTHORITY, {field: [NO_AUTHORITY]})


def alone(family: Family) -> bool:
    """The minor consented without a guardian: no guardian signs, and none need be asked."""
    return family.basis is ConsentBasis.MINOR


def legal_until(edges: tuple[Authority, ...], person: str, at: datetime) -> datetime | None:
    """To which moment the person's legal authority holds without a gap: `at` itself when it does not, None for ever."""
    end = at
    own = (edge for edge in edges if edge.person == person and edge.kind in LEGAL_KINDS)
    for edge in sorted(own, key=lambda item: item.since):
        if edge.since <= end and (edge.until is None or edge.until > end):
            if edge.until is None:
                return None
            end = edge.until
    return end
