"""What is asked of a home, how it went, and when nobody is to be reminded any more."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from contracts.goals import ItemSettled, PracticeAssigned, PracticeRecorded, PracticeTooMuch
from kernel.auth.principal import Principal
from kernel.chance import derived_id
from kernel.decision import NOTHING, Decision
from kernel.errors import Forbidden, Invalid
from kernel.kind import Sealed
from services.goals.commands import AssignPractice, RecordResult
from services.goals.decisions import schedule, texts
from services.goals.decisions.reminders import timer
from services.goals.model.household import Household
from services.goals.model.practice import (
    CURRENT_MAX,
    ENJOYMENT,
    LATE_DAYS_MAX,
    RESULT_CHARACTERS_MAX,
    Card,
    Practice,
    Reminder,
    Result,
)

OVER_CAP = "over-cap"
DONE, ENDED, PAUSED = "practice-recorded", "practice-ended", "paused-by-child"


def load_of(current: Collection[Practice], homes: Sequence[str]) -> int:
    """The most that one of these homes is asked at once; without homes, what the family is."""
    if not homes:
        return len(current)
    return max(sum(practice.is_for(home) for practice in current) for home in homes)


def require_fitting(
    command: AssignPractice, card: Card | None, homes: Collection[str], current: Collection[Practice]
) -> None:
    """A card, known homes, a schedule that comes round, and room for one more."""
    faults = schedule.faults(command.schedule)
    if card is None:
        faults["card"] = "unknown"
    if not set(command.households) <= set(homes):
        faults["households"] = "unknown"
    if command.ends_on is not None and not is_day(command.ends_on):
        faults["ends_on"] = "not-a-day"
    if load_of(current, command.households) >= CURRENT_MAX:
        faults["practices"] = "three-current"
    _raise(faults)


def _raise(faults: dict[str, str | None]) -> None:
    if found := {field: [code] for field, code in faults.items() if code}:
        raise Invalid("practice-refused", found)


def is_day(text: str) -> bool:
    """ISO 8601, as it is compared: four digits, two, two."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def assigned(
    command: AssignPractice, current: Collection[Practice], cap: int, by: Principal, *, id: str, now: datetime
) -> Decision:
    """It is asked for from the next occurrence on. A home that is asked more than the cap: the clinician is told."""
    practice = Practice(
        id=id,
        child=command.child,
        clinic=command.clinic,
        card=command.card,
        goal=command.goal,
        households=command.households,
        schedule=command.schedule,
        ends_on=command.ends_on,
        assigned_by=by.person,
        assigned_at=now,
    )
    event = PracticeAssigned(
        child=practice.child, practice=id, clinic=practice.clinic, card=practice.card, assigned_by=by.person,
        assigned_at=now,
    )  # fmt: skip
    warnings = [OVER_CAP] if load_of(current, command.households) + 1 > cap else []
    return Decision(
        changes=(practice,), events=(event,), timers=(timer(practice, now),),
        reply={"practice": id, "warnings": warnings}, facts={"practice": id},
    )  # fmt: skip


def require_fitting_result(command: RecordResult, practice: Practice, now: datetime) -> None:
    """A day that has come and is not long past, words that fit, the child's word from 0 to 4."""
    faults = {
        "words": texts.problem(command.words, RESULT_CHARACTERS_MAX, required=False),
        "enjoyment": None if command.enjoyment is None or command.enjoyment in ENJOYMENT else "out-of-range",
        "day": _day_fault(command.day, schedule.day_of(now, practice.schedule)),
    }
    _raise(faults)
    if practice.ended_at is not None:
        raise Forbidden("practice-ended")


def _day_fault(text: str, today: date) -> str | None:
    if not is_day(text):
        return "not-a-day"
    day = date.fromisoformat(text)
    return None if today - timedelta(days=LATE_DAYS_MAX) <= day <= today else "out-of-range"


def result_id(practice: str, person: str, day: str) -> str:
    """One word per person and day."""
    return derived_id("practice-result", practice, person, day)


def recorded(
    command: RecordResult, practice: Practice, words: Sealed | None, reminder: Reminder | None, by: Principal,
    now: datetime,
) -> Decision:  # fmt: skip
    """Kept, shown to the clinician; the home is not reminded of that day any more."""
    result = Result(
        id=result_id(practice.id, by.person, command.day),
        child=practice.child,
        clinic=practice.clinic,
        practice=practice.id,
        day=command.day,
        outcome=command.outcome,
        words=words,
        enjoyment=command.enjoyment,
        recorded_by=by.person,
        recorded_at=now,
    )
    event = PracticeRecorded(
        child=practice.child, practice=practice.id, result=result.id, clinic=practice.clinic,
        outcome=result.outcome.value, recorded_by=by.person, recorded_at=now,
    )  # fmt: skip
    calm = settled([reminder] if reminder else [], DONE, now)
    return Decision(
        changes=(result, *calm.changes), events=(event, *calm.events), reply={"result": result.id},
        facts={"practice": practice.id},
    )  # fmt: skip


def settled(reminders: Collection[Reminder], reason: str, now: datetime) -> Decision:
    """Whoever has not been reminded yet need not be."""
    waiting = [reminder for reminder in reminders if not reminder.settled]
    return Decision(
        changes=tuple(replace(reminder, settled=True) for reminder in waiting),
        events=tuple(
            ItemSettled(child=reminder.child, item=reminder.id, reason=reason, settled_at=now) for reminder in waiting
        ),
    )


def too_much(practice: Practice, by: Principal, now: datetime) -> Decision:
    """The clinician hears it once from each person; nothing is taken away over anybody's head."""
    if by.person in practice.too_much:
        return NOTHING
    changed = replace(practice, too_much=(*practice.too_much, by.person))
    event = PracticeTooMuch(
        child=practice.child, practice=practice.id, clinic=practice.clinic, said_by=by.person, said_at=now
    )
    return Decision(changes=(changed,), events=(event,), facts={"practice": practice.id})


def ended(practice: Practice, reminders: Collection[Reminder], now: datetime) -> Decision:
    """No longer asked for; its timer goes."""
    if practice.ended_at is not None:
        return NOTHING
    calm = settled(reminders, ENDED, now)
    return Decision(
        changes=(replace(practice, ended_at=now), *calm.changes),
        events=calm.events,
        cancelled=(timer(practice, now).id,),
        facts={"practice": practice.id},
    )


def household_of(person: str, homes: Collection[Household]) -> str | None:
    """Where this adult lives, as far as the clinic knows."""
    return next((home.id for home in homes if person in home.guardians), None)
