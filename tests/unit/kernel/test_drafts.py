"""A batch reads what it has decided and not yet written, and writes the same as one commit after another would."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kernel.errors import Conflict
from kernel.store.ahead import ReadAhead
from kernel.store.drafts import Unseen
from kernel.store.port import Collection, Document, Guard, Insert, Remove, Replace, Store, Wanted, Write
from kernel.store.sqlite import SqliteStore

THINGS = Collection("things")
OTHERS = Collection("others")
IDS = ("a", "b", "c")
STEPS = some.lists(some.tuples(some.sampled_from(IDS), some.sampled_from(["put", "remove"])), max_size=12)


@pytest.fixture
def store() -> Iterator[Store]:
    made = prepared()
    yield made
    made.close()


def prepared() -> SqliteStore:
    made = SqliteStore(None)
    made.prepare([THINGS, OTHERS])
    made.commit([Insert(THINGS, {"_id": "a", "n": 0})], "before")
    return made


def step(source: Store, id: str, what: str, number: int) -> list[Write]:
    """What somebody decides who reads first."""
    known = source.get(THINGS, id)
    if what == "remove":
        return [] if known is None else [Remove(THINGS, id, known["_v"])]
    document: Document = {"_id": id, "n": number}
    return [Insert(THINGS, document) if known is None else Replace(THINGS, document, known["_v"])]


@given(STEPS)
def test_one_commit_of_drafts_leaves_what_many_commits_leave(steps: list[tuple[str, str]]) -> None:
    apart, together = prepared(), prepared()
    ahead = ReadAhead(together)
    ahead.look([Wanted(THINGS, IDS[:2])])
    for number, (id, what) in enumerate(steps):
        apart.commit(step(apart, id, what, number), f"step-{number}")
        ahead.draft(step(ahead, id, what, number))
        for each in IDS:
            expected, seen = apart.get(THINGS, each), ahead.get(THINGS, each)
            assert (expected or {}).get("n") == (seen or {}).get("n")
            assert ahead.get_many(THINGS, [each]).keys() == ({each} if expected else set())
    ahead.commit(ahead.drafted(), "all")
    for id in IDS:
        assert (apart.get(THINGS, id) or {}).get("n") == (together.get(THINGS, id) or {}).get("n")
    apart.close()
    together.close()


def test_somebody_elses_change_meanwhile_is_a_conflict(store: Store) -> None:
    ahead = ReadAhead(store)
    ahead.draft(step(ahead, "a", "put", 1))
    ahead.draft(step(ahead, "a", "put", 2))
    store.commit([Replace(THINGS, {"_id": "a", "n": 9}, 1)], "other")
    with pytest.raises(Conflict):
        ahead.commit(ahead.drafted(), "mine")
    assert (store.get(THINGS, "a") or {})["n"] == 9


def test_a_write_that_does_not_follow_on_the_draft_is_a_conflict(store: Store) -> None:
    ahead = ReadAhead(store)
    ahead.draft([Replace(THINGS, {"_id": "a", "n": 1}, 1)])
    with pytest.raises(Conflict):
        ahead.draft([Replace(THINGS, {"_id": "a", "n": 2}, 1)])
    with pytest.raises(Conflict):
        ahead.draft([Insert(THINGS, {"_id": "a", "n": 2})])


def test_what_drafts_cannot_answer_is_refused_and_never_answered_wrongly(store: Store) -> None:
    ahead = ReadAhead(store)
    ahead.draft([Insert(THINGS, {"_id": "b", "n": 1})])
    assert ahead.find(OTHERS, {}) == []
    for ask in (
        lambda: ahead.find(THINGS, {"n": 1}),
        lambda: ahead.count(THINGS, {}),
        lambda: ahead.page(THINGS, {}),
        lambda: ahead.fetch([Wanted(THINGS, ("b",))]),
        lambda: ahead.draft([Guard(THINGS, "b", 1)]),
    ):
        with pytest.raises(Unseen):
            ask()


def test_a_commit_ends_the_drafts(store: Store) -> None:
    ahead = ReadAhead(store)
    ahead.draft([Insert(THINGS, {"_id": "b", "n": 1})])
    ahead.commit(ahead.drafted(), "all")
    assert ahead.drafted() == []
    assert len(ahead.find(THINGS, {"n": 1})) == 1
