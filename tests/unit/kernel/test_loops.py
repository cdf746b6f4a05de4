"""Turns of a worker: when they idle, when they wait for company."""

import threading
from dataclasses import dataclass

import pytest

from kernel.clock import SystemClock
from kernel.loops import Loop


@dataclass
class Turns:
    """Does so much in each turn, then asks to stop."""

    counts: list[int]
    stop: threading.Event

    def run_once(self) -> int:
        done = self.counts.pop(0)
        if not self.counts:
            self.stop.set()
        return done

    def close(self) -> None:
        pass


@pytest.mark.parametrize(("counts", "waits"), [([1, 0], 1), ([5, 0], 0), ([7, 4, 0], 1), ([0, 0], 0)])
def test_a_turn_that_did_something_waits_for_company_unless_it_was_full(
    counts: list[int], waits: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, waited = threading.Event(), list[float | None]()
    monkeypatch.setattr(stop, "wait", waited.append)
    Loop("turns", Turns(counts, stop), SystemClock(), lambda: None, 0.25, full=5).run(stop)
    assert waited == [0.25] * waits
