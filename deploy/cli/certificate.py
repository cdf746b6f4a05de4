"""`./alliance certificate make|check|show`: what the rules guarantee, over their whole space of decisions."""

import argparse
import os
from collections.abc import Mapping
from typing import Any

from deploy.cli.exits import DONE, FAILED
from deploy.cli.options import print_json
from deploy.cli.screen import Screen
from services.consent.certificate import kept
from services.consent.certificate.made import PROPERTIES, made
from services.consent.certificate.violation import Violation

DESCRIPTION = """Walks every combination of the flags that the rules look at, and enumerates families down to who bears
a duty; checks that nothing is permitted without a basis, that somebody hears of grave harm, that an accused adult
notices nothing, and that no order decides. `make` takes minutes and puts the result on file, to be committed;
`check` asks whether the one on file is that of these rules and makes a sample of it again; `show` prints it."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "certificate", help="what the rules guarantee, checked over their whole space", description=DESCRIPTION
    )
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    making = actions.add_parser("make", help="walk the whole space and put the certificate on file")
    making.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes side by side")
    making.set_defaults(run=make)
    checking = actions.add_parser("check", help="is it that of these rules? exit code 1 when not")
    checking.set_defaults(run=check)
    showing = actions.add_parser("show", help="print what is on file")
    showing.add_argument("--json", action="store_true", help="as it is")
    showing.set_defaults(run=show)


def make(chosen: argparse.Namespace) -> int:
    """Writes the certificate, or says which property failed where; ValueError for no workers."""
    if chosen.workers < 1:
        raise ValueError("--workers: at least 1")
    screen = Screen()
    began = screen.clock.monotonic()
    screen.say(f"  walking the space of decisions with {chosen.workers} processes")

    def report(done: int, total: int) -> None:
        screen.progress("slices", done, total)
        if not screen.is_terminal and done % 5 == 0:
            screen.say(f"  {done} of {total} slices, {screen.took(began)}")

    try:
        certificate = made(chosen.workers, report)
    except Violation as violation:
        screen.say(f"  {screen.coloured('✗', 'bad')} {violation}")
        return FAILED
    kept.write(certificate)
    _tell(screen, certificate)
    screen.say(f"\n  {screen.coloured('✓', 'good')} on file after {screen.took(began)}: {kept.PATH.name}")
    return DONE


def check(_: argparse.Namespace) -> int:
    """The version first, then a sample made again."""
    screen = Screen()
    try:
        certificate = kept.read()
        wrong = kept.stale(certificate) or kept.differing(certificate)
    except FileNotFoundError:
        wrong = [f"there is no certificate; {kept.AGAIN}"]
    except Violation as violation:
        wrong = [str(violation)]
    for words in wrong:
        screen.say(f"  {screen.coloured('✗', 'bad')} {words}")
    if not wrong:
        screen.say(f"  {screen.coloured('✓', 'good')} the certificate is that of rules {certificate['rules']}")
    return FAILED if wrong else DONE


def show(chosen: argparse.Namespace) -> int:
    """What is on file, in words or as it is; whether it still holds is for `check`."""
    certificate = kept.read()
    if chosen.json:
        print_json(certificate)
    else:
        _tell(Screen(), certificate)
    return DONE


def _tell(screen: Screen, certificate: Mapping[str, Any]) -> None:
    flags, families = certificate["flags"], certificate["families"]
    screen.say(f"  rules {certificate['rules']}")
    screen.say(f"  flags: {flags['combinations']:,} combinations in {flags['counts']['leaves']:,} leaves")
    screen.say(f"  families: {families['counts']['families']:,}, {families['decisions']:,} decisions\n")
    rows = [
        [name, f"{flags['counts'].get(name, 0):,}", f"{families['counts'].get(name, 0):,}"]
        for name in sorted(flags["counts"].keys() | families["counts"].keys())
        if name not in ("leaves", "points", "families")
    ]
    screen.table(("count", "flags", "families"), rows, right=frozenset({1, 2}))
    screen.say()
    for number, words in PROPERTIES.items():
        screen.say(f"  property {number}: {words}")
