"""The topics of the manifest against those of the engine."""

from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from contracts.topics import PUBLISHED, topic_of
from deploy.operator.stations import Station
from kernel.bus.port import Described, Topic


class Difference(StrEnum):
    """What is to be done about one topic."""

    NONE = "as-declared"
    MISSING = "create"
    PARTITIONS = "wrong-partitions"
    RETENTION = "wrong-retention"


_HINTS = {
    Difference.NONE: "",
    Difference.MISSING: "alliance topics apply",
    Difference.PARTITIONS: "a key's place must never move: make a new topic and move over, or restore the count",
    Difference.RETENTION: "set retention.ms with the cluster's own tools; it must outlast the longest outage accepted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One topic of the manifest; `found` is None when the engine has none of this name."""

    declared: Topic
    found: Topic | None
    kind: Difference

    @property
    def name(self) -> str:
        """The topic's name."""
        return self.declared.name

    @property
    def is_fine(self) -> bool:
        """Nothing is to be done."""
        return self.kind is Difference.NONE

    @property
    def says(self) -> str:
        """What is there."""
        if self.found is None:
            return "does not exist"
        kept = "for ever" if self.found.retention_hours < 0 else f"{self.found.retention_hours} h"
        return f"{self.found.partitions} partitions, kept {kept}"

    @property
    def hint(self) -> str:
        """What to do."""
        return _HINTS[self.kind]


def declared() -> list[Topic]:
    """One per service that publishes anything."""
    return [topic_of(service) for service, events in PUBLISHED.items() if events]


def differences(station: Station) -> list[Compared]:
    """Every declared topic, in the manifest's order. Nothing is changed."""
    wanted = declared()
    there = cast(Described, station.bus).existing([topic.name for topic in wanted])
    return [_compared(topic, there.get(topic.name)) for topic in wanted]


def apply(station: Station) -> list[str]:
    """Create what is missing; the names. ValueError when one exists with another partition count."""
    return station.bus.ensure_topics(declared())


def _compared(topic: Topic, found: Topic | None) -> Compared:
    kind = Difference.NONE
    if found is None:
        kind = Difference.MISSING
    elif found.partitions != topic.partitions:
        kind = Difference.PARTITIONS
    elif 0 <= found.retention_hours < topic.retention_hours:
        kind = Difference.RETENTION
    return Compared(declared=topic, found=found, kind=kind)
