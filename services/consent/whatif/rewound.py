"""A family's record as it was on paper at an earlier moment, from the trails of its facts.

What was brought after the moment is left out; an end that was set, a correction, a renewal, a check and a revocation
that came after it are taken back. **Limits.** Orders have no trail: one that was entered later counts by its own dates.
Who is of the family and where they live, the basis of care, the confidentiality agreement, capacity and the place are
not dated: they are today's. A revoked consent is taken to have had no end before.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from contracts.codes import ConsentStatus
from services.consent.model import Family, StepKind, Trail
from services.consent.rules.case import Assent, Authority, Boundary, Consent, Danger

# With either of these a fact comes on record; a trail that begins otherwise is of a fact older than trails.
BROUGHT = frozenset({StepKind.RECORDED, StepKind.SIGNED})
ENDED = frozenset({StepKind.ENDED, StepKind.SUPERSEDED, StepKind.RENEWED})

F = TypeVar("F", Authority, Danger, Consent, Assent, Boundary)
Trails = Mapping[str, Trail]


def rewound(family: Family, trails: Trails, at: datetime) -> Family:
    """The family as it stood at that moment; `trails` by the id of their fact."""
    return replace(
        family,
        authorities=_stood(family.authorities, trails, at),
        dangers=_stood(family.dangers, trails, at),
        consents=_stood(family.consents, trails, at),
        assents=_stood(family.assents, trails, at),
        boundaries=_stood(family.boundaries, trails, at),
    )


def _stood(facts: tuple[F, ...], trails: Trails, at: datetime) -> tuple[F, ...]:
    there = (_before(fact, trails.get(fact.id), at) for fact in facts)
    return tuple(fact for fact in there if fact is not None)


def _before(fact: F, trail: Trail | None, at: datetime) -> F | None:
    """Without the steps that came later, the last of them first; None when the fact itself came later."""
    if trail is None:
        return fact
    if trail.steps[0].kind in BROUGHT and trail.steps[0].at > at:
        return None
    for step in reversed(trail.steps):
        if step.at <= at:
            break
        if step.kind in ENDED:
            fact = replace(fact, until=step.until)
        elif step.kind is StepKind.REVOKED and isinstance(fact, Consent):
            fact = replace(fact, status=ConsentStatus.ACTIVE, until=None)
        elif step.kind is StepKind.VERIFIED and isinstance(fact, Authority):
            fact = replace(fact, verifier=None)
    return fact
