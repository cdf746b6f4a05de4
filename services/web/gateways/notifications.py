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


def mine(door: Door, child: str, disclosure: str) -> Answer:
    """The disclosure as its reader may see it; Gone when they no longer may."""
    return door.get("notifications", f"/children/{child}/disclosures/{disclosure}/mine")


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


def inbox(door: Door, child: str) -> list[Answer]:
    """What of this child concerns the asker, each decided again now."""
    return list(door.get("notifications", f"/children/{child}/inbox")["items"])
