"""Records that are handled together keep the order of each key, and offsets never pass what is not done."""

from hypothesis import given
from hypothesis import strategies as some

from kernel.bus.port import Record
from kernel.consumer import place_of, reached, waves


def record(offset: int, key: str | None, partition: int = 0) -> Record:
    return Record("topic", partition, offset, key, b"", (), 0)


KEYS = some.lists(some.tuples(some.sampled_from(["a", "b", "c", None]), some.integers(0, 2)), max_size=30)


def batch(keys: list[tuple[str | None, int]]) -> list[Record]:
    return [record(offset, key, partition) for offset, (key, partition) in enumerate(keys)]


@given(KEYS)
def test_every_record_is_in_one_wave_and_each_key_keeps_its_order(keys: list[tuple[str | None, int]]) -> None:
    records = batch(keys)
    made = waves(records)
    flat = [one for wave in made for one in wave]
    assert sorted(one.offset for one in flat) == [one.offset for one in records]
    for key in {one.key for one in records}:
        assert [one.offset for one in flat if one.key == key] == [one.offset for one in records if one.key == key]


@given(KEYS)
def test_no_wave_holds_a_key_twice(keys: list[tuple[str | None, int]]) -> None:
    for wave in waves(batch(keys)):
        assert len({one.key for one in wave}) == len(wave)


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
