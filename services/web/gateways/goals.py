"""Goals and their updates: from goals."""

from collections.abc import Mapping
from typing import Any

from services.web.gateways.door import Answer, Door


def goals_of(door: Door, child: str) -> list[Answer]:
    """The goals with their ladders and the newest ratings."""
    return list(door.get("goals", f"/children/{child}/goals")["goals"])


def create(door: Door, child: str, body: Mapping[str, Any], key: str) -> Answer:
    """A proposed goal."""
    return door.post("goals", f"/children/{child}/goals", body, key)


def agree(door: Door, child: str, goal: str, key: str) -> Answer:
    """The goal is agreed and active."""
    return door.post("goals", f"/children/{child}/goals/{goal}/agreement", {}, key)


def record(door: Door, child: str, goal: str, body: Mapping[str, Any], key: str) -> Answer:
    """Progress, shared or not."""
    return door.post("goals", f"/children/{child}/goals/{goal}/updates", body, key)


def item(door: Door, child: str, id: str) -> Answer:
    """What a link leads to, in words, decided at this moment."""
    return door.get("goals", f"/children/{child}/items/{id}")
