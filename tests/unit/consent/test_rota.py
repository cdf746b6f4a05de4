"""Who is on call at a moment, whatever the clocks on the wall do."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.errors import Invalid, NotFound, Stale
from services.consent.decisions.rota import ended, entered, gaps, moment_of, on_call_at
from services.consent.model.rota import Rota, Shift

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DENVER = "America/Denver"  # 2026: forward on 8 March at two, back on 1 November at two


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def shift(person: str, since: float, until: float, id: str = "") -> Shift:
    return Shift(
        id=id or f"{person}-{since}", person=person, since=NOON + hours(since), until=NOON + hours(until),
        zone=DENVER, entered_by="admin-1", entered_at=NOON,
    )  # fmt: skip


spans = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 90), st.integers(1, 30)).map(
        lambda it: shift(it[0], it[1], it[1] + it[2])
    ),
    max_size=8,
)


def test_a_shift_begins_with_its_first_moment_and_ends_before_its_last() -> None:
    rota = [shift("ann", 0, 8), shift("ben", 8, 16)]
    assert on_call_at(rota, NOON) == ("ann",)
    assert on_call_at(rota, NOON + hours(8)) == ("ben",)
    assert on_call_at(rota, NOON + hours(16)) == ()


def test_of_overlapping_shifts_everybody_is_on_call_whoever_began_first_first() -> None:
    assert on_call_at([shift("ben", 2, 9), shift("ann", 0, 8)], NOON + hours(3)) == ("ann", "ben")


@given(spans, st.integers(-5, 130))
def test_a_moment_is_in_a_gap_exactly_when_nobody_is_on_call(shifts: list[Shift], hour: int) -> None:
    at = NOON + hours(hour)
    found = gaps(shifts, NOON - hours(10), NOON + hours(140))
    assert any(since <= at < until for since, until in found) == (on_call_at(shifts, at) == ())
    assert all(since < until for since, until in found)


@given(spans, st.integers(0, 120), st.randoms())
def test_the_order_of_entering_changes_nothing(shifts: list[Shift], hour: int, chance: object) -> None:
    mixed = list(shifts)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert on_call_at(mixed, NOON + hours(hour)) == on_call_at(shifts, NOON + hours(hour))


def test_a_night_shift_over_a_change_of_clocks_is_as_long_as_the_night() -> None:
    spring = [moment_of(wall, DENVER, is_end=end, field="x") for wall, end in
              (("2026-03-07T20:00", False), ("2026-03-08T08:00", True))]  # fmt: skip
    autumn = [moment_of(wall, DENVER, is_end=end, field="x") for wall, end in
              (("2026-10-31T20:00", False), ("2026-11-01T08:00", True))]  # fmt: skip
    assert (spring[1] - spring[0], autumn[1] - autumn[0]) == (hours(11), hours(13))


def test_in_the_hour_that_comes_twice_one_shift_ends_late_and_the_next_begins_early() -> None:
    ends = moment_of("2026-11-01T01:30", DENVER, is_end=True, field="ends")
    starts = moment_of("2026-11-01T01:30", DENVER, is_end=False, field="starts")
    assert ends - starts == hours(1)  # nobody falls into the hour between


@pytest.mark.parametrize(
    ("wall", "why"),
    [("2026-03-08T02:30", "no-such-time"), ("2026-13-01T00:00", "not-a-time"), ("2026-03-08 02:30", "not-a-time")],
)
def test_a_time_that_no_clock_shows_is_refused(wall: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        moment_of(wall, DENVER, is_end=False, field="starts")
    assert dict(refused.value.fields) == {"starts": [why]}


@pytest.mark.parametrize(
    ("new", "field", "why"),
    [
        (shift("ann", 5, 5), "ends", "before-start"),
        (shift("ann", 0, 73), "ends", "too-long"),
        (shift("ann", -5, 0), "ends", "over"),
        (shift("ann", 9000, 9008), "starts", "too-far-ahead"),
        (shift("ben", 7, 9), "starts", "overlaps-their-own"),
    ],
)
def test_what_cannot_be_a_shift_is_refused_by_its_field(new: Shift, field: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        entered(Rota(id="hill", shifts=(shift("ben", 0, 8),)), new, NOON)
    assert dict(refused.value.fields) == {field: [why]}


def test_a_shift_to_come_goes_one_under_way_ends_now_and_one_that_is_over_stays() -> None:
    rota = Rota(id="hill", shifts=(shift("ann", 0, 8, "a"), shift("ben", 8, 16, "b")))
    [coming] = ended(rota, "b", NOON + hours(2)).changes
    assert [item.id for item in coming.shifts] == ["a"]
    [under_way] = ended(rota, "a", NOON + hours(2)).changes
    assert on_call_at(under_way.shifts, NOON + hours(1)) == ("ann",)
    assert on_call_at(under_way.shifts, NOON + hours(2)) == ()
    with pytest.raises(Stale):
        ended(rota, "a", NOON + hours(9))
    with pytest.raises(NotFound):
        ended(rota, "c", NOON)
