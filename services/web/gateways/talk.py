"""Conversations of guardians and clinics: from notifications, decided for the asker at this moment."""

from collections.abc import Mapping
from typing import Any

from services.web.gateways.door import Answer, Door

OWNER = "notifications"


def asking(door: Door, child: str) -> Answer:
    """What a guardian must see before writing: clinics, categories, promises, whom to call, the draft."""
    return door.get(OWNER, f"/children/{child}/asking")


def threads(door: Door, child: str) -> list[Answer]:
    """The asker's own, or those that the asking member of staff reads; without words."""
    return list(door.get(OWNER, f"/children/{child}/threads")["threads"])


def thread(door: Door, child: str, id: str) -> Answer:
    """One with its words."""
    return door.get(OWNER, f"/children/{child}/threads/{id}")


def place_of(door: Door, child: str, message: str) -> str:
    """In which conversation a message stands."""
    return str(door.get(OWNER, f"/children/{child}/thread-messages/{message}")["thread"])


def begin(door: Door, child: str, body: Mapping[str, Any], key: str) -> Answer:
    """A guardian's first message."""
    return door.post(OWNER, f"/children/{child}/threads", body, key)


def begin_as_staff(door: Door, child: str, body: Mapping[str, Any], key: str) -> Answer:
    """The clinic's first message to one guardian."""
    return door.post(OWNER, f"/children/{child}/staff-threads", body, key)


def act(door: Door, child: str, thread: str, what: str, body: Mapping[str, Any], key: str) -> Answer:
    """`messages`, `replies`, `reads`, `acknowledgement`, `closure`, `reopening`, `messages/<id>/take-back` and such."""
    return door.post(OWNER, f"/children/{child}/threads/{thread}/{what}", body, key)


def keep_draft(door: Door, child: str, body: Mapping[str, Any], key: str) -> Answer:
    """What is typed so far; empty words forget it."""
    return door.put(OWNER, f"/children/{child}/drafts", body, key)
