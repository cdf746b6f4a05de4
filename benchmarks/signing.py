"""`python -m benchmarks.signing --count 300`: how long signing a note with a safety concern takes, embedded pair.

Everything in one process on SQLite files, as on a laptop: the pages' server, the APIs and all background work, which
delivers the mails of the notes before while the next is signed. One therapist after the other, over HTTP.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import machine, spread
from deploy.engines.ports import free_row
from deploy.onebox import OneBox
from kernel.clock import SystemClock
from kernel.telemetry import logs
from tests.e2e import family as steps
from tests.e2e.family import SELF_HARM, Family
from tests.e2e.realpair import mailbox_of, sinks
from tests.e2e.world import World

HOUSES = 10
GOAL_SECONDS = 0.1  # at the median


@contextmanager
def one_box(folder: Path) -> Iterator[World]:
    """The whole platform in this process, its mailbox, and somebody to ask it."""
    with mailbox_of(folder) as mailbox, (folder / "box.log").open("w") as stream:
        logs.configure("onebox", stream=stream)
        box = OneBox(folder / "data", free_row(2), sinks(folder, mailbox))
        box.prepare()
        box.start()
        urls = {name: f"{box.api_url}/{name}" for name in box.platform.apps}
        world = World(urls, box.url, folder / "data" / "keys", mailbox.letters)
        try:
            yield world
        finally:
            world.close()
            box.stop()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=300, help="notes to sign")
    count, clock = parser.parse_args().count, SystemClock()
    with tempfile.TemporaryDirectory(prefix="alliance-bench-") as folder, one_box(Path(folder)) as world:
        houses = [Family(f"house-{number}", "network-bench", "clinic-bench") for number in range(HOUSES)]
        steps.open_clinic(world, houses[0])
        for house in houses:
            steps.register(world, house)
        print(machine())
        taken, began = [], os.times()
        for number in range(count):
            house = houses[number % HOUSES]
            note = steps.write_note(world, house, "younger")
            start = clock.monotonic()
            steps.sign(world, house, "younger", note, SELF_HARM, [])
            taken.append(clock.monotonic() - start)
        world.until(lambda: len(world.letters.after(0)), lambda mails: mails >= 2 * count)
        ended = os.times()
    cpu = (ended.user + ended.system - began.user - began.system) / count
    print(spread("signing, embedded pair", taken))
    print(f"CPU per note, background work and asking included: {cpu * 1000:.1f} ms")
    print(f"goal: p50 under {GOAL_SECONDS * 1000:.0f} ms")


if __name__ == "__main__":
    main()
