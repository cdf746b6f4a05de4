"""Clinics take turns: nobody waits for more than one message of each other clinic."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from services.notifications.decisions import disclosures
from services.notifications.decisions.limits import default_policy
from services.notifications.decisions.turns import Bounds, by_clinic, in_turn, wave_size
from services.notifications.model import Notice
from tests.unit.notifications.world import NOON, adult, audience, decided, fresh_ids, notices, point

WAVE = 16
BOUNDS = Bounds(seconds=0.5, least=4, most=16)
EVENT = decided(adult("mother"))
[ONE] = notices(disclosures.record(EVENT, default_policy("c"), audience(point("mother")), fresh_ids(), NOON))
queues = st.dictionaries(st.sampled_from([f"clinic-{letter}" for letter in "abcdefghij"]), st.integers(1, 40))


def waiting(sizes: dict[str, int]) -> list[Notice]:
    return [replace(ONE, id=f"{clinic}.{n}", clinic=clinic) for clinic, size in sizes.items() for n in range(size)]


@given(queues, st.sampled_from(["", "clinic-c", "clinic-j", "zzz"]))
def test_whoever_has_something_left_has_had_as_much_as_anybody_less_one(sizes: dict[str, int], after: str) -> None:
    wave = in_turn(by_clinic(waiting(sizes), after), WAVE)
    served = Counter(notice.clinic for notice in wave)
    for clinic, size in sizes.items():
        if served[clinic] < size:
            assert served[clinic] >= max(served.values()) - 1


@given(queues)
def test_a_wave_is_full_or_takes_all_there_is_and_keeps_each_clinics_order(sizes: dict[str, int]) -> None:
    wave = in_turn(by_clinic(waiting(sizes), ""), WAVE)
    assert len(wave) == min(WAVE, sum(sizes.values()))
    for clinic in sizes:
        mine = [notice.id for notice in wave if notice.clinic == clinic]
        assert mine == [f"{clinic}.{n}" for n in range(len(mine))]


@given(st.integers(17, 40))
def test_with_more_clinics_than_a_wave_holds_each_is_served_before_any_is_served_twice(count: int) -> None:
    sizes = {f"clinic-{number:02}": 5 for number in range(count)}
    left, after, served = waiting(sizes), "", Counter[str]()
    while min(served[clinic] for clinic in sizes) == 0:
        wave = in_turn(by_clinic(left, after), WAVE)
        served.update(notice.clinic for notice in wave)
        after, gone = wave[-1].clinic, {notice.id for notice in wave}
        left = [notice for notice in left if notice.id not in gone]
    assert max(served.values()) <= 2


@given(st.integers(4, 16), st.floats(0, 10), st.booleans())
def test_a_wave_stays_within_its_bounds_and_shrinks_when_it_takes_too_long(size: int, took: float, full: bool) -> None:
    after = wave_size(size, size if full else size - 1, took, BOUNDS)
    assert BOUNDS.least <= after <= BOUNDS.most
    assert (after < size) <= (took > BOUNDS.seconds)
    assert (after > size) <= (full and took < BOUNDS.seconds)


def test_against_a_provider_of_any_speed_a_wave_comes_to_rest_at_a_size() -> None:
    for each in (0.001, 0.05, 0.1, 0.4, 2.0):
        sizes = [16]
        for _ in range(12):
            sizes.append(wave_size(sizes[-1], sizes[-1], each * sizes[-1] / 4, BOUNDS))
        assert sizes[-1] == sizes[-2], (each, sizes)
