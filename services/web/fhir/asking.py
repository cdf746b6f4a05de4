"""Who asks, and how the owners of things are asked: whatever they withhold, for whatever reason, is not there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from contracts.fhir import fhir_id, parts_of
from kernel.auth.principal import Kind, Principal
from kernel.errors import Forbidden, Gone, NotFound
from kernel.reader import Reader
from services.web.fhir.answers import Resource
from services.web.fhir.search import BadSearch
from services.web.gateways import consent
from services.web.gateways.door import Door

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask:
    """One person's question. `door` leads to the other services, `reader` to our own projections."""

    door: Door
    reader: Reader

    @property
    def asker(self) -> Principal:
        """Who asks."""
        return self.door.asker

    @property
    def is_guardian(self) -> bool:
        """An adult of a family: sees their own and nothing of others."""
        return self.asker.kind is Kind.GUARDIAN


def unless_hidden(ask: Callable[[], list[T]]) -> list[T]:
    """The answer; nothing when the owner has nothing for this person. Only an owner that is down is an error."""
    try:
        return ask()
    except (NotFound, Forbidden, Gone):
        return []


def patients(ask: Ask, child: str | None = None) -> list[Resource]:
    """The children whom the asker may see, or the one of them; each as a Patient, sorted by id."""
    if child is not None:
        found = unless_hidden(lambda: consent.fhir_patients(ask.door, ids=child))
    else:
        found = unless_hidden(lambda: consent.fhir_patients(ask.door))
        for clinic in sorted(ask.asker.clinics()):
            found += _of_clinic(ask, clinic)
    return sorted({patient["id"]: patient for patient in found}.values(), key=lambda patient: str(patient["id"]))


def _of_clinic(ask: Ask, clinic: str) -> list[Resource]:
    return unless_hidden(lambda: consent.fhir_patients(ask.door, clinic=clinic))


def children(ask: Ask, patient: str | None) -> list[str]:
    """About whom is asked: the patient, or all of a guardian's own. Staff must say about whom."""
    if patient is not None and (parts := parts_of(patient)) is not None:
        return [parts[0]] if len(parts) == 1 else []
    if patient is None and not ask.is_guardian:
        raise BadSearch("required", "patient", "required")
    own = [child_of(resource) for resource in patients(ask)]
    return own if patient is None else [child for child in own if fhir_id(child) == patient]


def child_of(patient: Resource) -> str:
    """Our own identifier of a Patient."""
    return str(patient["identifier"][0]["value"])
