"""The demo's two networks as data, and who is who in them.

Every name is invented, every address ends in example.org, every number lies in the range kept for fiction (555-01xx).
Identifiers are derived from the slugs and say nothing: what stands in events is no name.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from cattrs import Converter

from deploy.demo.shapes import AdultData, ChildData, ClinicData, FamiliesData, NetworkData, StaffData
from kernel.auth.principal import EVERY_CLINIC, Kind, Principal, Role
from kernel.chance import derived_id

DATA = Path(__file__).parent / "data"
NETWORK_FILES = ("harbour", "lakeshore")
FAMILY_FILES = ("denver", "boulder", "baltimore", "chicago")
PASSWORD = "alliance-demo-2026"  # printed at every start; the guard keeps it on this machine
MAIL_DOMAIN = "example.org"
DAYS_PER_MONTH = 30.4375

T = TypeVar("T")
_converter = Converter(forbid_extra_keys=True)


def demo_id(slug: str) -> str:
    """The identifier of whatever the data call by this slug."""
    return derived_id("alliance-demo", slug)


def address_of(slug: str) -> str:
    """The e-mail address, which is the sign-in of staff too."""
    return f"{slug.replace('-', '.')}@{MAIL_DOMAIN}"


@dataclass(frozen=True, slots=True)
class Demo:
    """Everything, checked: each reference names somebody."""

    networks: tuple[NetworkData, ...]
    families: tuple[FamiliesData, ...]

    def clinics(self) -> Iterator[tuple[NetworkData, ClinicData]]:
        """With their networks."""
        yield from ((network, clinic) for network in self.networks for clinic in network.clinics)

    def staff(self) -> Iterator[tuple[NetworkData, StaffData]]:
        """With their networks."""
        yield from ((network, person) for network in self.networks for person in network.staff)

    def adults(self) -> Iterator[tuple[FamiliesData, AdultData]]:
        """With the file that introduces them."""
        yield from ((families, adult) for families in self.families for adult in families.adults)

    def children(self) -> Iterator[tuple[FamiliesData, ChildData]]:
        """With their clinic's file."""
        yield from ((families, child) for families in self.families for child in families.children)

    def child(self, slug: str) -> tuple[FamiliesData, ChildData]:
        """KeyError for a slug that is nobody's."""
        return {child.slug: (families, child) for families, child in self.children()}[slug]

    def clinic(self, slug: str) -> ClinicData:
        """KeyError likewise."""
        return {clinic.slug: clinic for _, clinic in self.clinics()}[slug]

    def staff_principal(self, slug: str) -> Principal:
        """The member of staff as services see them after sign-in."""
        for network, person in self.staff():
            if person.slug == slug:
                roles = frozenset((_clinic(clinic), role.value) for clinic, role in person.roles)
                return Principal(person=demo_id(slug), kind=Kind.STAFF, network=demo_id(network.slug), roles=roles)
        raise KeyError(slug)

    def guardian_principal(self, slug: str) -> Principal:
        """The adult as services see them after the second factor."""
        network = {adult.slug: families.network for families, adult in self.adults()}[slug]
        return Principal(person=demo_id(slug), kind=Kind.GUARDIAN, network=demo_id(network))

    def name_of(self, person: str) -> str:
        """For the demo's own output: names are invented, so that they may be printed."""
        names = {demo_id(adult.slug): adult.name for _, adult in self.adults()}
        names |= {demo_id(staff.slug): staff.name for _, staff in self.staff()}
        return names.get(person, "somebody unknown")

    def owners(self) -> dict[str, str]:
        """Whose an e-mail address or a telephone number is."""
        people = [(adult.slug, adult.phone, adult.name) for _, adult in self.adults()]
        people += [(staff.slug, staff.phone, staff.name) for _, staff in self.staff()]
        return {place: name for slug, phone, name in people for place in (address_of(slug), phone)}


def birth_day(child: ChildData, today: date) -> date:
    """The day that makes the child as old as the data say, on the day of loading."""
    years, months = child.age
    return today - timedelta(days=round((years * 12 + months) * DAYS_PER_MONTH) + 3)


@cache
def demo() -> Demo:
    """Read and check the data files."""
    read = Demo(
        tuple(_read(name, NetworkData) for name in NETWORK_FILES),
        tuple(_read(name, FamiliesData) for name in FAMILY_FILES),
    )
    _check_references(read)
    return read


def _read(name: str, form: type[T]) -> T:
    content: Any = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return _converter.structure(content, form)


def _clinic(slug: str) -> str:
    return EVERY_CLINIC if slug == EVERY_CLINIC else demo_id(slug)


def _check_references(read: Demo) -> None:
    staff = {person.slug: {role for _, role in person.roles} for _, person in read.staff()}
    adults = {adult.slug for _, adult in read.adults()}
    phones = [person.phone for _, person in read.staff()] + [adult.phone for _, adult in read.adults()]
    if len(set(phones)) < len(phones):
        raise ValueError("a telephone number belongs to one person")
    for families, child in read.children():
        named = {*(edge.who for edge in child.adults), *(danger.who for danger in child.dangers)}
        named |= {child.agency} if child.agency else set()
        if unknown := named - adults:
            raise ValueError(f"{child.slug} names {sorted(unknown)}, who are nobody")
        if any(Role.THERAPIST not in staff[one] for one in child.care_team) or families.front_desk not in staff:
            raise ValueError(f"the care team of {child.slug} does not fit")
