"""`./alliance providers`: who carries messages out of the house, and how each of them is."""

import argparse

from deploy.cli.exits import DONE, FOUND
from deploy.cli.options import add_engines, opened, print_json
from deploy.cli.screen import Screen
from deploy.operator.providers import SERVICE, ProviderState, provider_states


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "providers",
        help="who carries messages out of the house, and how each of them is",
        description="Each provider's breaker, and with --history every time it opened or closed and why. "
        "Exit code 3 when one is not closed.",
    )
    add_engines(command)
    command.add_argument("--history", action="store_true", help="every change with its reason")
    command.set_defaults(run=run, service=SERVICE)


def run(chosen: argparse.Namespace) -> int:
    """In the order in which they are asked."""
    with opened(chosen) as stations:
        found = provider_states(stations)
    screen = Screen(quiet=chosen.json)
    if chosen.json:
        print_json(found)
    else:
        rows = [(one.name, one.channel, one.kind, one.state, _time(one.asked_again_at), _reason(one)) for one in found]
        screen.table(("provider", "channel", "kind", "state", "asked again (UTC)", "last reason"), rows)
        if chosen.history:
            turns = [(one.name, _time(turn.at), turn.state, turn.reason) for one in found for turn in one.history]
            screen.table(("provider", "at (UTC)", "state", "reason"), turns)
    return DONE if all(one.state == "closed" for one in found) else FOUND


def _time(text: str | None) -> str:
    return "" if text is None else text[:19].replace("T", " ")


def _reason(one: ProviderState) -> str:
    return one.history[-1].reason if one.history else ""
