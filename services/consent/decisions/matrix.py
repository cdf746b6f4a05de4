"""From an agreed matrix to what the rules read, and back.

shared:  the child's assent to that adult, and the consent of each guardian of the agreement, but to themselves
kept:    the child's objection, and a boundary of the therapist
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from contracts.codes import BasisChange, ConsentStatus, DisclosureClass
from contracts.consent import BasisChanged
from kernel.chance import derived_id
from services.consent.decisions.evidence import moved
from services.consent.decisions.facts import one_more, with_adult
from services.consent.decisions.trails import Act, Subject, begun
from services.consent.model import CHILD_PARTY, FactSort, Family, SharingAgreement, StepKind, Trail, Voice
from services.consent.rules.case import Adult, Assent, Boundary, Consent

CODE = "sharing-agreement"
REVIEW = timedelta(days=90)  # as every boundary
Change = BasisChanged
F = TypeVar("F", Assent, Boundary, Consent)


@dataclass(frozen=True, slots=True)
class Line:
    """What is shared with, or kept from, one adult."""

    recipient: str
    classes: tuple[DisclosureClass, ...]
    share: bool


Made = tuple[Family, tuple[Trail, ...]]


def applied(family: Family, agreement: SharingAgreement, act: Act) -> Made:
    """The family with the agreement in force, and the trails of the facts that were made of it."""
    after, trails = family, list[Trail]()
    for line in _lines(agreement):
        if line.recipient not in after.people:
            after = with_adult(after, Adult(person=line.recipient))
        if agreement.child_speaks:
            after, trail = _childs(after, agreement, line, act)
            trails.append(trail)
        after, more = (_guardians if line.share else _teams)(after, agreement, line, act)
        trails += more
    return after, tuple(trails)


def without(family: Family, agreement: SharingAgreement, at: datetime) -> Family:
    """All that was made of it ends now."""
    return _over(family, agreement, at, lambda fact: True)


def closed(family: Family, agreement: SharingAgreement, at: datetime) -> tuple[Family, tuple[Change, ...]]:
    """What it opened ends now; what it closed stays."""
    return moved_from(family, _over(family, agreement, at, _opens), at)


def moved_from(before: Family, after: Family, at: datetime) -> tuple[Family, tuple[Change, ...]]:
    """One position and one event for each sort of facts that differs."""
    parts = (
        (BasisChange.ASSENT, before.assents, after.assents),
        (BasisChange.BOUNDARY, before.boundaries, after.boundaries),
        (BasisChange.CONSENT, before.consents, after.consents),
    )
    events: list[Change] = []
    for change, old, new in parts:
        if old != new:
            after, event = moved(after, change, CODE, None, at)
            events.append(event)
    return after, tuple(events)


def _lines(agreement: SharingAgreement) -> list[Line]:
    found: dict[tuple[str, bool], list[DisclosureClass]] = {}
    for cell in agreement.cells:
        found.setdefault((cell.recipient, cell.share), []).append(cell.topic)
    return [Line(who, tuple(sorted(classes)), share) for (who, share), classes in sorted(found.items())]


def _childs(family: Family, agreement: SharingAgreement, line: Line, act: Act) -> tuple[Family, Trail]:
    trail = _trail(family, agreement, FactSort.ASSENT, CHILD_PARTY, line, act)
    said = Assent(
        id=trail.id,
        person=line.recipient,
        classes=line.classes,
        agrees=line.share,
        since=act.at,
        until=agreement.until,
    )
    earlier = _unsaid(family, line.recipient, line.classes, act.at)
    return replace(family, assents=one_more(earlier, said)), trail


def _guardians(family: Family, agreement: SharingAgreement, line: Line, act: Act) -> Made:
    after, trails = family, list[Trail]()
    for guardian in agreement.guardians:
        if guardian != line.recipient:
            trail = _trail(family, agreement, FactSort.CONSENT, guardian, line, act)
            given = Consent(
                id=trail.id,
                grantor=guardian,
                grantee=line.recipient,
                classes=line.classes,
                since=act.at,
                until=agreement.until,
            )
            after = replace(after, consents=one_more(after.consents, given))
            trails.append(trail)
    return after, tuple(trails)


def _teams(family: Family, agreement: SharingAgreement, line: Line, act: Act) -> Made:
    speaker = next(word.person for word in agreement.words if word.voice is Voice.THERAPIST)
    review = act.at + REVIEW if agreement.until is None else min(agreement.until, act.at + REVIEW)
    trail = replace(_trail(family, agreement, FactSort.BOUNDARY, speaker, line, act), review=review)
    drawn = Boundary(
        id=trail.id,
        person=line.recipient,
        classes=line.classes,
        reason=CODE,
        review=review,
        since=act.at,
        until=agreement.until,
    )
    return replace(family, boundaries=one_more(family.boundaries, drawn)), (trail,)


def _trail(family: Family, agreement: SharingAgreement, sort: FactSort, by: str, line: Line, act: Act) -> Trail:
    """The fact's id follows from the agreement; its paper is the word of whoever it is of."""
    word = next(word for word in agreement.words if word.person == by)
    id = derived_id(agreement.id, sort.value, by, line.recipient, str(line.share))
    paper = {"refers": agreement.id, "session": word.session, "document": word.document}
    return begun(family, Subject(id=id, sort=sort, person=line.recipient), act.step(StepKind.RECORDED, CODE, **paper))


def _unsaid(family: Family, recipient: str, classes: tuple[DisclosureClass, ...], at: datetime) -> tuple[Assent, ...]:
    """What the child has said before of these classes and this adult ends; of other classes it stays said."""
    kept: list[Assent] = []
    for item in family.assents:
        if item.person != recipient or not item.holds(at) or not set(item.classes) & set(classes):
            kept.append(item)
            continue
        kept.append(replace(item, until=max(at, item.since)))
        rest = tuple(cls for cls in item.classes if cls not in classes)
        if rest:
            kept.append(replace(item, id=derived_id(item.id, at.isoformat()), classes=rest, since=at))
    return tuple(kept)


def _over(
    family: Family, agreement: SharingAgreement, at: datetime, which: Callable[[Assent | Boundary | Consent], bool]
) -> Family:
    own = set(agreement.facts)

    def ended(facts: Iterable[F]) -> tuple[F, ...]:
        return tuple(_ended(item, at) if item.id in own and item.holds(at) and which(item) else item for item in facts)

    return replace(
        family,
        assents=ended(family.assents),
        boundaries=ended(family.boundaries),
        consents=ended(family.consents),
    )


def _ended(fact: F, at: datetime) -> F:
    if isinstance(fact, Consent):
        return replace(fact, until=at, status=ConsentStatus.INACTIVE)
    return replace(fact, until=at)


def _opens(fact: Assent | Boundary | Consent) -> bool:
    return fact.agrees if isinstance(fact, Assent) else isinstance(fact, Consent)
