"""`./alliance reconcile`: whether all that was decided on a day was carried."""

import argparse
from datetime import date

from deploy.cli.exits import DONE, FOUND
from deploy.cli.options import add_engines, opened, print_json
from deploy.cli.screen import Screen
from deploy.operator.reconciled import reconciled
from services.notifications.model import Reconciliation

EXITS = """exit codes: 0 everything has its outcome; 1 a store could not be read; 2 the command line was not understood,
or there is no such clinic; 3 something differs and a person should look"""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "reconcile",
        help="whether all that was decided on a day was carried",
        description="Holds consent's own list of a clinic's day against what became of each disclosure for each "
        "entitled adult, read from both stores now. Changes nothing; the service itself does the same every night, "
        "keeps its report and calls a human.",
        epilog=EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--clinic", metavar="ID", help="default: every clinic")
    command.add_argument("--day", type=date.fromisoformat, metavar="DAY", help="YYYY-MM-DD; default: yesterday there")
    add_engines(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """A line for each clinic, then what differs, by identifiers."""
    with opened(chosen) as stations:
        found = list(reconciled(stations, chosen.clinic, chosen.day))
    if chosen.json:
        print_json(found)
    else:
        _as_text(found)
    return FOUND if any(item.differing for item in found) else DONE


def _as_text(found: list[Reconciliation]) -> None:
    screen = Screen()
    rows = [
        (item.clinic, item.day, f"{item.decided:,}", f"{item.carried:,}", f"{item.differing:,}") for item in found
    ]
    screen.table(("clinic", "day", "decided", "carried", "differing"), rows, frozenset({2, 3, 4}))
    for item in found:
        for outcome in item.outcomes:
            screen.say(f"  {item.clinic}: {outcome.adults:>6,} {outcome.outcome}")
    for item in found:
        for one in item.differences:
            screen.say(f"  {item.clinic}: {one.difference} child {one.child} disclosure {one.disclosure}"
                       + (f" person {one.person}" if one.person else ""))  # fmt: skip
        if item.differing > len(item.differences):
            screen.say(f"  {item.clinic}: ... and {item.differing - len(item.differences):,} more")
