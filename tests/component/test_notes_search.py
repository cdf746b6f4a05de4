"""Search over one's own caseload: by an index that nobody can read and that dies with the child's key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kernel.outbox import OUTBOX
from kernel.store.port import Replace
from kernel.timers import TimerLoop
from services.notes.repository import CHILDREN, KINDS, SEARCH_ENTRIES
from tests.builders import HILL, LAKE
from tests.component.one_service import PERMIT, WITHHOLD, OneService, one_service
from tests.component.writing_notes import (
    AUTHOR,
    COLLEAGUE,
    DESK,
    MOTHER,
    NOTES,
    STRANGER,
    SUPERVISOR,
    body,
    opened,
    section,
    signed,
)

WORD = "Marzipankartoffel"


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        yield opened(service)


def indexed(notes: OneService) -> None:
    node = notes.node
    TimerLoop(node.dispatcher, node.store, node.clock, node.dispatcher.chance).run_once()


def written(notes: OneService, private: str, shared: str = "For the team") -> str:
    sections = [section(private, "assessment"), section(shared, "plan", "care-team")]
    note, _ = signed(notes, sections=sections)
    notes.clock.sleep(60)
    indexed(notes)
    return note


def found(notes: OneService, words: str, who: object = AUTHOR) -> list[str]:
    answer = notes.post("/notes/search", who, {"words": words})  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return [item["note"] for item in answer.json()["notes"]]


def test_a_note_is_found_by_every_word_in_it_without_case_and_accents(notes: OneService) -> None:
    first, second = written(notes, f"{WORD} und Café"), written(notes, f"Nochmals {WORD}")
    assert found(notes, WORD.lower()) == [second, first]
    assert found(notes, f"cafe {WORD.upper()}") == [first]
    assert found(notes, "nothing-of-the-sort") == []


def test_the_index_holds_no_word_and_dies_with_the_childs_key(notes: OneService) -> None:
    note = written(notes, f"{WORD} again")
    stored = "".join(str(notes.rows(kind.collection)) for kind in KINDS).lower()
    assert WORD.lower() not in stored
    assert notes.rows(SEARCH_ENTRIES.collection)
    assert found(notes, WORD) == [note]
    store, vault = notes.node.store, notes.node.dispatcher.vault
    store.commit(vault.shred("c1"), "shred-c1")
    assert found(notes, WORD) == []


def test_the_same_word_is_another_entry_for_another_child(notes: OneService) -> None:
    notes.register("c2")
    written(notes, WORD)
    other = notes.post("/children/c2/notes", AUTHOR, body(sections=[section(WORD, "assessment"), section("x", "plan")]))
    path = f"/children/c2/notes/{other.json()['note']}/signature"
    assert notes.post(path, AUTHOR, {"revision": 1}).status_code == 200
    indexed(notes)
    by_child: dict[str, set[str]] = {}
    for row in notes.rows(SEARCH_ENTRIES.collection):
        by_child.setdefault(row["child"], set()).add(row["token"])
    assert by_child["c1"].isdisjoint(by_child["c2"])
    assert len(found(notes, WORD)) == 2


def test_a_word_in_a_private_part_finds_the_note_for_its_author_only(notes: OneService) -> None:
    notes.register("c1", HILL, "t1", "t2", "s1")
    note = written(notes, WORD, "Schaukelpferd")
    assert found(notes, WORD, COLLEAGUE) == []
    assert found(notes, "Schaukelpferd", COLLEAGUE) == [note]
    assert found(notes, WORD, SUPERVISOR) == [note]


def test_only_children_one_looks_after_and_may_know_of_are_searched(notes: OneService) -> None:
    written(notes, WORD)
    notes.register("c2", LAKE, "t9")
    assert found(notes, WORD, STRANGER) == []
    notes.consent.says("session-detail", "t1", WITHHOLD)
    assert found(notes, WORD) == []
    for who in (MOTHER, DESK):
        assert notes.post("/notes/search", who, {"words": WORD}).status_code == 403


def test_what_is_added_is_found_what_is_voided_or_only_drafted_is_not(notes: OneService) -> None:
    note = written(notes, "Etwas")
    added = {"text": WORD, "visibility": "care-team", "persons": []}
    assert notes.post(f"{NOTES}/{note}/addenda", AUTHOR, added).status_code == 201
    indexed(notes)
    assert found(notes, WORD) == [note]
    notes.post(NOTES, AUTHOR, body(sections=[section("Regenbogen", "assessment")]))
    indexed(notes)
    assert found(notes, "Regenbogen") == []
    notes.post(f"{NOTES}/{note}/voiding", AUTHOR, {"reason": "duplicate", "words": "x"})
    assert found(notes, WORD) == []


def test_psychotherapy_notes_are_not_in_the_index(notes: OneService) -> None:
    own = {"clinic": HILL, "session": None, "text": WORD}
    assert notes.post("/children/c1/psychotherapy-notes", AUTHOR, own).status_code == 201
    indexed(notes)
    assert notes.rows(SEARCH_ENTRIES.collection) == []
    assert found(notes, WORD) == []


@pytest.mark.parametrize(("words", "code"), [("a b", "too-short"), ("eins zwei drei " * 3 + "vier", None)])
def test_a_question_of_short_words_is_refused(notes: OneService, words: str, code: str | None) -> None:
    answer = notes.post("/notes/search", AUTHOR, {"words": words})
    assert answer.json().get("errors", {}).get("words") == ([code] if code else None)
    many = " ".join(f"wort{number}" for number in range(9))
    assert notes.post("/notes/search", AUTHOR, {"words": many}).json()["errors"] == {"words": ["too-many"]}


def test_what_was_looked_for_is_written_down_nowhere(notes: OneService) -> None:
    notes.consent.says("session-detail", "t1", PERMIT)
    written(notes, WORD)
    found(notes, WORD)
    assert ("c1", "search-notes", "read", "") in notes.audit()
    assert WORD.lower() not in (str(notes.audit()) + str(notes.rows(OUTBOX))).lower()


def test_a_child_registered_before_its_staff_was_kept_is_searched_by_its_team_alone(notes: OneService) -> None:
    note = written(notes, f"{WORD} of long ago", WORD)
    store = notes.node.store
    old = store.get(CHILDREN.collection, "c1")
    assert old is not None
    bare = {name: value for name, value in old.items() if name not in ("staff", "_v", "_c")}
    store.commit([Replace(CHILDREN.collection, bare, old["_v"])], "as-it-was")
    assert "staff" not in (store.get(CHILDREN.collection, "c1") or {})
    assert (found(notes, WORD), found(notes, WORD, COLLEAGUE)) == ([note], [note])
    assert found(notes, WORD, STRANGER) == []
