"""From a case to the flags: what is so at one moment, for every person and every item.

A family's time falls into pieces: within one no recorded period begins or ends and the child has no birthday, so that
what was read of it once stays true. `Prepared` reads a piece when somebody first asks about a moment in it.
"""

from bisect import bisect_right
from datetime import UTC, date, datetime

from contracts.codes import ConsentBasis, DisclosureClass
from services.consent.rules.case import Case, Dated, Item, age_on
from services.consent.rules.facts import MAJORITY, Facts, OfFamily
from services.consent.rules.matter import Matter
from services.consent.rules.packs import ParentInformation
from services.consent.rules.standing import Around


class Reading:
    """One piece of a family's time. Three of the four parts of an answer's ground are read once and kept."""

    def __init__(self, case: Case, at: datetime, age: int) -> None:
        # Moments of one zone are compared by its wall clock, which goes back once a year; against UTC never.
        self.case, self.at = case, at.astimezone(UTC)
        self.around = Around(case, self.at)
        self.family = _of_family(case, age, self.around.responsible)
        self._matters: dict[tuple[DisclosureClass, tuple[str, ...]], Matter] = {}

    def facts(self, item: Item, person: str) -> Facts:
        """What the rules look at for this person and this item."""
        key = (item.disclosure_class, item.about)
        matter = self._matters.get(key)
        if matter is None:
            matter = self._matters[key] = Matter(self.case, self.at, self.around, item)
        return Facts._make(matter.of_item(item) + self.family + self.around.of(person) + matter.of(person))


class Prepared:
    """A family, its clinic and its pack, to be asked about any item at any moment; the case's own play no part."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.persons = sorted({adult.person for adult in case.adults})
        self.turns = sorted({moment.astimezone(UTC) for fact in _dated(case) for moment in _ends(fact)})
        self._readings: dict[tuple[int, int], Reading] = {}

    def reading(self, at: datetime, today: date) -> Reading:
        """The piece of time in which the moment lies; `today` is its calendar day where the clinic is."""
        key = (bisect_right(self.turns, at), age_on(self.case.born, today))
        found = self._readings.get(key)
        if found is None:
            found = self._readings[key] = Reading(self.case, at, key[1])
        return found


def _dated(case: Case) -> tuple[Dated, ...]:
    """Everything that begins and may end."""
    said = (*case.consents, *case.assents, *case.boundaries)
    return (*case.authorities, *case.restrictions, *case.dangers, *said)


def _ends(fact: Dated) -> tuple[datetime, ...]:
    return (fact.since,) if fact.until is None else (fact.since, fact.until)


def _of_family(case: Case, age: int, responsible: bool) -> OfFamily:
    pack, policy = case.pack, case.policy
    verified = pack is not None and pack.verified
    floor = pack.age_of_consent if pack is not None else None
    information = pack.parent_information if pack is not None and verified else ParentInformation.UNKNOWN
    return OfFamily(
        somebody_responsible=responsible,
        grown=age >= (pack.majority if pack is not None and verified else MAJORITY),
        detail_age=age >= _lower(policy.detail_age, pack.detail_age if pack is not None else None),
        narrow_age=age >= _lower(policy.narrow_age, pack.summary_age if pack is not None else None),
        alone=case.basis is ConsentBasis.MINOR,
        incapable=case.child_incapable,
        law_known=pack is not None,
        law_verified=verified,
        recognised=pack is not None and (floor is None or age >= floor),
        information=ParentInformation.FORBIDDEN if policy.part2 else information,
        tell_minor=pack is not None and pack.tell_minor,
        agreement=case.agreement,
    )


def _lower(clinics: int, laws: int | None) -> int:
    """The clinic's age, or the law's where that is stricter; an unverified law may be stricter too."""
    return clinics if laws is None else min(clinics, laws)
