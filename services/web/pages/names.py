"""People and children by name, fetched for one answer and never kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.web.browser.language import gettext as _
from services.web.browser.words import readable
from services.web.gateways import consent
from services.web.gateways.door import Answer, Door

SPECIAL = {"agency": "Child protection agency", "nobody": "Somebody unknown", "web": "Alliance", "consent": "Alliance",
           "notes": "Alliance", "goals": "Alliance", "notifications": "Alliance"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """Called with an id gives a name; with one that the asker may not know, a neutral word."""

    people: dict[str, Answer]
    me: str

    def __call__(self, id: str | None) -> str:
        if not id:
            return ""
        if id == self.me:
            return _("You")
        if id.startswith("desk:"):
            return _("Front desk")
        known = self.people.get(id)
        return str(known["name"]) if known else _(SPECIAL.get(id, "Somebody you may not see"))


def names(door: Door, ids: Iterable[str | None]) -> Names:
    """One question for all of them."""
    return Names(consent.people(door, ids), door.asker.person)


def chips_of(child: Answer) -> list[str]:
    """The chips of a child, whatever of them is known."""
    return [str(code) for code in child.get("chips", [])]


def clinic_name(clinics: dict[str, Answer], id: str) -> str:
    """Its name, else its code in readable form."""
    return str(clinics[id].get("name") or readable(id)) if id in clinics else readable(id)


def clinic_zone(clinics: dict[str, Answer], id: str) -> str | None:
    """In which time zone its people live."""
    zone = clinics.get(id, {}).get("zone")
    return str(zone) if zone else None
