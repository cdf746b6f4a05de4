"""`./alliance lag`: how far each reader is behind."""

import argparse

from deploy.cli.exits import DONE
from deploy.cli.options import add_engines, add_service, opened, print_json
from deploy.cli.screen import Screen
from deploy.operator.delay import delays


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "lag",
        help="how far each reader is behind",
        description="Events that each service has not handled yet and the age of the oldest, measured from outside the "
        "readers, so that a stalled one shows.",
    )
    add_engines(command)
    add_service(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """One line per reader."""
    with opened(chosen) as stations:
        found = delays(stations)
    if chosen.json:
        print_json(found)
        return DONE
    rows = [
        (one.service, f"{one.events:,}", "-" if one.oldest_seconds is None else f"{one.oldest_seconds:,.1f} s",
         str(one.partitions), ", ".join(one.topics))
        for one in found
    ]  # fmt: skip
    Screen().table(("reader", "waiting", "oldest", "partitions", "of"), rows, frozenset({1, 2, 3}))
    return DONE
