"""Jurisdiction packs from the command line: files and the shipped book alone, or a network's own from its store."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from deploy.operator.stations import Station
from kernel.auth.principal import EVERY_CLINIC, Kind, Principal, Role
from kernel.reader import Reader
from services.consent.commands.packs import ActivatePacks, ApprovePacks, ProposePacks
from services.consent.packs.file import packs_in
from services.consent.packs.kept import shipped
from services.consent.queries import packs as kept
from services.consent.repository import CLINICS
from services.consent.rules.packs import Book, Pack

CLINICS_MAX = 1000


class NoSuchFile(ValueError):
    """A reference names neither a file nor anything that is kept."""


@dataclass(frozen=True)
class NetworkPacks:
    """One network's packs, in the name of an operator whom it lets act as its privacy officer."""

    station: Station
    network: str
    operator: Principal

    @property
    def reader(self) -> Reader:
        """For questions."""
        return self.station.node.reader(self.operator)

    def book(self, name: str) -> Book:
        """`in-force` or a version; NotFound for anything else."""
        return kept.book_named(self.reader, self.network, name)

    def versions(self) -> dict[str, Any]:
        """What has been proposed, approved and activated."""
        return kept.versions(self.reader, self.network)

    def propose(self, packs: tuple[Pack, ...]) -> dict[str, Any]:
        """As the network's own; changes nothing before a second person approves and somebody activates them."""
        return self._run(ProposePacks(network=self.network, packs=packs))

    def approve(self, version: str) -> dict[str, Any]:
        """By another name than the one that proposed it."""
        return self._run(ApprovePacks(network=self.network, version=version))

    def activate(self, version: str, since: datetime) -> dict[str, Any]:
        """In force from then on."""
        return self._run(ActivatePacks(network=self.network, version=version, since=since))

    def _run(self, command: ProposePacks | ApprovePacks | ActivatePacks) -> dict[str, Any]:
        self.station.node.prepare()
        return self.station.node.dispatcher.run(command, self.operator)


def network_packs(station: Station, network: str | None, operator: str) -> NetworkPacks:
    """Of the network that is named, or of the only one there is."""
    named = network or only_network(station)
    return NetworkPacks(station, named, officer(operator, named))


def officer(name: str, network: str) -> Principal:
    """Whoever has the machine may act as the network's privacy officer; the audit says that it was an operator."""
    held = frozenset({(EVERY_CLINIC, str(Role.PRIVACY_OFFICER))})
    return Principal(f"operator:{name}", Kind.OPERATOR, network, held, via="operator")


def only_network(station: Station) -> str:
    """ValueError when there is none, or more than one to choose from."""
    found = {row["network"] for row in station.store.find(CLINICS.collection, {}, ("_id",), CLINICS_MAX)}
    if not found:
        raise ValueError("no clinic is registered yet: name the network by --network")
    if len(found) > 1:
        raise ValueError(f"there are several networks, name one by --network: {', '.join(sorted(found))}")
    return str(found.pop())


def read(file: Path) -> tuple[Pack, ...]:
    """The packs of a file; PacksWrong, or NoSuchFile."""
    if not file.is_file():
        raise NoSuchFile(f"{file}: there is no such file")
    return packs_in(file.read_bytes())


def referred(name: str, stored: Callable[[str], Book]) -> Book:
    """`shipped`, a file over the shipped packs, or what the store has by that name."""
    if name == kept.SHIPPED:
        return shipped()
    if Path(name).is_file():
        return Book(read(Path(name))).over(shipped())
    if Path(name).suffix or "/" in name:
        raise NoSuchFile(f"{name}: there is no such file")
    return stored(name)
