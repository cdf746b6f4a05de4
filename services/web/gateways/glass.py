"""Broken glass, for the privacy officer: from consent."""

from collections.abc import Mapping
from typing import Any

from services.web.gateways.door import Answer, Door


def accesses(door: Door, state: str) -> Answer:
    """{accesses, overdue}: what was opened and what was tried in vain, in codes."""
    return door.get("consent", "/glass", state=state)


def access(door: Door, child: str, id: str) -> Answer:
    """One of them with the words of both sides and everything that was read."""
    return door.get("consent", f"/children/{child}/glass/{id}")


def break_glass(door: Door, child: str, body: Mapping[str, Any], key: str) -> Answer:
    """{access}, or NotFound for whoever may not."""
    return door.post("consent", f"/children/{child}/glass", body, key)


def end(door: Door, child: str, id: str, key: str) -> Answer:
    """Over from now on."""
    return door.post("consent", f"/children/{child}/glass/{id}/end", {}, key)


def review(door: Door, child: str, id: str, found: Mapping[str, str], key: str) -> Answer:
    """What the officer makes of it."""
    return door.post("consent", f"/children/{child}/glass/{id}/review", found, key)
