"""How far each reader is behind, measured from outside: a stalled one shows."""

from dataclasses import dataclass

from deploy.operator.stations import Station, Stations


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What one service has not handled yet. `oldest_seconds` is None when nothing waits."""

    service: str
    topics: tuple[str, ...]
    partitions: int
    events: int
    oldest_seconds: float | None


def oldest_waiting(station: Station) -> Waiting:
    """Over all partitions of everything the service hears."""
    heard = station.program.channels.heard
    places = station.bus.lag(station.group, heard)
    oldest = [place.oldest_timestamp_ms for place in places if place.oldest_timestamp_ms is not None]
    now_ms = station.clock.now().timestamp() * 1000
    return Waiting(
        service=station.name,
        topics=tuple(heard),
        partitions=len(places),
        events=sum(place.end - place.committed for place in places),
        oldest_seconds=max((now_ms - min(oldest)) / 1000, 0.0) if oldest else None,
    )


def delays(stations: Stations) -> list[Waiting]:
    """Of every service that hears anything."""
    return [oldest_waiting(station) for station in stations.values() if station.program.channels.heard]
