"""Who must be told or asked, by when. A chain is never empty: safe guardians, else the agency, else who is on call.

Nobody bears a duty against whom a protective rule speaks: an agency's person who is accused is passed over.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from contracts.codes import DisclosureClass, DutyBearer, DutyKind, Outcome, Severity
from contracts.consent import Duty
from services.consent.rules.case import Case, Item
from services.consent.rules.engine import Ruling, barred
from services.consent.rules.facts import ABUSE, GRAVE

IMMINENT_HOURS = 1  # harm may happen today: within the hour somebody who can act must know
SERIOUS_HOURS = 24  # the usual statutory reading of "promptly": by the same time tomorrow
REPORT_HOURS = 24  # most reporting laws say at once, and in writing within one or two days

# Why a duty ends with the humans of the clinic.
NO_AGENCY = "no-agency"
AGENCY_EXCLUDED = "agency-excluded"
ESCALATED = "escalated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backstop:
    """Who there is beside the adults. `on_call` must not be empty (ValueError); `backed` sees to it.

    `excluded`: there is an agency, but nothing may be told to it.
    """

    agency: str | None
    on_call: tuple[str, ...]
    excluded: bool = False

    @property
    def reason(self) -> str:
        """Why there is no agency to turn to."""
        return AGENCY_EXCLUDED if self.excluded else NO_AGENCY

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
        return (_on_call(DutyKind.INFORM, backstop, due, backstop.reason),)
    return (told, _on_call(DutyKind.INFORM, backstop, due, ESCALATED)) if asked else (told,)


def _report(item: Item, backstop: Backstop, at: datetime) -> Duty:
    due = at + timedelta(hours=IMMINENT_HOURS if item.severity is Severity.IMMINENT else REPORT_HOURS)
    if backstop.agency is None:
        return _on_call(DutyKind.REPORT, backstop, due, backstop.reason)
    return Duty(kind=DutyKind.REPORT, bearer=DutyBearer.AGENCY, persons=(backstop.agency,), due=due)


def _on_call(kind: DutyKind, backstop: Backstop, due: datetime, reason: str) -> Duty:
    persons = tuple(sorted(set(backstop.on_call)))
    return Duty(kind=kind, bearer=DutyBearer.ON_CALL, persons=persons, due=due, reason=reason)


def backed(case: Case, agency: str | None, groups: Sequence[Sequence[str]], clinic: str) -> Backstop:
    """Who stands by in this case: `standing_by` without those against whom something speaks."""
    asked = {*(person for group in groups for person in group), *((agency,) if agency else ())}
    return standing_by(barred(case, asked), agency, groups, clinic)


def standing_by(out: Set[str], agency: str | None, groups: Sequence[Sequence[str]], clinic: str) -> Backstop:
    """The agency unless it is out, and the first of the groups in which somebody is not.

    When all are out, `clinic` bears the duty itself: whoever supervises or administers it finds the task.
    """
    fit = (tuple(person for person in group if person not in out) for group in groups)
    excluded = agency in out
    return Backstop(
        agency=None if excluded else agency,
        on_call=next((group for group in fit if group), (clinic,)),
        excluded=excluded,
    )
