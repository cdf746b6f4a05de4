"""An invented family in an invented clinic, told through the services' own doors. Every text is unique and searchable.

A mother and a father with joint custody; two children. Of the elder a therapist hears that the father hits her: he must
not learn of it. The younger has hurt himself: both parents must.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from deploy.demo.letters import Letter
from kernel.auth.principal import Principal, Role
from kernel.clock import to_text
from tests.e2e.world import WEB, World, guardian, staff

LINK = re.compile(r"https?://\S+/m/(?P<pointer>[^\s.]+)\.(?P<mac>[0-9a-f]+)")
CODE = re.compile(r"\b\d{6}\b")
ABUSE = {"kind": "abuse-physical", "severity": "serious", "child_told": "told"}
SELF_HARM = {"kind": "self-harm", "severity": "serious", "child_told": "told"}

Answer = dict[str, Any]


@dataclass(frozen=True)
class Family:
    """`mark` makes every identifier and every text of this family unlike any other's."""

    mark: str
    network: str
    clinic: str

    def id(self, who: str) -> str:
        """A pseudonym."""
        return hashlib.sha256(f"{self.mark}:{who}".encode()).hexdigest()[:32]

    def text(self, what: str) -> str:
        """A confidential text that occurs nowhere else in the world, and says so to whoever searches for it."""
        return f"Kanarie{hashlib.sha256(f'{self.mark}/{what}'.encode()).hexdigest()[:12]}{what}"

    def mail(self, who: str) -> str:
        """An address; lower case, as the mailbox keeps it."""
        return f"{self.text(who).lower()}@example.org"

    def phone(self, who: str) -> str:
        """A number that nobody else has."""
        return f"+1{int(hashlib.sha256(f'{self.mark}#{who}'.encode()).hexdigest()[:12], 16) % 10**10:010d}"

    @property
    def therapist(self) -> Principal:
        """Looks after both children."""
        return self._staff("therapist", Role.THERAPIST)

    @property
    def supervisor(self) -> Principal:
        """Of the clinic."""
        return self._staff("supervisor", Role.SUPERVISOR)

    @property
    def admin(self) -> Principal:
        """Of the clinic."""
        return self._staff("admin", Role.CLINIC_ADMIN)

    @property
    def officer(self) -> Principal:
        """Looks after privacy in the whole network."""
        return self._staff("officer", Role.PRIVACY_OFFICER)

    @property
    def mother(self) -> Principal:
        """Lives with the children."""
        return guardian(self.id("mother"), self.network)

    @property
    def father(self) -> Principal:
        """Lives elsewhere."""
        return guardian(self.id("father"), self.network)

    @property
    def elder(self) -> str:
        """Of whom the father must not be told."""
        return self.id("elder")

    @property
    def younger(self) -> str:
        """Of whom both must be."""
        return self.id("younger")

    def places(self, *who: str) -> set[str]:
        """Addresses and numbers."""
        return {place for one in who for place in (self.mail(one), self.phone(one))}

    def confidential(self) -> dict[str, str]:
        """Everything that may be found nowhere but in the answers to those who may read it.

        The names of a clinic and of an authority hang at their doors.
        """
        told = ("note-elder", "private-elder", "wording-elder", "note-younger", "private-younger", "wording-younger",
                "answer", "goal", "level", "words")  # fmt: skip
        names = ("mother", "father", "elder", "younger", "therapist", "supervisor")
        return {what: self.text(what) for what in (*told, *names)} | {
            f"{who}-phone": self.phone(who) for who in ("mother", "father")
        }

    def _staff(self, who: str, role: Role) -> Principal:
        return staff(self.id(who), self.network, self.clinic, role)


def open_clinic(world: World, family: Family) -> None:
    """The clinic, its people, and that it may write to families."""
    for who in ("therapist", "supervisor", "admin"):
        _person(world, family, who)
    body = {
        "clinic": family.clinic, "network": family.network, "jurisdiction": "US-CO", "zone": "America/Denver",
        "name": family.text("clinic"), "languages": ["en", "es"], "on_call": [family.supervisor.person],
        "agency_name": family.text("agency"),
    }  # fmt: skip
    world.do("consent", "/clinics", family.admin, body)
    world.do("notifications", f"/clinics/{family.clinic}/policy", family.admin, {"live": True})


def register(world: World, family: Family) -> None:
    """Parents with an address and a telephone each, both children, and every service knowing of them."""
    for who in ("mother", "father"):
        _person(world, family, who)
        for channel, address in (("email", family.mail(who)), ("sms", family.phone(who))):
            body = {"channel": channel, "address": address, "verified": True}
            world.do("notifications", f"/people/{family.id(who)}/contact-points", family.admin, body)
    for who, age in (("elder", 11), ("younger", 8)):
        world.do("consent", "/children", family.admin, _child(world, family, who, age))
    for child in (family.elder, family.younger):
        world.known("notes", f"/children/{child}/concerns", family.therapist)
        world.known("goals", f"/children/{child}/goals", family.therapist)
        _until_notifications_know(world, family, child)


def write_note(world: World, family: Family, who: str) -> Answer:
    """A draft: observations for the care team and a private assessment."""
    sections = [
        {"kind": "data", "text": f"She said: {family.text(f'note-{who}')}.", "visibility": "care-team"},
        {"kind": "assessment", "text": family.text(f"private-{who}")},
    ]
    body = {"clinic": family.clinic, "template": "dap", "session": None, "sections": sections}
    return world.do("notes", f"/children/{family.id(who)}/notes", family.therapist, body)


def preview(world: World, family: Family, who: str, concern: Answer, about: list[str]) -> Answer:
    """Who would be told, and why."""
    what = {"concern_kind": concern["kind"], "severity": concern["severity"], "child_told": concern["child_told"]}
    body = {"disclosure_class": "safety-concern", **what, "about": about}
    return world.do("consent", f"/children/{family.id(who)}/previews", family.therapist, body)


def sign(world: World, family: Family, who: str, note: Answer, concern: Answer, about: list[str]) -> str:
    """Lock the note and raise its concern; the concern's id."""
    raised = {**concern, "about": about, "wording": f"Please read: {family.text(f'wording-{who}')}."}
    path = f"/children/{family.id(who)}/notes/{note['note']}/signature"
    signed = world.do("notes", path, family.therapist, {"revision": note["revision"], "concern": raised})
    return str(signed["concern"])


def report(world: World, family: Family, who: str, concern: Answer, about: list[str]) -> str:
    """Write, look, sign."""
    return sign(world, family, who, write_note(world, family, who), concern, about)


def share_progress(world: World, family: Family, who: str) -> str:
    """A goal everybody agreed on, and a step towards it; the update's id."""
    goals = f"/children/{family.id(who)}/goals"
    body = {
        "clinic": family.clinic, "statement": family.text("goal"), "baseline": -2, "weight": 1,
        "levels": ["Not yet", "Seldom", "Sometimes", family.text("level"), "Always"],
    }  # fmt: skip
    goal = world.do("goals", goals, family.therapist, body)["goal"]
    world.do("goals", f"{goals}/{goal}/agreement", family.therapist)
    step = {"level": 1, "words": family.text("words"), "rater": "therapist", "share": True}
    return str(world.do("goals", f"{goals}/{goal}/updates", family.therapist, step)["update"])


def inbox(world: World, who: Principal, child: str) -> list[Answer]:
    """What of this child concerns this adult, decided now."""
    return list(world.read("notifications", f"/children/{child}/inbox", who)["items"])


def disclosure_of(world: World, who: Principal, child: str, item: str) -> str:
    """The disclosure of an item, once this adult has been told."""
    items = world.until(
        lambda: [one for one in inbox(world, who, child) if one["item"] == item], lambda found: bool(found)
    )
    return str(items[0]["disclosure"])


def prove(world: World, letter: Letter, phone: str) -> Answer:
    """From the link in a message to a proven person, over a code on the telephone."""
    found = LINK.search(letter.text)
    assert found is not None, "the message has no link"
    path, mac = f"/pointers/{found['pointer']}", {"mac": found["mac"]}
    assert world.read("notifications", path, WEB, **mac)["state"] == "valid"
    before = max((one.number for one in world.letters.newest_first(phone)), default=0)
    world.do("notifications", f"{path}/codes", WEB, mac)
    code = CODE.search(world.letter(phone, after=before).text)
    assert code is not None, "the text message has no code"
    return world.do("notifications", f"{path}/proofs", WEB, {**mac, "code": code.group()})


def read_and_acknowledge(world: World, family: Family, who: Principal, proven: Answer) -> Answer:
    """The words as this adult reads them; the ladder ends here."""
    place = f"/children/{proven['child']}/disclosures/{proven['disclosure']}"
    world.do("notifications", f"{place}/views", who)
    path = f"/children/{proven['child']}/concerns/{proven['item']}/wording"
    told = world.read("notes", path, who, disclosure=proven["disclosure"])
    world.do("notifications", f"{place}/acknowledgements", who)
    return told


def ledger(world: World, family: Family, child: str, disclosure: str) -> Answer:
    """Everything that was done about it."""
    return world.read("notifications", f"/children/{child}/disclosures/{disclosure}/ledger", family.supervisor)


def _until_notifications_know(world: World, family: Family, child: str) -> None:
    path = f"/children/{child}/disclosures/nothing-here/ledger"
    world.until(
        lambda: world.get("notifications", path, family.supervisor).json().get("code"),
        lambda code: code == "no-such-disclosure",
    )


def _person(world: World, family: Family, who: str) -> None:
    known = {"person": family.id(who), "network": family.network, "name": family.text(who)}
    world.do("consent", "/people", family.admin, {**known, "language": "en", "zone": "America/Denver"})


def _child(world: World, family: Family, who: str, age: int) -> Answer:
    born = world.clock.now() - timedelta(days=age * 365.25 + 100)
    return {
        "child": family.id(who), "network": family.network, "clinic": family.clinic, "jurisdiction": "US-CO",
        "name": family.text(who), "birth_day": born.date().isoformat(), "basis": "guardian",
        "confidentiality_agreement": False, "care_team": [family.therapist.person], "agency": None,
        "adults": [_edge(family, "mother", to_text(born), True), _edge(family, "father", to_text(born), False)],
    }  # fmt: skip


def _edge(family: Family, who: str, since: str, home: bool) -> Answer:
    return {
        "person": family.id(who), "authority": "joint-legal", "since": since, "until": None,
        "source": "birth-certificate", "verifier": family.admin.person, "lives_with_child": home,
        "household": f"home-{who}",
    }  # fmt: skip
