"""Who is who around a child, and how they come to be known: clinic, staff, adults, addresses, registration.

`mark` stands in every identifier and address of a household and nowhere else. Two households told side by side have
marks of one length, so that what their members see can be laid one over the other.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from kernel.auth.principal import Principal, Role
from tests.builders import guardian, staff
from tests.stories.stage import Stage

LONG_AGO = "2016-01-01T00:00:00.000000Z"
STAFF = {
    "tess": (Role.THERAPIST,),
    "sue": (Role.SUPERVISOR,),
    "dora": (Role.CLINIC_ADMIN, Role.FRONT_DESK),
    "pia": (Role.PRIVACY_OFFICER,),
}
ON_CALL = "sue"
AT_WORK = " at work"  # `father at work`: the same person with the token of a therapist of the clinic
CHILD = "maya"

Answer = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Adult:
    """An adult as the intake form has them. `home` is a code; empty: each at their own. `contact`: channels."""

    authority: str = "joint-legal"
    home: str = ""
    with_child: bool = False
    source: str = "birth-certificate"
    contact: tuple[str, ...] = ("email", "sms")


JOINT: Mapping[str, Adult] = {"mother": Adult(with_child=True), "father": Adult()}


@dataclass
class Household:
    """`ids` keeps what the services named, by sort and by the name that the story gives it."""

    stage: Stage
    mark: str
    jurisdiction: str = "US-CO"
    zone: str = "America/Denver"
    part2: bool = False
    adults: Mapping[str, Adult] = field(default_factory=lambda: JOINT)
    ids: dict[str, dict[str, str]] = field(default_factory=dict, init=False)

    def id(self, who: str) -> str:
        """Of a child, an adult, a member of staff or the clinic."""
        return f"{self.mark}-{who.removesuffix(AT_WORK)}"

    @property
    def network(self) -> str:
        """Of this household alone, so that no list shows anything of another's."""
        return self.id("network")

    @property
    def clinic(self) -> str:
        """Of this household alone."""
        return self.id("clinic")

    def who(self, role: str) -> Principal:
        """The member of staff, or the adult, signed in."""
        roles = (Role.THERAPIST,) if role.endswith(AT_WORK) else STAFF.get(role)
        if roles is not None:
            return staff(self.id(role), *roles, clinic=self.clinic, network=self.network)
        return guardian(self.id(role), self.network)

    def mail(self, role: str) -> str:
        """The address of an adult."""
        return f"{role.removesuffix(AT_WORK)}@{self.mark}.example"

    def phone(self, role: str) -> str:
        """A number; its last digits, which pages show, are the same for the same role of every household."""
        own = int(hashlib.sha256(self.mark.encode()).hexdigest()[:8], 16) % 10**5
        return f"+1303{own:05d}{int(hashlib.sha256(role.encode()).hexdigest()[:8], 16) % 100:02d}"

    def keep(self, sort: str, name: str, id: str) -> str:
        """Remember an identifier under the story's name for it."""
        self.ids.setdefault(sort, {})[name] = id
        return id

    def born(self, age: int, days: int = 100) -> str:
        """The birthday of somebody who had it so many days ago; where the clinic is, days begin at its midnight."""
        day: date = self.stage.now.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=days)
        return day.replace(year=day.year - age).isoformat()

    def wall(self, hours: float) -> str:
        """What the clinic's clock on the wall will show in so many hours."""
        return (self.stage.now + timedelta(hours=hours)).astimezone(ZoneInfo(self.zone)).strftime("%H:%M")

    def opens_clinic(self) -> None:
        """The clinic, its staff and the adults, with their addresses."""
        admin = self.who("dora")
        self.stage.do("consent", "/clinics", admin, {
            "clinic": self.clinic, "network": self.network, "jurisdiction": self.jurisdiction, "zone": self.zone,
            "name": "Hill", "languages": ["en"], "on_call": [self.id(ON_CALL)], "agency_name": "County",
            "policy": {"part2": self.part2},
        })  # fmt: skip
        for role in (*STAFF, *self.adults):
            known = {"person": self.id(role), "network": self.network, "name": role.title(), "language": "en"}
            self.stage.do("consent", "/people", admin, {**known, "zone": self.zone})
        self.stage.do("notifications", f"/clinics/{self.clinic}/policy", admin, {"live": True})
        for role, adult in self.adults.items():
            for channel in adult.contact:
                self.reached_by(role, channel)

    def reached_by(self, role: str, channel: str, safe: tuple[str, str] | None = None) -> None:
        """An address, new or brought up to date. `safe`: from when until when it may be used, on the clinic's wall."""
        hours = None if safe is None else {"from": safe[0], "until": safe[1], "zone": self.zone}
        address = self.mail(role) if channel == "email" else self.phone(role)
        body = {"channel": channel, "address": address, "verified": True, "safe_hours": hours, "no_voicemail": False}
        self.stage.do("notifications", f"/people/{self.id(role)}/contact-points", self.who("dora"), body)

    def takes_in(
        self, child: str = CHILD, *, age: int = 10, adults: Sequence[str] | None = None, agency: bool = True,
        **more: Any,
    ) -> None:  # fmt: skip
        """Registration, or the same registration brought up to date. Intake asks for the confidentiality agreement."""
        self.keep("child", child, self.id(child))
        roles = list(self.adults) if adults is None else adults
        self.stage.do("consent", "/children", self.who("dora"), {
            "child": self.id(child), "network": self.network, "clinic": self.clinic, "jurisdiction": self.jurisdiction,
            "name": f"{child.title()} Quokka", "birth_day": self.born(age), "basis": "guardian",
            "confidentiality_agreement": True, "care_team": [self.id("tess")],
            "adults": [self.edge(role) for role in roles], "agency": self.id("agency") if agency else None, **more,
        })  # fmt: skip
        self.stage.settle()

    def edge(self, role: str) -> Answer:
        """An adult's place in the registration."""
        adult = self.adults[role]
        return {
            "person": self.id(role), "authority": adult.authority, "since": LONG_AGO, "until": None,
            "source": adult.source, "verifier": self.id("dora"), "lives_with_child": adult.with_child,
            "household": self.id(f"home-{adult.home or role}"),
        }  # fmt: skip
