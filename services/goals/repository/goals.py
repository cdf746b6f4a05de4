"""Goals and ratings: collections, indexes, and the few questions that are asked of them."""

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, In, Index, Not, Where
from kernel.work import Work
from services.goals.model.goal import GOALS_LIVE_MAX, OPEN, Goal, GoalKind
from services.goals.model.update import Update
from services.goals.settings import GOALS_MAX, UPDATES_MAX

GOALS = Kind(Goal, Collection("goals", (Index(("child", "status")), Index(("child", "-proposed_at")))))
UPDATES = Kind(
    Update,
    Collection(
        "updates",
        (
            Index(("child", "-recorded_at")),
            Index(("child", "shared", "-recorded_at")),
            Index(("child", "informant", "-recorded_at")),
        ),
    ),
)

KINDS = (GOALS, UPDATES)
NEWEST = ("-proposed_at",)
SHARED = Not(GoalKind.PARALLEL.value)


def live_goals(work: Work, child: str, clinic: str, owner: str | None = None) -> list[Goal]:
    """The goals a new one stands beside: the open ones of the same clinic, or those of the parent whose own it is."""
    where: Where = {"child": child, "status": In(tuple(status.value for status in OPEN)), "clinic": clinic}
    return work.find(GOALS, {**where, "owner": owner}, limit=GOALS_LIVE_MAX)


def goals_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Goal]:
    """Newest first, no parent's own."""
    where: Where = {"child": child, "clinic": In(tuple(sorted(clinics))), "kind": SHARED}
    return reader.find(GOALS, where, NEWEST, GOALS_MAX)


def goals_of_child(reader: Reader, child: str) -> list[Goal]:
    """Newest first, over all clinics of the child; no parent's own. What a guardian sees is decided elsewhere."""
    return reader.find(GOALS, {"child": child, "kind": SHARED}, NEWEST, GOALS_MAX)


def parallel_goals(reader: Reader, child: str) -> list[Goal]:
    """Parents' own, newest first. Who sees which is decided elsewhere."""
    return reader.find(GOALS, {"child": child, "kind": GoalKind.PARALLEL.value}, NEWEST, GOALS_MAX)


def updates_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Update]:
    """Newest first."""
    where: Where = {"child": child, "clinic": In(tuple(sorted(clinics)))}
    return reader.find(UPDATES, where, ("-recorded_at",), UPDATES_MAX)


def shared_updates(reader: Reader, child: str) -> list[Update]:
    """Newest first, only those meant for others."""
    return reader.find(UPDATES, {"child": child, "shared": True}, ("-recorded_at",), UPDATES_MAX)


def own_updates(reader: Reader, child: str, informant: str) -> list[Update]:
    """Newest first, a guardian's own ratings."""
    return reader.find(UPDATES, {"child": child, "informant": informant}, ("-recorded_at",), UPDATES_MAX)
