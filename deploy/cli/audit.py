"""`./alliance audit verify`: do the audit chains hold?"""

import argparse
from functools import partial

from deploy.cli.exits import DONE, FAILED
from deploy.cli.options import add_engines, add_service, opened, print_json
from deploy.cli.screen import Screen
from deploy.operator.chains import Verified, verify


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser("audit", help="do the audit chains hold?")
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    checking = actions.add_parser(
        "verify",
        help="every row against its chain, every chain against its head; exit code 1 when one is broken",
        description="Finds a changed row, a missing row, a cut end and a row outside of every chain.",
    )
    add_engines(checking)
    add_service(checking)
    checking.add_argument("--stream", help="one child, person:<id> or clinic:<id>; default: all")
    checking.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """One line per service, one more per broken chain."""
    screen = Screen(quiet=chosen.json)
    with opened(chosen) as stations:
        results = [
            verify(station, chosen.stream, partial(screen.progress, f"{name:<14}"))
            for name, station in stations.items()
        ]
    if chosen.json:
        print_json(results)
    for result in results:
        _tell(screen, result)
    return DONE if all(result.holds for result in results) else FAILED


def _tell(screen: Screen, result: Verified) -> None:
    mark = screen.coloured("✓", "good") if result.holds else screen.coloured("✗", "bad")
    says = f"{result.streams:>7,} streams, {result.rows:>9,} rows"
    screen.say(f"  {mark} {result.service:<14} {says}{'   holds' if result.holds else ''}")
    for broken in result.broken:
        screen.say(f"      {broken.stream} breaks at row {broken.position}")
    if result.strays:
        screen.say(f"      {result.strays} rows belong to no chain: a stream's head is missing")
