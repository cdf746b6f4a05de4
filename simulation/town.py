"""The town as it is before anything happens: registered once, copied into the databases of each run."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from zoneinfo import ZoneInfo

import httpx

from kernel.clock import to_text
from kernel.store.sqlite import SqliteStore
from simulation.casting import platform_cast
from simulation.families import CANARY, CLINIC, DESK, NETWORK, NIGHT, SHAPES, SUPERVISOR, THERAPIST, Adult, Shape
from simulation.faults import CALM
from simulation.scheduler import START
from simulation.world import World

SETTLE_SECONDS_MAX = 600.0
SHIFTS = {SUPERVISOR.person: (0, 17), NIGHT.person: (17, 72 * 60)}  # minutes after the beginning
JURISDICTION, ZONE = "US-CO", "America/Denver"


class TownStore(SqliteStore):
    """A database in memory that can begin as a copy of another."""

    def copied(self) -> "TownStore":
        """A second one with the same documents."""
        copy = TownStore(None)
        with self._connections.mine().reader() as source, copy._connections.mine().writer() as target:
            source.backup(target)
        return copy


@cache
def town() -> Mapping[str, TownStore]:
    """Clinic, people, children and contact points, known to all services."""
    stores = {name: TownStore(None) for name in platform_cast().programs}
    world = World(platform_cast(), "town", CALM, stores=stores)
    _register(world)
    for service in stores:
        world.start(service)
    world.scheduler.run(lambda: False, SETTLE_SECONDS_MAX)
    world.scheduler.close()
    world.bus.close()
    return stores


def _register(world: World) -> None:
    _post(world, "consent", "/clinics", _clinic())
    for staff in (THERAPIST, SUPERVISOR, DESK, NIGHT):
        _post(world, "consent", "/people", _person(staff.person))
    for shape in SHAPES:
        for adult in shape.adults:
            _post(world, "consent", "/people", _person(adult.person))
            _contacts(world, adult)
        _post(world, "consent", "/children", _child(shape))
    # The night shift takes over in the middle of the trouble.
    for person, (starts, ends) in SHIFTS.items():
        shift = {"person": person, "starts": _wall(starts), "ends": _wall(ends)}
        _post(world, "consent", f"/clinics/{CLINIC}/rota/shifts", shift)
    # Short, so that concerns come again within a run.
    policy = {"live": True, "resolve_hours": 1, "resolve_hours_imminent": 1}
    _post(world, "notifications", f"/clinics/{CLINIC}/policy", policy)


def _contacts(world: World, adult: Adult) -> None:
    path = f"/people/{adult.person}/contact-points"
    ways = [("email", adult.address)] * adult.email + [("sms", adult.number)] * adult.sms
    for channel, address in ways:
        _post(world, "notifications", path, {"channel": channel, "address": address, "verified": True})


def _post(world: World, service: str, path: str, body: Mapping[str, object]) -> httpx.Response:
    response = world.ask("POST", service, path, DESK, body)
    if not response.is_success:
        raise RuntimeError(f"{path}: {response.status_code} {response.text}")
    return response


def _wall(minutes: int) -> str:
    """So many minutes after the beginning, on the clinic's clock."""
    local = (START + timedelta(minutes=minutes)).astimezone(ZoneInfo(ZONE))
    return local.strftime("%Y-%m-%dT%H:%M")


def _clinic() -> Mapping[str, object]:
    return {
        "clinic": CLINIC, "network": NETWORK, "jurisdiction": JURISDICTION, "zone": ZONE, "name": "Hill",
        "languages": ["en"], "on_call": [SUPERVISOR.person], "agency_name": "Agency",
    }  # fmt: skip


def _person(person: str) -> Mapping[str, object]:
    return {"person": person, "network": NETWORK, "name": f"{CANARY} {person}", "language": "en", "zone": ZONE}


def _child(shape: Shape) -> Mapping[str, object]:
    return {
        "child": shape.child, "network": NETWORK, "clinic": CLINIC, "jurisdiction": JURISDICTION,
        "name": f"{CANARY} {shape.child}", "birth_day": shape.birth_day, "basis": shape.basis,
        "confidentiality_agreement": shape.agreement, "care_team": [THERAPIST.person], "agency": "agency-1",
        "adults": [
            {
                "person": adult.person, "authority": adult.authority, "since": to_text(START.replace(year=2020)),
                "until": None, "source": "document", "verifier": DESK.person,
                "lives_with_child": adult.lives_with_child,
            }
            for adult in shape.adults
        ],
    }  # fmt: skip
