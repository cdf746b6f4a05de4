"""Observations and what the family says."""

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, In, Index, Where
from services.goals.model.contribution import Contribution
from services.goals.model.observation import Observation
from services.goals.settings import CONTRIBUTIONS_MAX, OBSERVATIONS_MAX

OBSERVATIONS = Kind(
    Observation,
    Collection("observations", (Index(("child", "-observed_at")), Index(("child", "reviewed_by", "-observed_at")))),
)
CONTRIBUTIONS = Kind(
    Contribution, Collection("contributions", (Index(("child", "-at")), Index(("child", "topic", "answered_at"))))
)
KINDS = (OBSERVATIONS, CONTRIBUTIONS)


def observations_of(reader: Reader, child: str, clinics: frozenset[str] | None = None) -> list[Observation]:
    """Newest first; of all clinics for a guardian."""
    return reader.find(OBSERVATIONS, _where(child, clinics), ("-observed_at",), OBSERVATIONS_MAX)


def unseen_observations(reader: Reader, child: str, clinics: frozenset[str]) -> list[Observation]:
    """Those that no clinician has looked at, newest first."""
    where: Where = {**_where(child, clinics), "reviewed_by": None}
    return reader.find(OBSERVATIONS, where, ("-observed_at",), OBSERVATIONS_MAX)


def contributions_of(reader: Reader, child: str, clinics: frozenset[str] | None = None) -> list[Contribution]:
    """Newest first."""
    return reader.find(CONTRIBUTIONS, _where(child, clinics), ("-at",), CONTRIBUTIONS_MAX)


def unanswered_concerns(reader: Reader, child: str, clinics: frozenset[str]) -> list[Contribution]:
    """Concerns that nobody has answered."""
    where: Where = {**_where(child, clinics), "topic": "concern", "answered_at": None}
    return reader.find(CONTRIBUTIONS, where, (), CONTRIBUTIONS_MAX)


def _where(child: str, clinics: frozenset[str] | None) -> Where:
    return {"child": child} if clinics is None else {"child": child, "clinic": In(tuple(sorted(clinics)))}
