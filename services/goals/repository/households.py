"""The homes of a child."""

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, Index
from kernel.work import Work
from services.goals.model.household import HOUSEHOLDS_MAX, Household

HOUSEHOLDS = Kind(Household, Collection("households", (Index(("child", "clinic")),)))
KINDS = (HOUSEHOLDS,)


def homes_of(source: Work | Reader, child: str, clinic: str) -> list[Household]:
    """As one clinic knows them."""
    return source.find(HOUSEHOLDS, {"child": child, "clinic": clinic}, (), HOUSEHOLDS_MAX)
