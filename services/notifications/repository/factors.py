"""The tries of those who prove who they are, and who opened what."""

from kernel.kind import Kind
from kernel.store.port import Collection, Index
from services.notifications.decisions.limits import VIEWS_MAX
from services.notifications.model import Recovery, Tally, View
from services.notifications.repository.finding import PER_CHILD_MAX, Finds

TALLIES = Kind(Tally, Collection("tallies"))

RECOVERIES = Kind(Recovery, Collection("recoveries", (Index(("person", "used_at")),)))

VIEWS = Kind(View, Collection("views", (Index(("disclosure", "person", "-at")),)))


def open_recoveries(source: Finds, person: str) -> list[Recovery]:
    """Those that were not used; the expired ones are among them."""
    return source.find(RECOVERIES, {"person": person, "used_at": None}, (), PER_CHILD_MAX)


def views_of(source: Finds, disclosure: str, person: str) -> list[View]:
    """Of one adult, newest first."""
    return source.find(VIEWS, {"disclosure": disclosure, "person": person}, ("-at",), VIEWS_MAX)
