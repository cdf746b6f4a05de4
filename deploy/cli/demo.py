"""`./alliance demo`: the whole platform on this machine, with invented families, until Ctrl-C."""

import argparse
import os
import resource
import shutil
import signal
import sys
import threading
from pathlib import Path

from deploy.cli.exits import DONE, FAILED
from deploy.cli.screen import Screen
from deploy.demo.guard import NotThisMachine
from deploy.demo.house import House, Ports
from deploy.demo.network import PASSWORD, address_of, demo
from deploy.demo.places import DEFAULT_DATA, DEFAULT_PORT, Places, sole_user_of

PORTS_IN_A_ROW = 4
SIGN_INS = (
    ("sofia-reyes", "notes, goals, raises concerns"),
    ("ingrid-halloran", "safety board, co-signs, on call"),
    ("marcus-teal", "families, custody, consent forms"),
    ("helen-marchetti", "audit search"),
    ("kenji-duarte", "health of the platform"),
    ("amara-nwosu", "the same network, another clinic"),
    ("noor-haddad", "another network: sees none of the above"),
)
WATCH_SECONDS = 1.0
_MARKER = "loaded.json"


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "demo",
        help="the whole platform on this machine, with invented families",
        description="Starts everything in one process on SQLite files, loads two invented networks, prints where to "
        "look and how to sign in. Ctrl-C stops it; the next start finds everything as it was.",
    )
    add_options(command, DEFAULT_DATA)
    command.set_defaults(run=run)


def add_options(command: argparse.ArgumentParser, folder: Path) -> None:
    """The options that `demo` and `real` share."""
    command.add_argument("--data", type=Path, default=folder, metavar="DIR", help=f"default: {folder}")
    command.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help=f"pages; the next three are used too; default: {DEFAULT_PORT}"
    )
    command.add_argument("--fresh", action="store_true", help="forget what an earlier demo left in the folder")


def run(chosen: argparse.Namespace) -> int:
    """Starts, waits for Ctrl-C or SIGTERM, stops."""
    screen = Screen()
    data_dir: Path = chosen.data.resolve()
    ports = Ports(checked_port(chosen.port))
    began = screen.clock.monotonic()
    stop = stop_signal()
    with sole_user_of(data_dir):
        if chosen.fresh:
            forget(data_dir)
        screen.say("Alliance demo: everything stays on this machine, everybody in it is invented.\n")
        house = House(data_dir, ports, os.environ, screen.step, screen.progress)
        places = house.start()
        screen.say(f"\n  Ready after {screen.took(began)}, {memory_megabytes()} MB resident.\n")
        welcome(screen, places)
        healthy = _wait(house, stop)
        screen.say("\n" if healthy else "\n  A background loop has given up; the log says why. Stopping.\n")
        with screen.step("Finishing what is in hand, closing the files"):
            clean = house.stop()
    screen.say("  Everything is on disk; the next start goes on from here." if clean else "  Not all ended in time.")
    return DONE if clean and healthy else FAILED


def stop_signal() -> threading.Event:
    """Set by Ctrl-C or SIGTERM; a second Ctrl-C interrupts at once."""
    stop = threading.Event()

    def on_signal(number: int, _: object) -> None:
        if stop.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        stop.set()

    signal.signal(signal.SIGINT, on_signal)
    signal.signal(signal.SIGTERM, on_signal)
    return stop


def checked_port(port: int) -> int:
    """ValueError in plain words."""
    if not 1 <= port <= 65535 - PORTS_IN_A_ROW + 1:
        raise ValueError(f"--port is a number from 1 to {65535 - PORTS_IN_A_ROW + 1}")
    return port


def forget(data_dir: Path) -> None:
    """Empties a demo's folder; NotThisMachine for a folder that holds anything but a demo."""
    held = [entry for entry in data_dir.iterdir() if entry.name != ".lock"]
    if held and not (data_dir / _MARKER).exists():
        raise NotThisMachine(f"--fresh would empty {data_dir}, which holds no demo")
    for entry in held:
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def memory_megabytes() -> int:
    """The process's largest resident size so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "linux" else 1024 * 1024)


def welcome(screen: Screen, places: Places) -> None:
    """Where to look, who to be."""
    screen.say(f"  Staff pages            {places.url}/")
    screen.say(f"  Mailbox and telephone  {places.mailbox}")
    for number, (name, url) in enumerate(places.apis.items()):
        label = "" if number else "Services' APIs"
        screen.say(f"  {label:<22} {url}/openapi.json{'' if name in url else '  ' + name}")
    screen.say(f"  Data, keys and log     {places.data_dir}\n")
    people = {person.slug: (network, person) for network, person in demo().staff()}
    clinics = {clinic.slug: clinic.name for _, clinic in demo().clinics()}
    rows = []
    for slug, sees in SIGN_INS:
        network, person = people[slug]
        clinic, role = person.roles[0]
        rows.append((address_of(slug), role.value.replace("-", " "), clinics.get(clinic, network.name), sees))
    screen.table(("Sign in as", "role", "at", "sees"), rows)
    screen.say(f"\n  Password of everybody: {PASSWORD}")
    screen.say(
        "  Parents have no password: a message in the mailbox leads them in, a code on the telephone proves them."
    )
    screen.say(
        "\n  Try: sign in as Sofia, open Maya, write a note, raise a concern. Or, in another terminal: ./alliance tour"
    )
    screen.say("  Ctrl-C stops the demo.")


def _wait(house: House, stop: threading.Event) -> bool:
    """True when asked to stop, False when the platform gave up by itself."""
    while not stop.wait(WATCH_SECONDS):
        if house.box is not None and not house.box.healthy():
            return False
    return True
