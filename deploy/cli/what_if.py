"""`./alliance what-if`: which notices would newly go out, be withheld or be for a human to decide."""

import argparse
import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from deploy.cli.exits import DONE, FAILED, USAGE
from deploy.cli.options import add_engines, add_operator, opened, print_json
from deploy.cli.screen import Screen
from deploy.operator.packs import network_packs
from deploy.operator.whatif import Asked, Trial, trial
from kernel.errors import Refusal
from services.consent.packs.differences import differences
from services.consent.packs.file import told
from services.consent.queries.whatif import counted, row
from services.consent.rules.packs import PacksWrong
from services.consent.whatif.changes import Change, Direction

ROWS_SHOWN = 50  # a screenful; --all and --json have no limit
ERASE = "\r\033[K"  # the bar that stands where the line goes
NAMES = {
    Direction.TOLD: "newly told",
    Direction.WITHHELD: "newly withheld",
    Direction.ASKED: "newly for a human to decide",
    Direction.TERMS: "told on other terms",
    Direction.DUTY: "duties that move to somebody else",
}
REFUSED = {
    "no-such-version": "there is no such version; `./alliance packs versions` lists them",
    "no-such-clinic": "the network has no such clinic",
}
ABOUT = """Decides every recorded disclosure again, for each adult, under packs that are not in force or another clinic
policy, and lists what would be different. Nothing is changed and nobody is told; that it was read is on record.

Each is decided at the moment of its recorded decision, with the child's age then, on the family's record as it was:
where facts have changed since, it is put together again from their trails. Those disclosures are marked *. Orders
entered later count by their own dates; who is of the family, the basis of care, the clinic and its policy are today's.
It says what would have been decided; a notice that was withheld is not sent when a law changes, and one that is on its
way is decided again."""
EXITS = """exit codes: 0 nothing would be different; 1 something would, or it was refused; 2 a file is unfit (every
problem is named with its path), or the command line was not understood"""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "what-if",
        help="the recorded history, decided again under another pack or clinic policy",
        description=ABOUT,
        epilog=EXITS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--pack", metavar="FILE|VERSION", help="packs in a file, or a version that was proposed")
    command.add_argument("--policy", type=Path, metavar="FILE", help='as {"detail_age": 14}; the rest stays as it is')
    command.add_argument("--clinic", metavar="ID", help="where the policy would differ; default: in every clinic")
    command.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="whose law is compared; default: today")
    command.add_argument("--network", metavar="ID", help="needed when there is more than one network")
    command.add_argument("--all", action="store_true", help=f"every change, not {ROWS_SHOWN} alone")
    add_engines(command)
    add_operator(command)
    command.set_defaults(run=run, service="consent")


def run(chosen: argparse.Namespace) -> int:
    """Files are read before any store is opened."""
    screen = Screen(quiet=chosen.json)
    if chosen.pack is None and chosen.policy is None:
        raise ValueError("say what to try: --pack, --policy or both")
    if chosen.clinic is not None and chosen.policy is None:
        raise ValueError("--clinic says where a --policy would differ; packs count in the whole network")
    asked = Asked(packs=chosen.pack, policy=chosen.policy, clinic=chosen.clinic, on=chosen.on)
    try:
        return _tried(chosen, screen, asked.read())
    except PacksWrong as wrong:
        if chosen.json:
            print_json({"problems": list(wrong.problems)})
        for problem in wrong.problems:
            screen.say(f"  {told(problem)}")
        return USAGE
    except Refusal as refusal:
        if chosen.json:
            print_json({"refused": refusal.code})
        screen.say(f"  {REFUSED.get(refusal.code, refusal.code)}")
        return FAILED


def _tried(chosen: argparse.Namespace, screen: Screen, asked: dict[str, Any]) -> int:
    with opened(chosen) as stations:
        packs = network_packs(stations["consent"], chosen.network, chosen.operator)
        found = trial(packs, asked, partial(screen.progress, "children"))
        if chosen.json:
            _as_json(found)
        else:
            _as_text(screen, found, None if chosen.all else ROWS_SHOWN)
    return FAILED if found.tally.changes else DONE


def _as_json(found: Trial) -> None:
    """One document, written as it comes."""
    head = {"now": found.candidate.now.version, "then": found.candidate.then.version, "on": found.candidate.on}
    print(json.dumps(head, default=str)[:-1] + ', "later": ' + json.dumps(found.candidate.later()) + ', "changes": [')
    for number, change in enumerate(found):
        print(("," if number else "") + json.dumps(row(change)))
    print("]," + json.dumps(counted(found.tally))[1:])


def _as_text(screen: Screen, found: Trial, limit: int | None) -> None:
    tried = found.candidate
    screen.say(f"  tried: packs {tried.then.version} instead of {tried.now.version}, the law of {tried.on}")
    for item in differences(tried.now, tried.then):
        screen.say(f"    {item}")
    for name, value in tried.policy.items():
        screen.say(f"    {tried.clinic or 'every clinic'}: {name} becomes {_plain(value)}")
    for number, change in enumerate(found):
        if limit is None or number < limit:
            screen.say((ERASE if screen.is_terminal else "") + _line(change))
    if limit is not None and found.tally.changes > limit:
        screen.say(f"  ... and {found.tally.changes - limit:,} more; --all or --json lists them")
    _totals(screen, found)


def _totals(screen: Screen, found: Trial) -> None:
    tally = found.tally
    screen.say(f"\n  {tally.children:,} children, {tally.disclosures:,} disclosures, {tally.touched:,} of them touched")
    for direction, name in NAMES.items():
        screen.say(f"    {tally.directions[direction]:>7,}  {name}")
    if tally.reconstructed:
        screen.say(f"  * the record of {tally.reconstructed:,} of them has moved since, and was put together again")
    if tally.unlike_recorded:
        screen.say(f"    {tally.unlike_recorded:,} answers differ from the recorded ones already without the change")
    if days := found.candidate.later():
        screen.say(f"  more would differ later: try --on {', --on '.join(days)}")


def _line(change: Change) -> str:
    mark = "*" if change.ground != "as-recorded" else " "
    who = change.person or "duties"
    where = f"{change.child} {who} {change.disclosure_class.value} of {change.decided_at:%Y-%m-%d}"
    return f"  {mark} {NAMES[change.direction]}: {where}: {' '.join(change.before)} -> {' '.join(change.after)}"


def _plain(value: Any) -> str:
    return ", ".join(str(item) for item in value) or "nothing" if isinstance(value, tuple) else str(value).lower()
