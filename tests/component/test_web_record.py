"""A note as PDF and the record to take away, through the browser."""

import json
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.component.reading_paper import pages
from tests.component.web_world import OFFICER, STRANGER, THERAPIST, Browser, WebWorld, web_world

NEW = "/children/c1/notes/new"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        yield world


def signed_note(world: WebWorld, browser: Browser) -> str:
    """Written and signed at the owner's own door; the page is asked for afterwards."""
    sections = [{"kind": kind, "text": f"Of {kind}", "visibility": "care-team", "persons": []}
                for kind in ("assessment", "plan")]  # fmt: skip
    body = {"clinic": "clinic-hill", "template": "soap", "session": None, "sections": sections}
    note = world.made.post("notes", "/children/c1/notes", THERAPIST, body).json()["note"]
    path = f"/children/c1/notes/{note}"
    world.made.post("notes", f"{path}/signature", THERAPIST, {"revision": 1, "concern": None})
    world.made.settle()
    return path


def test_a_signed_note_is_downloaded_as_a_pdf_that_no_browser_keeps(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    path = signed_note(world, browser)
    browser.get(path)
    assert f'href="{path}/pdf"' in browser.text
    answer = browser.get(f"{path}/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["Cache-Control"] == "no-store"
    data = b64encode(answer.content).decode()
    words = " ".join(pages({"content_type": answer.headers["Content-Type"], "data": data}))
    assert "Of plan" in words
    assert "Child: Ada Quokka" in words


def test_the_record_page_says_what_is_never_in_it_and_gives_both_files(world: WebWorld) -> None:
    browser = world.signed_in(THERAPIST)
    path = signed_note(world, browser)
    browser.get("/children/c1/record")
    assert "Psychotherapy notes and drafts" in browser.text
    found = json.loads(browser.get("/children/c1/record/bundle").text)
    assert [note["note"] for note in found["notes"]] == [path.split("/")[-1]]
    assert browser.get("/children/c1/record/pdf").content.startswith(b"%PDF")
    for who in (STRANGER, OFFICER):
        other = world.signed_in(who)
        for place in ("/children/c1/record", "/children/c1/record/bundle", "/children/c1/record/pdf", f"{path}/pdf"):
            assert other.get(place).status_code in (403, 404)
