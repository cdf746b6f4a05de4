"""Who is reminded of a practice when it is due: each home apart, unless it is done, paused or over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.goals import PracticeDue
from kernel.chance import derived_id
from kernel.decision import Decision, Timer
from services.goals.decisions.schedule import day_of, next_due
from services.goals.model.household import Household
from services.goals.model.practice import Pause, Practice, Reminder, Result

PRACTICE_DUE = "practice-due"


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The homes that the clinic knows, all adults of the child, and those whom practice is not asked of at present."""

    homes: Collection[Household]
    adults: Collection[str] = ()
    kept_out: frozenset[str] = frozenset()


def timer(practice: Practice, after: datetime) -> Timer:
    """The next time it is due."""
    due_at = next_due(practice.schedule, after)
    day = day_of(due_at, practice.schedule).isoformat()
    return Timer(
        id=f"{PRACTICE_DUE}:{practice.id}",
        name=PRACTICE_DUE,
        due=due_at,
        data={"practice": practice.id, "day": day},
    )


def reminder_id(practice: str, household: str | None, day: str) -> str:
    """One item per practice, home and day, at every replay."""
    return derived_id("practice-due", practice, household or "family", day)


def due(
    practice: Practice,
    day: str,
    family: Family,
    results: Collection[Result],
    pause: Pause | None,
    now: datetime,
) -> Decision:
    """Reminds each home that has said nothing about the day, and sets the next time. A day that is over is over."""
    if practice.ends_on is not None and day > practice.ends_on:
        return Decision(changes=(replace(practice, ended_at=now),))
    later, over = timer(practice, now), day_of(now, practice.schedule).isoformat() != day
    if over or (pause is not None and pause.holds(day)):
        return Decision(timers=(later,))
    asked = _silent(practice, family, {result.recorded_by for result in results})
    reminders = [_reminder(practice, home, day, now) for home in asked]
    events = tuple(
        _event(practice, reminder, people) for reminder, people in zip(reminders, asked.values(), strict=True)
    )
    return Decision(changes=tuple(reminders), events=events, timers=(later,))


def _silent(practice: Practice, family: Family, spoken: set[str]) -> Mapping[str | None, frozenset[str]]:
    """The homes of which nobody has spoken; anybody's word is enough for a family without known homes."""
    if not practice.households and spoken:
        return {}
    return {home: people for home, people in _asked(practice, family).items() if not spoken & people}


def _asked(practice: Practice, family: Family) -> Mapping[str | None, frozenset[str]]:
    """Home to its adults. The whole family has no list: consent says who of all adults may know.

    Unless practice is kept from one of them: then the others are named. A home of nobody else is not asked.
    """
    if not practice.households and not family.kept_out:
        return {None: frozenset()}
    if not practice.households:
        asked: dict[str | None, frozenset[str]] = {None: frozenset(family.adults) - family.kept_out}
    else:
        homes = (home for home in family.homes if home.id in practice.households)
        asked = {home.id: frozenset(home.guardians) - family.kept_out for home in homes}
    return {home: people for home, people in asked.items() if people}


def _reminder(practice: Practice, household: str | None, day: str, now: datetime) -> Reminder:
    return Reminder(
        id=reminder_id(practice.id, household, day),
        child=practice.child,
        clinic=practice.clinic,
        practice=practice.id,
        household=household,
        day=day,
        due_at=now,
    )


def _event(practice: Practice, reminder: Reminder, people: frozenset[str]) -> PracticeDue:
    return PracticeDue(
        child=practice.child,
        item=reminder.id,
        practice=practice.id,
        clinic=practice.clinic,
        addressed=tuple(sorted(people)),
        assigned_by=practice.assigned_by,
        due_at=reminder.due_at,
    )
