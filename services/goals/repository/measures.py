"""Answers to instruments, and what clinics have set."""

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, In, Index, Where
from kernel.work import Work
from services.goals.decisions.measures import SERIES_MAX
from services.goals.model.clinic import ClinicRules
from services.goals.model.measurement import Measurement
from services.goals.settings import MEASUREMENTS_MAX

MEASUREMENTS = Kind(
    Measurement,
    Collection(
        "measurements",
        (Index(("child", "-recorded_at")), Index(("child", "instrument", "voice", "informant", "-recorded_at"))),
    ),
)
CLINICS = Kind(ClinicRules, Collection("clinics"))
KINDS = (MEASUREMENTS, CLINICS)
NEWEST = ("-recorded_at",)


def series_of(work: Work, like: Measurement) -> list[Measurement]:
    """What the same informant has answered to the same instrument so far, in this clinic; newest first."""
    where: Where = {"child": like.child, "instrument": like.instrument, "voice": like.voice.value}
    found = work.find(MEASUREMENTS, {**where, "informant": like.informant}, NEWEST, SERIES_MAX)
    return [item for item in found if item.clinic == like.clinic and item.goal == like.goal]


def measurements_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Measurement]:
    """Newest first."""
    where: Where = {"child": child, "clinic": In(tuple(sorted(clinics)))}
    return reader.find(MEASUREMENTS, where, NEWEST, MEASUREMENTS_MAX)


def own_measurements(reader: Reader, child: str, informant: str) -> list[Measurement]:
    """One guardian's own, newest first."""
    return reader.find(MEASUREMENTS, {"child": child, "informant": informant}, NEWEST, MEASUREMENTS_MAX)


def rules_of(source: Work | Reader, clinic: str, network: str) -> ClinicRules:
    """As set, else as they come."""
    return source.known(CLINICS, clinic) or ClinicRules(id=clinic, network=network)
