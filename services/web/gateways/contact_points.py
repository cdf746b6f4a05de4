"""The asker's own ways of being reached: from notifications."""

from collections.abc import Mapping
from typing import Any

from services.web.gateways.door import Answer, Door

OWN = "/me/contact-points"


def mine(door: Door) -> list[Answer]:
    """Masked, those that live."""
    return list(door.get("notifications", OWN)["contact_points"])


def claim(door: Door, body: Mapping[str, Any], key: str) -> Answer:
    """One that is theirs, as they say."""
    return door.post("notifications", OWN, body, f"{key}-claim")


def send_code(door: Door, point: str, key: str) -> Answer:
    """To it."""
    return door.post("notifications", f"{OWN}/{point}/codes", {}, key)


def prove(door: Door, point: str, code: str, key: str) -> Answer:
    """Its code."""
    return door.post("notifications", f"{OWN}/{point}/verifications", {"code": code}, key)


def remove(door: Door, point: str, key: str) -> Answer:
    """At once, or when its owner has had time to object."""
    return door.post("notifications", f"{OWN}/{point}/removal", {}, key)
