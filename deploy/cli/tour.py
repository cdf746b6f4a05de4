"""`./alliance tour`: one safety disclosure from the note to the acknowledgement, explained step by step."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from deploy.cli.demo import PORTS_IN_A_ROW
from deploy.cli.exits import DONE, FAILED
from deploy.cli.screen import Screen
from deploy.demo.house import House, Ports
from deploy.demo.network import demo
from deploy.demo.places import DEFAULT_DATA, Places, found, sole_user_of
from deploy.engines.ports import free_row
from deploy.tour.browser import PageWrong
from deploy.tour.steps import STEPS
from deploy.tour.walk import StepFailed, Walk, client_for
from kernel.errors import AllianceError

EXPECTED = (StepFailed, PageWrong, AllianceError, httpx.HTTPError, KeyError)


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "tour",
        help="walk one safety disclosure from the note to the acknowledgement",
        description="Walks the main job over HTTP against the demo that runs on DIR; without one it starts a demo of "
        "its own in a temporary folder and removes it afterwards. Exit code 1 if a step fails.",
    )
    command.add_argument("--data", type=Path, default=DEFAULT_DATA, metavar="DIR", help=f"default: {DEFAULT_DATA}")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Every step until one fails."""
    screen = Screen()
    with _demo(chosen.data.resolve(), screen) as places:
        client = client_for(places)
        walk = Walk(demo(), places, client)
        try:
            failed = not all(_taken(walk, screen, words, number) for number, (words, _) in enumerate(STEPS))
        finally:
            walk.close()
            client.close()
    if failed:
        return FAILED
    kept = places.pid != os.getpid()
    screen.say(f"\n  All {len(STEPS)} steps hold.{f' Read the messages yourself: {places.mailbox}' if kept else ''}")
    return DONE


def _taken(walk: Walk, screen: Screen, words: str, number: int) -> bool:
    walk.remarks.clear()
    try:
        with screen.step(f"{number + 1:>2}  {words}"):
            STEPS[number][1](walk)
    except EXPECTED as trouble:
        screen.say(f"        {type(trouble).__name__}: {trouble}")
        return False
    for remark in walk.remarks:
        screen.say(screen.coloured(f"        {remark}", "quiet"))
    return True


@contextmanager
def _demo(data_dir: Path, screen: Screen) -> Iterator[Places]:
    """The running one, else a fresh one for the length of the tour."""
    running = found(data_dir)
    if running is not None:
        screen.say(f"Tour of the demo at {running.url}\n")
        yield running
        return
    with tempfile.TemporaryDirectory(prefix="alliance-tour-") as folder, sole_user_of(Path(folder)):
        screen.say("No demo runs here: starting one for this tour.\n")
        house = House(Path(folder), Ports(free_row(PORTS_IN_A_ROW)), os.environ, screen.step, screen.progress)
        places = house.start()
        screen.say()
        try:
            yield places
        finally:
            house.stop()
