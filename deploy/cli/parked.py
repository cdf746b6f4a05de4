"""`./alliance parked`: children's streams that wait for a person."""

import argparse

from deploy.cli.exits import DONE, FOUND
from deploy.cli.options import add_engines, add_service, opened, print_json
from deploy.cli.screen import Screen
from deploy.operator.letters import parked


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "parked",
        help="children's streams that wait for a person",
        description="A record that cannot be handled stops its child's stream in that service, and only that. "
        "Exit code 3 when there is one.",
    )
    add_engines(command)
    add_service(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Oldest first."""
    with opened(chosen) as stations:
        found = parked(stations)
    screen = Screen(quiet=chosen.json)
    if chosen.json:
        print_json(found)
    elif found:
        rows = [(one.service, one.stream, one.since[:19].replace("T", " "), one.code, str(one.held)) for one in found]
        screen.table(("service", "stream", "since (UTC)", "reason", "held"), rows, frozenset({4}))
        screen.say("\n  alliance dead-letters list shows the culprits; redrive sends a stream again.")
    else:
        screen.say("  Nothing is parked.")
    return FOUND if found else DONE
