"""From what is kept to a question that the rules answer."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from services.consent.model.family import Family
from services.consent.model.registry import Clinic
from services.consent.rules.case import Case, ClinicPolicy, Item
from services.consent.rules.packs import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What a decision needs besides the family: clinic (None: not registered), pack and the rules' version."""

    clinic: Clinic | None
    pack: Pack | None
    policy: str
    on_shift: tuple[str, ...] = ()  # by the clinic's rota, at the moment of the decision; empty in a gap

    def day(self, at: datetime) -> date:
        """The calendar day of a moment where the clinic is; UTC when the clinic is not known."""
        return day_of(self.clinic, at)


def day_of(clinic: Clinic | None, at: datetime) -> date:
    """The calendar day of a moment where the clinic is; UTC when the clinic is not known."""
    return at.astimezone(ZoneInfo(clinic.zone) if clinic else UTC).date()


def case_of(family: Family, ground: Ground, item: Item, at: datetime) -> Case:
    """The whole question, ready for the rules."""
    return Case(
        born=family.born,
        basis=family.basis,
        agreement=family.agreement,
        pack=ground.pack,
        item=item,
        at=at,
        today=ground.day(at),
        child_incapable=family.child_incapable,
        adults=family.adults,
        authorities=family.authorities,
        restrictions=family.restrictions,
        dangers=family.dangers,
        consents=family.consents,
        assents=family.assents,
        boundaries=family.boundaries,
        policy=ground.clinic.policy if ground.clinic else ClinicPolicy(),
    )
