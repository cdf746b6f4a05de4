"""Goals and ratings: collections, indexes, and the few questions that are asked of them."""

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, In, Index, Where
from kernel.work import Work
from services.goals.model.goal import GOALS_LIVE_MAX, Goal, Status
from services.goals.model.update import Update
from services.goals.settings import GOALS_MAX, UPDATES_MAX

GOALS = Kind(Goal, Collection("goals", (Index(("child", "status", "-proposed_at")),)))
UPDATES = Kind(
    Update, Collection("updates", (Index(("child", "-recorded_at")), Index(("child", "shared", "-recorded_at"))))
)

KINDS = (GOALS, UPDATES)


def live_goals(work: Work, child: str, clinic: str) -> list[Goal]:
    """The goals a new one stands beside: those of the same clinic that are proposed or agreed."""
    live = In((Status.PROPOSED.value, Status.AGREED.value))
    where: Where = {"child": child, "status": live, "clinic": clinic}
    return work.find(GOALS, where, limit=GOALS_LIVE_MAX)


def goals_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Goal]:
    """Newest first."""
    where: Where = {"child": child, "clinic": In(tuple(sorted(clinics)))}
    return reader.find(GOALS, where, ("-proposed_at",), GOALS_MAX)


def agreed_goals(reader: Reader, child: str) -> list[Goal]:
    """Newest first, over all clinics of the child."""
    return reader.find(GOALS, {"child": child, "status": Status.AGREED.value}, ("-proposed_at",), GOALS_MAX)


def updates_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Update]:
    """Newest first."""
    where: Where = {"child": child, "clinic": In(tuple(sorted(clinics)))}
    return reader.find(UPDATES, where, ("-recorded_at",), UPDATES_MAX)


def shared_updates(reader: Reader, child: str) -> list[Update]:
    """Newest first, only those meant for others."""
    return reader.find(UPDATES, {"child": child, "shared": True}, ("-recorded_at",), UPDATES_MAX)
