"""Every change of a guardian's level."""

from collections.abc import Iterable

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, In, Index, Where
from kernel.work import Work
from services.goals.model.involvement import FULL, HISTORY_MAX, LEVELS, Action, Involvement

INVOLVEMENTS = Kind(
    Involvement,
    Collection("involvements", (Index(("child", "clinic", "person", "-revision")), Index(("child", "-set_at")))),
)
KINDS = (INVOLVEMENTS,)


def involvement_of(source: Work | Reader, child: str, clinic: str, person: str) -> Involvement | None:
    """The change that counts now."""
    where: Where = {"child": child, "clinic": clinic, "person": person}
    found = source.find(INVOLVEMENTS, where, ("-revision",), 1)
    return found[0] if found else None


def involvements_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Involvement]:
    """Newest change first, of all guardians."""
    where: Where = {"child": child, "clinic": In(tuple(sorted(clinics)))}
    return reader.find(INVOLVEMENTS, where, ("-set_at",), HISTORY_MAX)


def allowed(source: Work | Reader, child: str, clinic: str, person: str) -> frozenset[Action]:
    """What this guardian's level in this clinic allows now."""
    found = involvement_of(source, child, clinic, person)
    return LEVELS[FULL if found is None else found.level]


def kept_from(source: Work, child: str, clinic: str, people: Iterable[str], action: Action) -> frozenset[str]:
    """Those of these adults whose level does not allow it."""
    return frozenset(person for person in people if action not in allowed(source, child, clinic, person))
