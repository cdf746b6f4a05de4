"""Pointers, what became of each disclosure, and tasks: from notifications."""

from collections.abc import Mapping
from typing import Any

from services.web.gateways.door import Answer, Door


def pointer(door: Door, id: str, mac: str) -> Answer:
    """The state of a link; asking changes nothing."""
    return door.get("notifications", f"/pointers/{id}", mac=mac)


def send_code(door: Door, id: str, mac: str, key: str) -> Answer:
    """A code on another channel than the link came by."""
    return door.post("notifications", f"/pointers/{id}/codes", {"mac": mac}, key)


def prove(door: Door, id: str, mac: str, code: str, key: str) -> Answer:
    """Whose link it is and what it opens."""
    return door.post("notifications", f"/pointers/{id}/proofs", {"mac": mac, "code": code}, key)


def prove_by(door: Door, way: str, id: str, mac: str, body: Mapping[str, str], key: str) -> Answer:
    """The same by something that the person holds: `authenticator`, `recovery` or `passkey`."""
    return door.post("notifications", f"/pointers/{id}/{way}-proofs", {"mac": mac, **body}, key)


def mine(door: Door, child: str, disclosure: str, language: str = "en") -> Answer:
    """The disclosure as its reader may see it, greeted in their language; Gone when they no longer may."""
    return door.get("notifications", f"/children/{child}/disclosures/{disclosure}/mine", language=language)


def preferences(door: Door, person: str | None = None) -> Answer:
    """How the asker, or a person of whom the asker looks after a child, wants routine messages."""
    return door.get("notifications", "/me/preferences" if person is None else f"/people/{person}/preferences")


def set_preferences(door: Door, person: str | None, wished: Mapping[str, Any], key: str) -> Answer:
    """As a whole."""
    path = "/me/preferences" if person is None else f"/people/{person}/preferences"
    return door.post("notifications", path, wished, key)


def respond(door: Door, child: str, disclosure: str, what: str, body: Mapping[str, Any], key: str) -> Answer:
    """`views`, `acknowledgements`, `answers` or `not-my-child`."""
    return door.post("notifications", f"/children/{child}/disclosures/{disclosure}/{what}", body, key)


def ledger(door: Door, child: str, disclosure: str, printing: bool = False) -> Answer:
    """Every step of every notice, as far as the asker may read them."""
    how = {"printing": "true"} if printing else {}
    return door.get("notifications", f"/children/{child}/disclosures/{disclosure}/ledger", **how)


def hand_over(door: Door, child: str, disclosure: str, colleague: str, key: str) -> Answer:
    """Offered to a colleague."""
    path = f"/children/{child}/disclosures/{disclosure}/hand-overs"
    return door.post("notifications", path, {"colleague": colleague}, key)


def answer_hand_over(door: Door, child: str, disclosure: str, id: str, accepts: bool, key: str) -> Answer:
    """Taken, or not."""
    path = f"/children/{child}/disclosures/{disclosure}/hand-overs/{id}/answer"
    return door.post("notifications", path, {"accepts": accepts}, key)


def reconciliations(door: Door) -> list[Answer]:
    """The last daily reports of the clinics that the asker answers for."""
    return list(door.get("notifications", "/reconciliations")["reports"])


def take_over(door: Door, child: str, disclosure: str, key: str) -> Answer:
    """The asker looks after it from now on."""
    return door.post("notifications", f"/children/{child}/disclosures/{disclosure}/take-over", {}, key)


def tasks(door: Door) -> list[Answer]:
    """What waits for the asker."""
    return list(door.get("notifications", "/tasks")["tasks"])


def finish_task(door: Door, child: str, task: str, body: Mapping[str, Any], key: str) -> Answer:
    """Done, with its outcome."""
    return door.post("notifications", f"/children/{child}/tasks/{task}/done", body, key)


def renew(door: Door, id: str, mac: str, key: str) -> Answer:
    """A fresh link if there is still something to read; the answer does not tell."""
    return door.post("notifications", f"/pointers/{id}/renewals", {"mac": mac}, key)


def my_children(door: Door) -> list[Answer]:
    """Every child of whom there is something for the asker, with it, each decided again now."""
    return list(door.get("notifications", "/me/children")["children"])


def factors(door: Door) -> Answer:
    """What the asker has set up to prove who they are."""
    return door.get("notifications", "/me/factors")


def offer_authenticator(door: Door, key: str) -> Answer:
    """A secret for an app."""
    return door.post("notifications", "/me/authenticator/offers", {}, key)


def offered_authenticator(door: Door) -> Answer:
    """The same again, until its first code."""
    return door.get("notifications", "/me/authenticator/offer")


def confirm_authenticator(door: Door, code: str, key: str) -> Answer:
    """Its first code."""
    return door.post("notifications", "/me/authenticator", {"code": code}, key)


def passkey_options(door: Door) -> Answer | None:
    """What a browser needs to make a passkey; None where there can be none."""
    found: Answer | None = door.get("notifications", "/me/passkeys/options")["options"]
    return found


def add_passkey(door: Door, credential: str, key: str) -> Answer:
    """What the device made."""
    return door.post("notifications", "/me/passkeys", {"credential": credential}, key)


def recovery_codes(door: Door, key: str) -> list[str]:
    """A fresh strip of them."""
    return list(door.post("notifications", "/me/recovery-codes", {}, key)["codes"])


def remove_factor(door: Door, factor: str, key: str) -> Answer:
    """One of the asker's own."""
    return door.post("notifications", f"/me/factors/{factor}/removal", {}, key)


def contact_points(door: Door, person: str) -> list[Answer]:
    """A person's addresses, masked."""
    return list(door.get("notifications", f"/people/{person}/contact-points")["contact_points"])


def inbox(door: Door, child: str) -> list[Answer]:
    """What of this child concerns the asker, each decided again now."""
    return list(door.get("notifications", f"/children/{child}/inbox")["items"])
