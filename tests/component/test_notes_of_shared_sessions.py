"""A session in which two children sat: its notes open only to an adult who may know of both, and leave no gap."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.notes.settings import NOTES_PAGE
from tests.stories.family import Family
from tests.stories.household import CHILD
from tests.stories.stage import in_memory

BOTH = ("mother", "father")
Listed = tuple[int, bool]


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    """Maya has mother and father; her half-brother Theo has the mother alone."""
    with in_memory(tmp_path) as stage:
        made = Family(stage, "siblings")
        made.opens_clinic()
        made.takes_in(confidentiality_agreement=False)
        made.takes_in("theo", adults=["mother"], confidentiality_agreement=False)
        for session in ("together", "alone"):
            made.plans_session(session, days=0)
        shared = {"session": made.ids["session"]["together"], "siblings": [made.id("theo")]}
        made.records("shared-sessions", shared)
        yield made


def written(family: Family, session: str | None, count: int = 1) -> str:
    """So many notes for both parents, each a minute after the one before; the last one's id."""
    note = ""
    for _ in range(count):
        family.stage.later(minutes=1)
        note = family.signs_note("note", shared_with=BOTH, session=session)
    return note


def pages(family: Family, role: str) -> list[Listed]:
    """Of the whole list: how many notes are on each page, and whether it says that there are more."""
    found, params = list[Listed](), dict[str, str]()
    while True:
        page = family.stage.read("notes", f"/children/{family.id(CHILD)}/notes", family.who(role), **params)
        found.append((len(page["notes"]), page["next_cursor"] is not None))
        if page["next_cursor"] is None:
            return found
        params["cursor"] = page["next_cursor"]


def test_the_preview_and_the_adults_own_read_say_the_same(family: Family) -> None:
    note = written(family, "together")
    place = f"/children/{family.id(CHILD)}/notes/{note}"
    for role, status in {"mother": 200, "father": 404}.items():
        assert family.stage.ask("GET", "notes", place, family.who(role)).status_code == status
        seen = family.stage.read("notes", f"{place}/as/{family.id(role)}", family.who("tess"))
        assert seen["visible"] is (status == 200)


def test_what_may_not_be_known_leaves_no_gap_in_the_pages(family: Family) -> None:
    written(family, "together", 2)
    written(family, "alone")
    written(family, "together", 2)
    written(family, None, NOTES_PAGE)
    assert pages(family, "father") == [(NOTES_PAGE, True), (1, False)]
    assert pages(family, "mother") == [(NOTES_PAGE, True), (5, False)]


def test_a_list_does_not_promise_more_where_only_what_is_kept_back_is_left(family: Family) -> None:
    written(family, "together", 2)
    written(family, "alone", NOTES_PAGE - 1)
    written(family, "together")
    written(family, None)
    assert pages(family, "father") == [(NOTES_PAGE, False)]
    assert pages(family, "mother") == [(NOTES_PAGE, True), (3, False)]
