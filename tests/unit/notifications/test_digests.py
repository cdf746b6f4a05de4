"""Digests over days, on an ordinary week and on one in which clocks change."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.decisions.quiet import day_of
from services.notifications.decisions.timing import Manners, admitted
from services.notifications.model import Notice, Routine, Wish
from tests.unit.notifications.test_timing import NIGHT, manners, placed, preferences, wishing
from tests.unit.notifications.world import NOON, PERMIT


class Mailbox:
    """One person's messages over days, decided as the sender would, whatever restarts lie between."""

    def __init__(self, rules: Manners) -> None:
        self.rules, self.waiting = rules, list[Notice]()
        self.left = list[tuple[datetime, Notice]]()

    def comes(self, id: str, now: datetime) -> None:
        notice = placed()[0]
        self.waiting.append(replace(notice, id=id, due=now, created_at=now))

    def run(self, now: datetime) -> None:
        for notice in sorted((item for item in self.waiting if item.due <= now), key=lambda item: item.due):
            self.waiting.remove(notice)
            found = admitted(notice, self.rules, PERMIT, now)
            if found.wait is not None:
                since = notice.gathered_at or (now if found.gathered else None)
                self.waiting.append(replace(notice, due=found.wait[0], gathered_at=since))
            elif found.stop is None:
                self.left.append((now, notice))
            self.rules = replace(self.rules, tally=found.tally or self.rules.tally)


@given(
    arrivals=st.lists(st.integers(0, 4 * 24 * 60), max_size=60),
    cap=st.integers(0, 4),
    wish=st.sampled_from([Wish.NOW, Wish.DIGEST]),
    quiet=st.booleans(),
    zone=st.sampled_from(["America/New_York", "Europe/Dublin", "UTC"]),
)
@settings(max_examples=60, deadline=None)
def test_nobody_gets_two_digests_a_day_nor_more_than_the_cap_and_nothing_waits_for_ever(
    arrivals: list[int], cap: int, wish: Wish, quiet: bool, zone: str
) -> None:
    start = datetime(2026, 3, 6, 12, tzinfo=NOON.tzinfo)  # clocks change in New York two days later
    own = replace(wishing(wish).preferences or preferences(), quiet=replace(NIGHT, zone=zone) if quiet else None)
    box = Mailbox(manners(preferences=own, routine=Routine(daily_cap=cap), zone=zone))
    coming = sorted(arrivals)
    for minutes in range(0, 7 * 24 * 60, 30):
        while coming and coming[0] <= minutes:
            box.comes(f"n{len(coming)}", start + timedelta(minutes=coming.pop(0)))
        box.run(start + timedelta(minutes=minutes))
    days = Counter((day_of(at, zone), notice.gathered_at is not None) for at, notice in box.left)
    assert all(count <= (1 if digest else cap) for (_, digest), count in days.items())
    assert box.waiting == []
    assert bool(box.left) == bool(arrivals)
