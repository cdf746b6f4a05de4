"""One recorded disclosure decided twice more, as things are and as they would be, and what is then different.

**The ground.** Both times the disclosure is decided at the moment of its recorded decision, with the child's age then
and with the family's record as it was. Where the record has not moved since (`AS_RECORDED`) that is today's record.
Elsewhere (`RECONSTRUCTED`) it is put together from the trails of the facts, with the limits that `rewound` names; the
recorded outcome stands beside the two for comparison. The clinic, its policy and who is on call are today's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from contracts.codes import DisclosureClass, MessageClass, Outcome
from contracts.consent import Duty
from services.consent.decisions.disclosures import Answer, answer
from services.consent.model import Disclosure, Family, Ground
from services.consent.rules.engine import Ruling

AS_RECORDED = "as-recorded"
RECONSTRUCTED = "reconstructed"


class Direction(StrEnum):
    """What would become of a notice."""

    TOLD = "newly-told"
    WITHHELD = "newly-withheld"
    ASKED = "newly-asked"  # a human would decide
    TERMS = "other-terms"  # the same answer with other obligations
    DUTY = "duty-moves"  # somebody else would have to be told or asked


DIRECTIONS: Mapping[Outcome, Direction] = {
    Outcome.PERMIT: Direction.TOLD,
    Outcome.WITHHOLD: Direction.WITHHELD,
    Outcome.ESCALATE: Direction.ASKED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One adult and one item, or the duties of one item (`person` None): codes and identifiers only."""

    child: str
    disclosure: str
    clinic: str
    disclosure_class: DisclosureClass
    message_class: MessageClass
    decided_at: datetime
    ground: str
    direction: Direction
    person: str | None
    recorded: Outcome | None  # None: the adult was not on record then, or these are duties
    before: tuple[str, ...]  # outcome, then rules and obligations; of duties: kind, bearer and persons
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """`unlike_recorded`: answers that differ from the recorded ones although nothing was changed for trying."""

    changes: tuple[Change, ...]
    decisions: int
    unlike_recorded: int
    ground: str


def moved(family: Family, made: Disclosure) -> bool:
    """Whether a fact that decisions rest on has changed since."""
    return family.position != made.position


def compared(family: Family, made: Disclosure, now: Ground, then: Ground) -> Compared:
    """What differs between the two grounds, adult by adult, then the duties; `family` as it stood."""
    question = (made.question, made.raised_by, made.clinic, made.decided_at)
    before, after = answer(family, now, *question), answer(family, then, *question)
    kept = {adult.person: adult.outcome for adult in made.adults}
    ground = AS_RECORDED if not moved(family, made) else RECONSTRUCTED
    changes = (*_answers(made, ground, kept, before, after), *_duties(made, ground, before, after))
    meant = {person: ruling for person, ruling in before.rulings.items() if made.meant_for(person)}
    unlike = sum(kept.get(person) is not ruling.outcome for person, ruling in meant.items())
    return Compared(changes=changes, decisions=len(meant), unlike_recorded=unlike, ground=ground)


def _answers(
    made: Disclosure, ground: str, kept: Mapping[str, Outcome], before: Answer, after: Answer
) -> Iterator[Change]:
    for person, was in before.rulings.items():
        will = after.rulings[person]
        if not made.meant_for(person):
            continue
        if was.outcome is not will.outcome:
            direction = DIRECTIONS[will.outcome]
        elif was.obligations != will.obligations:
            direction = Direction.TERMS
        else:
            continue
        yield _change(made, ground, direction, _said(was), _said(will), person, kept.get(person))


def _duties(made: Disclosure, ground: str, before: Answer, after: Answer) -> Iterator[Change]:
    was, will = _borne(before.duties), _borne(after.duties)
    if was != will:
        yield _change(made, ground, Direction.DUTY, was, will)


def _change(
    made: Disclosure,
    ground: str,
    direction: Direction,
    before: tuple[str, ...],
    after: tuple[str, ...],
    person: str | None = None,
    recorded: Outcome | None = None,
) -> Change:
    return Change(
        child=made.child,
        disclosure=made.id,
        clinic=made.clinic,
        disclosure_class=made.disclosure_class,
        message_class=made.message_class,
        decided_at=made.decided_at,
        ground=ground,
        direction=direction,
        person=person,
        recorded=recorded,
        before=before,
        after=after,
    )


def _said(ruling: Ruling) -> tuple[str, ...]:
    return (ruling.outcome.value, *ruling.rules, *ruling.obligations)


def _borne(duties: tuple[Duty, ...]) -> tuple[str, ...]:
    return tuple(f"{duty.kind.value} {duty.bearer.value} {','.join(duty.persons)}" for duty in duties)
