"""What would give another answer: other facts, or time alone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

from contracts.codes import Outcome
from services.consent.decide.asked import Asked
from services.consent.decide.trace import Fact, facts_of, values
from services.consent.rules.case import Case, Dated
from services.consent.rules.engine import Ruling, rule, settle
from services.consent.rules.facts import Facts

# What people can bring about by evidence, a word or a check. The item, the child's age and the content of a law are
# not among them; of some only one direction makes sense.
LEVERS: dict[str, tuple[Any, ...] | None] = {
    "standing": None, "verified": None, "protective": None, "restricted": None, "terminated": None, "danger": None,
    "with_accused": None, "bounded": None, "agreement": None, "child_yes": None, "child_no": None,
    "guardians_yes": None, "refused": None, "incapable": None, "clinic_withholds": None, "joint_missing": (False,),
    "contradictory": (False,), "somebody_responsible": (True,), "law_known": (True,), "law_verified": (True,),
}  # fmt: skip
BIRTHDAYS = 30  # years ahead that are looked at: nobody's answer changes by age after that
LATER_MAX = 3  # changes to come that are told
OPENNESS = {Outcome.WITHHOLD: 0, Outcome.ESCALATE: 1, Outcome.PERMIT: 2}


@dataclass(frozen=True, slots=True)
class Change:
    """With these facts the answer would be this."""

    outcome: Outcome
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Later:
    """With nothing new, the answer from this moment on. `cause`: `birthday`, `law`, or what begins or ends."""

    at: datetime
    ruling: Ruling
    cause: str
    record: Any = None
    age: int | None = None


def changes_of(case: Case, person: str) -> tuple[Change, ...]:
    """Each single fact that would change the outcome; where none would permit, the pairs of facts that would."""
    facts = facts_of(case, person)
    now = settle(facts).outcome
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
    return settle(facts._replace(**dict(levers))).outcome


def later_of(asked: Asked, person: str) -> tuple[Later, ...]:
    """The next times at which the answer changes although nothing new is recorded."""
    known, found = rule(asked.case, person), []
    for at, cause, record in sorted(_turns(asked), key=_in_order):
        case = _moved(asked, at)
        ruling = rule(case, person)
        if (ruling.outcome, ruling.obligations) != (known.outcome, known.obligations):
            age = case.age if cause == "birthday" else None
            found.append(Later(at, ruling, cause, record, age))
        known = ruling
        if len(found) == LATER_MAX:
            break
    return tuple(found)


def _in_order(turn: tuple[datetime, str, Any]) -> tuple[datetime, str, str]:
    """By time; at one moment by name, not by the order in the file."""
    at, cause, record = turn
    return at, cause, record.id if record is not None else ""


def _moved(asked: Asked, at: datetime) -> Case:
    today = at.astimezone(asked.zone).date()
    return replace(asked.case, at=at, today=today, pack=asked.law(today))


def _turns(asked: Asked) -> Iterator[tuple[datetime, str, Any]]:
    case = asked.case
    for record in (*case.authorities, *case.restrictions, *case.dangers, *_said(case)):
        if record.since > case.at:
            yield record.since, "begins", record
        if record.until is not None and record.until > case.at:
            yield record.until, "ends", record
    for years in range(case.age + 1, case.age + 1 + BIRTHDAYS):
        yield _midnight(_birthday(case.born, years), asked.zone), "birthday", None
    if case.pack is not None and case.pack.until is not None:
        yield _midnight(date.fromisoformat(case.pack.until), asked.zone), "law", None


def _said(case: Case) -> tuple[Dated, ...]:
    return (*case.consents, *case.assents, *case.boundaries)


def _birthday(born: date, years: int) -> date:
    """Who is born on 29 February has birthday on 1 March in other years."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 2, 28) + timedelta(days=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Where the clocks jump over midnight, the first moment after the jump."""
    return datetime.combine(day, time(0), zone).astimezone(UTC)
