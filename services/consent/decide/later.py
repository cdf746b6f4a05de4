"""When time alone gives another answer: birthdays, what begins and ends, other law."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.consent.decide.asked import Asked
from services.consent.rules.case import age_on
from services.consent.rules.engine import Ruling, Rulings
from services.consent.rules.packs import Pack

BIRTHDAYS = 30  # years ahead that are looked at: nobody's answer changes by age after that
LATER_MAX = 3  # changes to come that are told


@dataclass(frozen=True, slots=True)
class Later:
    """With nothing new, the answer from this moment on. `cause`: `birthday`, `law`, or what `begins` or `ends`."""

    at: datetime
    ruling: Ruling
    cause: str
    record: Any = None
    age: int | None = None


class Ahead:
    """The moments to come at which a case may be answered otherwise; read once for all its persons."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.turns = sorted(_turns(asked), key=_in_order)
        self._rulings: dict[Pack | None, Rulings] = {}

    def of(self, person: str) -> tuple[Later, ...]:
        """The next times at which this person's answer changes although nothing new is recorded."""
        known, found = self._ruled(person, self.asked.case.at)[0], []
        for at, cause, record in self.turns:
            ruling, age = self._ruled(person, at)
            if (ruling.outcome, ruling.obligations) != (known.outcome, known.obligations):
                found.append(Later(at, ruling, cause, record, age if cause == "birthday" else None))
            known = ruling
            if len(found) == LATER_MAX:
                break
        return tuple(found)

    def _ruled(self, person: str, at: datetime) -> tuple[Ruling, int]:
        """The answer at that moment under the law of its day, and the child's age then."""
        case, today = self.asked.case, at.astimezone(self.asked.zone).date()
        law = self.asked.law(today)
        if law not in self._rulings:
            self._rulings[law] = Rulings(replace(case, pack=law))
        return self._rulings[law].rule(person, case.item, at, today), age_on(case.born, today)


def _in_order(turn: tuple[datetime, str, Any]) -> tuple[datetime, str, str]:
    """By time; at one moment by name, not by the order in the file."""
    at, cause, record = turn
    return at, cause, record.id if record is not None else ""


def _turns(asked: Asked) -> Iterator[tuple[datetime, str, Any]]:
    case = asked.case
    said = (*case.consents, *case.assents, *case.boundaries)
    for record in (*case.authorities, *case.restrictions, *case.dangers, *said):
        if record.since > case.at:
            yield record.since, "begins", record
        if record.until is not None and record.until > case.at:
            yield record.until, "ends", record
    for years in range(case.age + 1, case.age + 1 + BIRTHDAYS):
        yield _midnight(_birthday(case.born, years), asked.zone), "birthday", None
    if case.pack is not None and case.pack.until is not None:
        yield _midnight(date.fromisoformat(case.pack.until), asked.zone), "law", None


def _birthday(born: date, years: int) -> date:
    """Who is born on 29 February has birthday on 1 March in other years."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 2, 28) + timedelta(days=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Where the clocks jump over midnight, the first moment after the jump."""
    return datetime.combine(day, time(0), zone).astimezone(UTC)
