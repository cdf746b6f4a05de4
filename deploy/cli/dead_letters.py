"""`./alliance dead-letters list|show|redrive|discard`: events that could not be handled."""

import argparse
import re

from deploy.cli.exits import DONE, FAILED, FOUND
from deploy.cli.options import add_engines, add_operator, add_service, opened, print_json
from deploy.cli.screen import Screen
from deploy.operator.letters import (
    Redriven,
    dead_letters,
    discard,
    operator_named,
    parked,
    redrive,
    shown,
)
from deploy.operator.stations import Stations
from kernel.contract import CODE_PATTERN
from kernel.errors import NotFound


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser("dead-letters", help="events that could not be handled")
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="all culprits, oldest first; exit code 3 when there is one")
    add_engines(listing)
    add_service(listing)
    listing.set_defaults(run=run_list)
    one = actions.add_parser("show", help="where one came from and why it could not be handled; never its content")
    one.add_argument("letter", help="the id that `list` prints")
    add_engines(one)
    add_service(one)
    one.set_defaults(run=run_show)
    _register_acts(actions)


def _register_acts(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    again = actions.add_parser(
        "redrive", help="handle a stream's held events again, in order and under their ids, then free it; audited"
    )
    again.add_argument("stream", nargs="?", help="the stream that `parked` prints; without it --all is needed")
    again.add_argument("--all", action="store_true", help="every parked stream")
    letting = actions.add_parser("discard", help="let one culprit go, for ever; audited with its reason")
    letting.add_argument("letter", help="the id that `list` prints")
    letting.add_argument(
        "--reason", required=True, help="a code of small letters, digits and hyphens, such as duplicate-of-paper-form"
    )
    for command, function in ((again, run_redrive), (letting, run_discard)):
        add_engines(command)
        add_service(command)
        add_operator(command)
        command.set_defaults(run=function)


def run_list(chosen: argparse.Namespace) -> int:
    """Ids, types and codes."""
    with opened(chosen) as stations:
        found = dead_letters(stations)
    screen = Screen(quiet=chosen.json)
    if chosen.json:
        print_json(found)
    elif found:
        rows = [(one.service, one.id, one.at[:19].replace("T", " "), one.code, one.type, one.stream) for one in found]
        screen.table(("service", "letter", "since (UTC)", "reason", "event type", "stream"), rows)
    else:
        screen.say("  There are no dead letters.")
    return FOUND if found else DONE


def run_show(chosen: argparse.Namespace) -> int:
    """One letter."""
    with opened(chosen) as stations:
        facts = shown(stations, chosen.letter)
    if chosen.json:
        print_json(facts)
        return DONE
    screen = Screen()
    for name, value in facts.items():
        screen.say(f"  {name.replace('_', ' '):<15} {value}")
    return DONE


def run_redrive(chosen: argparse.Namespace) -> int:
    """Exit code 1 when a stream stopped again."""
    if bool(chosen.stream) == chosen.all:
        raise ValueError("name one stream, or say --all")
    with opened(chosen) as stations:
        results = _redriven(stations, chosen)
    screen = Screen(quiet=chosen.json)
    if chosen.json:
        print_json(results)
    for one in results:
        end = f"stopped again: {one.code}" if one.code else "free again"
        screen.say(f"  {one.service:<14} {one.stream}  {one.handled} handled, {end}")
    return FAILED if any(one.code for one in results) else DONE


def run_discard(chosen: argparse.Namespace) -> int:
    """The stream stays parked until it is redriven."""
    if not re.fullmatch(CODE_PATTERN, chosen.reason):
        raise ValueError("--reason is a code, not a sentence: small letters, digits, hyphens; it stays in the audit")
    with opened(chosen) as stations:
        letter = discard(stations, chosen.letter, chosen.reason, operator_named(chosen.operator))
    if chosen.json:
        print_json(letter)
    else:
        Screen().say(f"  {letter.id} is gone and recorded. Now: alliance dead-letters redrive {letter.stream}")
    return DONE


def _redriven(stations: Stations, chosen: argparse.Namespace) -> list[Redriven]:
    found = [one for one in parked(stations) if chosen.all or one.stream == chosen.stream]
    if chosen.stream and not found:
        raise NotFound("not-parked")
    operator = operator_named(chosen.operator)
    return [redrive(stations[one.service], one.stream, operator) for one in found]
