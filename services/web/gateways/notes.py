"""Notes, sessions and concerns: from notes."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.web.gateways.door import Answer, Door

Section = Mapping[str, Any]


def begin(door: Door, child: str, body: Mapping[str, Any], key: str) -> Answer:
    """A new draft: {note, revision}."""
    return door.post("notes", f"/children/{child}/notes", body, key)


def save(door: Door, child: str, note: str, revision: int, sections: Sequence[Section], key: str) -> Answer:
    """The draft's sections, written against `revision`; Stale when somebody was faster."""
    return door.put("notes", f"/children/{child}/notes/{note}", {"revision": revision, "sections": list(sections)}, key)


def sign(door: Door, child: str, note: str, revision: int, concern: Mapping[str, Any] | None, key: str) -> Answer:
    """The note becomes part of the record, the concern with it."""
    body = {"revision": revision, "concern": concern}
    return door.post("notes", f"/children/{child}/notes/{note}/signature", body, key)


def note(door: Door, child: str, id: str) -> Answer:
    """The note as the asker may see it."""
    return door.get("notes", f"/children/{child}/notes/{id}")


def note_as(door: Door, child: str, id: str, person: str) -> Answer:
    """The note as that adult would see it."""
    return door.get("notes", f"/children/{child}/notes/{id}/as/{person}")


def notes_of(door: Door, child: str) -> list[Answer]:
    """The newest notes of a child that the asker may see."""
    answer = door.get("notes", f"/children/{child}/notes")
    return list(answer["notes"])


def notes_part(door: Door, child: str, cursor: str) -> Answer:
    """One page of the notes that the asker may see, without a word of them: {notes, next_cursor}."""
    return door.get("notes", f"/children/{child}/notes", cursor=cursor)


def printed_note(door: Door, child: str, id: str) -> Answer:
    """The note as PDF, what the asker may see of it: an attachment."""
    return door.get("notes", f"/children/{child}/notes/{id}/print")


def record(door: Door, child: str, cursor: str) -> Answer:
    """One part of the child's record as a bundle."""
    return door.get("notes", f"/children/{child}/record", cursor=cursor)


def printed_record(door: Door, child: str, cursor: str) -> Answer:
    """The same part as PDF: an attachment."""
    return door.get("notes", f"/children/{child}/record/print", cursor=cursor)


def unsigned(door: Door) -> list[Answer]:
    """The asker's own drafts."""
    return list(door.get("notes", "/notes", unsigned="1")["notes"])


def raise_concern(door: Door, child: str, body: Mapping[str, Any], key: str) -> Answer:
    """A concern without a note."""
    return door.post("notes", f"/children/{child}/concerns", body, key)


def concern(door: Door, child: str, id: str) -> Answer:
    """The concern with its words."""
    return door.get("notes", f"/children/{child}/concerns/{id}")


def wording(door: Door, child: str, concern: str, disclosure: str) -> Answer:
    """What an entitled adult may read of it, decided at this moment."""
    return door.get("notes", f"/children/{child}/concerns/{concern}/wording", disclosure=disclosure)


def close(door: Door, child: str, concern: str, body: Mapping[str, Any], key: str) -> Answer:
    """Dealt with, for a reason."""
    return door.post("notes", f"/children/{child}/concerns/{concern}/closure", body, key)


def templates(door: Door) -> dict[str, Answer]:
    """The newest version of each form, by code."""
    found = door.get("notes", "/templates")["templates"]
    return {template["code"]: template for template in sorted(found, key=lambda item: item["version"])}


def in_care(door: Door, child: str) -> Answer:
    """Whether the child is in care, when it was seen, when it will be: for an adult who may know of the treatment."""
    return door.get("notes", f"/children/{child}/in-care")
