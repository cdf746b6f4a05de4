"""What was read ahead answers every question that it can answer whole, and leaves the others to the store."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from kernel.store.ahead import ReadAhead
from kernel.store.port import Collection, Document, Has, In, Insert, Not, Replace, Span, Wanted
from kernel.store.sqlite import SqliteStore

TOYS = Collection("toys")
OWNERS = some.sampled_from(["ann", "ben"])
TOY = some.fixed_dictionaries(
    {"owner": OWNERS, "state": some.sampled_from(["new", "old", None]), "rank": some.integers(0, 3)},
    optional={"tags": some.lists(some.sampled_from(["red", "blue"]), max_size=2)},
)
TOYS_OF_SOMEBODY = some.lists(TOY, max_size=6)
CONDITIONS: dict[str, Any] = {
    "state": some.sampled_from(["new", In(("new", "old")), In(("new", None)), Not("old"), None]),
    "rank": some.sampled_from([1, Span(at_least=1), Span(below=2)]),
    "tags": some.sampled_from([Has("red"), Not("x")]),
}
QUESTIONS = some.fixed_dictionaries({}, optional=CONDITIONS)
SORTS = some.sampled_from([(), ("rank",), ("-rank",), ("state", "-rank")])


class Counted(SqliteStore):
    """A store in memory that counts the questions it is asked."""

    def __init__(self) -> None:
        super().__init__(None)
        self.asked = 0
        self.prepare([TOYS])

    def find(self, *args: Any, **kwargs: Any) -> list[Document]:
        self.asked += 1
        return super().find(*args, **kwargs)


def kept(toys: list[Document]) -> Counted:
    store = Counted()
    store.commit([Insert(TOYS, {"_id": f"toy-{place}", **toy}) for place, toy in enumerate(toys)], "kept")
    return store


def ids(documents: list[Document]) -> list[str]:
    return [document["_id"] for document in documents]


@given(TOYS_OF_SOMEBODY, OWNERS, QUESTIONS, SORTS, some.integers(1, 4))
def test_a_question_about_what_is_known_is_answered_as_the_store_would_and_without_it(
    toys: list[Document], owner: str, question: dict[str, Any], sort: tuple[str, ...], limit: int
) -> None:
    store = kept(toys)
    ahead = ReadAhead(store)
    ahead.look([Wanted(TOYS, ("ann", "ben"), "owner")])
    where = {"owner": owner, **question}
    answered = ids(ahead.find(TOYS, where, sort, limit))
    assert store.asked == 0
    assert answered == ids(store.find(TOYS, where, sort, limit))
    store.close()


@given(TOYS_OF_SOMEBODY, TOYS_OF_SOMEBODY, OWNERS, QUESTIONS, SORTS)
def test_a_question_upon_drafts_is_answered_as_after_their_commit(
    toys: list[Document], drafted: list[Document], owner: str, question: dict[str, Any], sort: tuple[str, ...]
) -> None:
    store = kept(toys)
    ahead = ReadAhead(store)
    ahead.look([Wanted(TOYS, ("ann", "ben"), "owner")])
    for place, toy in enumerate(drafted, start=2):
        document = {"_id": f"toy-{place}", **toy}
        ahead.draft([Replace(TOYS, document, 1) if place < len(toys) else Insert(TOYS, document)])
    where = {"owner": owner, **question}
    before = ids(ahead.find(TOYS, where, sort))
    store.commit(ahead.drafted(), "drafted")
    assert before == ids(store.find(TOYS, where, sort))
    store.close()


def test_what_was_not_read_ahead_is_asked_of_the_store() -> None:
    store = kept([{"owner": "ann", "state": None, "rank": 1}, {"state": None, "rank": 2}])
    ahead = ReadAhead(store)
    ahead.look([Wanted(TOYS, ("ann",), "owner")])
    assert ids(ahead.find(TOYS, {"owner": "ben"})) == []
    assert ids(ahead.find(TOYS, {"owner": In(("ann", None))})) == ["toy-0", "toy-1"]
    assert ids(ahead.find(TOYS, {"rank": 2})) == ["toy-1"]
    assert store.asked == 3
    store.close()
