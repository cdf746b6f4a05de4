"""`./alliance real`: the same demo as separate processes on a real Kafka and a real MongoDB."""

import argparse
import os
from pathlib import Path

from deploy.cli.demo import WATCH_SECONDS, add_options, checked_port, forget, stop_signal, welcome
from deploy.cli.exits import DONE, FAILED
from deploy.cli.screen import Screen
from deploy.demo.house import Ports
from deploy.demo.places import sole_user_of
from deploy.demo.real import RealHouse

DEFAULT_REAL = Path("var/real")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "real",
        help="the same demo as separate processes on a real Kafka and a real MongoDB",
        description="Starts MongoDB and Kafka on this machine (fetched once), or uses yours if ALLIANCE_MONGO_URL and "
        "ALLIANCE_KAFKA_BOOTSTRAP name them, and runs every service as an API process and a worker process.",
    )
    add_options(command, DEFAULT_REAL)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Starts, waits for Ctrl-C or SIGTERM, stops."""
    screen = Screen()
    data_dir: Path = chosen.data.resolve()
    ports = Ports(checked_port(chosen.port))
    began, stop = screen.clock.monotonic(), stop_signal()
    with sole_user_of(data_dir):
        if chosen.fresh:
            forget(data_dir)
        screen.say("Alliance on real engines: everything stays on this machine, everybody in it is invented.\n")
        house = RealHouse(data_dir, ports, os.environ, screen.step, screen.progress)
        places = house.start()
        screen.say(f"\n  Ready after {screen.took(began)}.\n")
        welcome(screen, places)
        healthy = house.wait(stop, WATCH_SECONDS)
        screen.say("" if healthy else "\n  A process cannot be started; its log says why. Stopping.\n")
        with screen.step("Finishing what is in hand, stopping processes and engines"):
            clean = house.stop()
    screen.say("  Everything is on disk; the next start goes on from here." if clean else "  Not all ended in order.")
    return DONE if clean and healthy else FAILED
