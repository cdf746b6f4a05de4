"""What a FHIR client in an adult's hands can find: every search, its count, and every record that it could guess."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from contracts.fhir import fhir_id, parts_of
from tests.component.reading_paper import pages
from tests.stories.family import Family

KINDS = ("AuditEvent", "Communication", "Consent", "Goal", "Patient", "RelatedPerson")
HASHED = 45  # characters of an id whose parts are too long to stand in it
PACKED = re.compile(rb"(?<![A-Za-z0-9.-])-[A-Za-z0-9.-]{15,63}")


def questions(family: Family) -> Iterator[str]:
    """Searches of each kind, with what they find and with totals alone, for everything and for each child; reads."""
    patients = [fhir_id(child) for child in family.ids.get("child", {}).values()]
    for kind in KINDS:
        yield f"/fhir/{kind}"
        for about in [{}] if kind == "Patient" else [{"patient": patient} for patient in patients]:
            yield f"/fhir/{kind}?{urlencode({**about, '_summary': 'count'})}"
    for kind, id in guesses(family):
        yield f"/fhir/{kind}/{id}"


def guesses(family: Family) -> Iterator[tuple[str, str]]:
    """The ids of all records about the family, whoever may see them."""
    adults = [family.id(role) for role in family.adults]
    for child in family.ids.get("child", {}).values():
        yield "Patient", fhir_id(child)
        yield from (("RelatedPerson", fhir_id(child, adult)) for adult in adults)
        yield from (("Goal", fhir_id(child, goal)) for goal in family.ids.get("goal", {}).values())
        yield from (("Consent", fhir_id(child, consent)) for consent in family.ids.get("consent", {}).values())
    for disclosure in family.ids.get("disclosure", {}).values():
        yield from (("Communication", fhir_id(disclosure, adult)) for adult in adults)


def names(mark: str, id: bytes) -> bool:
    """Whether this is a packed id of something of the family."""
    text = id.decode()
    return (text.startswith("--") and len(text) == HASHED) or any(mark in part for part in parts_of(text) or ())


def on_paper(body: bytes) -> bytes | None:
    """What a reader sees on a PDF, page by page; None: it is none.

    Its bytes are compressed, and two names of one length do not compress alike.
    """
    if not re.match(rb'\{"content_type": ?"application/pdf"', body):
        return None
    found = json.loads(body)
    return "\n".join([found["title"], found["creation"], *pages(found)]).encode()


def in_order(body: bytes) -> bytes:
    """A bundle lists by id, and ids are each family's own: it is put in the order of what the resources say."""
    found: Any = json.loads(body) if body.startswith(b'{"resourceType":"Bundle"') else {}
    if "entry" not in found:
        return body
    found["entry"].sort(key=lambda entry: re.sub(r"[A-Za-z0-9.-]{24,}", "", json.dumps(entry)))
    ordered = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    assert len(ordered) == len(body), "a bundle is written without spaces"
    return ordered
