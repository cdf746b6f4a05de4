"""An agreement on sharing is looked at again at each age at which the rules change, and a year on at the latest.

Its review is on the child's calendar and in the list of what is due, until somebody has looked or a new one stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kernel.decision import Decision
from kernel.errors import Invalid
from services.consent.decisions import calendar
from services.consent.decisions.trails import Act, Subject, begun, grown
from services.consent.model import (
    FactSort,
    Family,
    Ground,
    SharingAgreement,
    SharingReview,
    SharingState,
    StepKind,
    Trail,
)

YEAR = timedelta(days=365)


def next_review(family: Family, grounds: Sequence[Ground], until: datetime | None, now: datetime) -> datetime:
    """The next age at which the rules answer differently, the agreement's own end, or a year: whichever comes first."""
    ends = [] if until is None else [until]
    coming = [*(turn.at for turn in calendar.ages_ahead(family, grounds)), *ends, now + YEAR]
    return min(at for at in coming if at > now)


def voiced(family: Family, made: Decision, review: datetime, known: Trail | None, act: Act) -> Decision:
    """Where the last voice has put an agreement in force, its review is set with it. `known`: of the one before."""
    agreed = next((item for item in _agreements(made) if item.state is SharingState.AGREED), None)
    if agreed is None:
        return made
    standing = SharingReview(agreement=agreed.id, review=review)
    began = begun(family, _subject(agreed.id), act.step(StepKind.RECORDED), review)
    return _kept(family, made, standing, (began, *_over(family, known, StepKind.SUPERSEDED, act)))


def withdrawn(family: Family, made: Decision, known: Trail | None, act: Act) -> Decision:
    """It stands no more: nobody looks at it again. A proposal never stood."""
    gone = {item.id for item in _agreements(made)}
    if family.sharing is None or family.sharing.agreement not in gone:
        return made
    return _kept(family, made, None, _over(family, known, StepKind.ENDED, act))


def reviewed(
    family: Family, agreement: SharingAgreement, trail: Trail | None, reason: str, review: datetime, act: Act
) -> Decision:
    """Looked at with the family and it stands; what decisions rest on is as it was."""
    if agreement.state is not SharingState.AGREED:
        raise Invalid("not-standing", {"agreement": ["not-standing"]})
    after = replace(family, sharing=SharingReview(agreement=agreement.id, review=review))
    found = grown(trail, family, _subject(agreement.id), act.step(StepKind.REVIEWED, reason), review)
    reply = {"agreement": agreement.id, "state": agreement.state.value}
    return Decision(changes=(after, found), reply={**reply, "position": family.position}, facts=reply)


def _agreements(made: Decision) -> Iterator[SharingAgreement]:
    return (item for item in made.changes if isinstance(item, SharingAgreement))


def _kept(family: Family, made: Decision, standing: SharingReview | None, trails: tuple[Trail, ...]) -> Decision:
    """The same commit; the family in it, or as it was, with what is to be looked at."""
    found = next((item for item in made.changes if isinstance(item, Family)), family)
    others = tuple(item for item in made.changes if not isinstance(item, Family))
    return replace(made, changes=(replace(found, sharing=standing), *others, *trails))


def _over(family: Family, known: Trail | None, how: StepKind, act: Act) -> tuple[Trail, ...]:
    """One from before there were reviews has no paper."""
    return () if known is None else (grown(known, family, _subject(known.id), act.step(how)),)


def _subject(agreement: str) -> Subject:
    return Subject(id=agreement, sort=FactSort.SHARING, person=None)
