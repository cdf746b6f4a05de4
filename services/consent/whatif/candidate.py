"""What is tried: other packs, another clinic policy, or both; and the day whose law is compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from services.consent.model import Clinic, Family, Ground
from services.consent.packs.differences import differences
from services.consent.repository import policy_version
from services.consent.rules.packs import Book, Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """`now` and `then` are whole books; `policy` holds the fields that would differ, in `clinic` or (None) in all.

    `on`: of both books the period is taken in which this day lies, for every disclosure, however old: what is asked is
    what a change of the law would have meant, not whether the law had changed by then.
    """

    now: Book
    then: Book
    on: date
    policy: Mapping[str, Any] = field(default_factory=dict)
    clinic: str | None = None

    def grounds(self, family: Family, clinic: Clinic | None) -> tuple[Ground, Ground]:
        """As it is, and as it would be."""
        here = clinic if clinic is not None and clinic.network == family.network else None
        return (
            _ground(here, self.now.on(family.jurisdiction, self.on)),
            _ground(self._changed(here), self.then.on(family.jurisdiction, self.on)),
        )

    def later(self) -> list[str]:
        """Days after `on` from which the two books differ anew: each is worth a try of its own."""
        day = self.on.isoformat()
        return sorted({item.since for item in differences(self.now, self.then) if item.since and item.since > day})

    def _changed(self, clinic: Clinic | None) -> Clinic | None:
        if clinic is None or not self.policy or self.clinic not in (None, clinic.id):
            return clinic
        return replace(clinic, policy=replace(clinic.policy, **self.policy))


def _ground(clinic: Clinic | None, pack: Pack | None) -> Ground:
    return Ground(clinic=clinic, pack=pack, policy=policy_version(pack))
