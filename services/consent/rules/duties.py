"""Who must be told or asked, by when. A chain is never empty: safe guardians, else the agency, else who is on call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.codes import DisclosureClass, DutyBearer, DutyKind, Outcome, Severity
from contracts.consent import Duty
from services.consent.rules.case import Item
from services.consent.rules.engine import Ruling
from services.consent.rules.facts import ABUSE, GRAVE

IMMINENT_HOURS = 1  # harm may happen today: within the hour somebody who can act must know
SERIOUS_HOURS = 24  # the usual statutory reading of "promptly": by the same time tomorrow
REPORT_HOURS = 24  # most reporting laws say at once, and in writing within one or two days


@dataclass(frozen=True, slots=True, kw_only=True)
class Backstop:
    """Who there is beside the adults. `on_call` must not be empty (ValueError): somebody always raised the concern."""

    agency: str | None
    on_call: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.on_call:
            raise ValueError("a duty must end at somebody")


def duties(item: Item, rulings: Mapping[str, Ruling], backstop: Backstop, at: datetime) -> tuple[Duty, ...]:
    """The duties that the item sets in motion; none for anything but a safety concern."""
    if item.disclosure_class is not DisclosureClass.SAFETY_CONCERN:
        return ()
    found = _inform(item, rulings, backstop, at) if item.severity in GRAVE else ()
    return (*found, _report(item, backstop, at)) if item.concern_kind in ABUSE else found


def _inform(item: Item, rulings: Mapping[str, Ruling], backstop: Backstop, at: datetime) -> tuple[Duty, ...]:
    due = at + timedelta(hours=IMMINENT_HOURS if item.severity is Severity.IMMINENT else SERIOUS_HOURS)
    permitted = tuple(sorted(person for person, ruling in rulings.items() if ruling.outcome is Outcome.PERMIT))
    asked = any(ruling.outcome is Outcome.ESCALATE for ruling in rulings.values())
    if permitted:
        told = Duty(kind=DutyKind.INFORM, bearer=DutyBearer.GUARDIAN, persons=permitted, due=due)
    elif backstop.agency is not None:
        told = Duty(kind=DutyKind.INFORM, bearer=DutyBearer.AGENCY, persons=(backstop.agency,), due=due)
    else:
        return (_on_call(DutyKind.INFORM, backstop, due),)
    return (told, _on_call(DutyKind.INFORM, backstop, due)) if asked else (told,)


def _report(item: Item, backstop: Backstop, at: datetime) -> Duty:
    due = at + timedelta(hours=IMMINENT_HOURS if item.severity is Severity.IMMINENT else REPORT_HOURS)
    if backstop.agency is None:
        return _on_call(DutyKind.REPORT, backstop, due)
    return Duty(kind=DutyKind.REPORT, bearer=DutyBearer.AGENCY, persons=(backstop.agency,), due=due)


def _on_call(kind: DutyKind, backstop: Backstop, due: datetime) -> Duty:
    return Duty(kind=kind, bearer=DutyBearer.ON_CALL, persons=tuple(sorted(set(backstop.on_call))), due=due)
