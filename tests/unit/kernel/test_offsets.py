"""Offsets never pass what is not done."""

from hypothesis import given
from hypothesis import strategies as some

from kernel.bus.port import Record
from kernel.consumer import place_of, reached


def record(offset: int, key: str | None, partition: int = 0) -> Record:
    return Record("topic", partition, offset, key, b"", (), 0)


KEYS = some.lists(some.tuples(some.sampled_from(["a", "b", "c", None]), some.integers(0, 2)), max_size=30)


def batch(keys: list[tuple[str | None, int]]) -> list[Record]:
    return [record(offset, key, partition) for offset, (key, partition) in enumerate(keys)]


@given(KEYS, some.integers(0, 30))
def test_offsets_end_where_a_partition_stopped(keys: list[tuple[str | None, int]], stop: int) -> None:
    records = batch(keys)
    stopped = {place_of(one): one.offset for one in records if one.offset == stop}
    done = reached(records, stopped)
    for one in records:
        place = place_of(one)
        if place not in stopped:
            assert done[place] > one.offset
        elif place in done:
            assert done[place] == stopped[place]


def test_a_partition_that_stopped_at_its_first_record_commits_nothing() -> None:
    assert reached([record(5, "a"), record(6, "b")], {("topic", 0): 5}) == {}
