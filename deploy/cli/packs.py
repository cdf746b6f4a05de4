"""`./alliance packs list|show|check|diff|versions|propose|approve|activate`: what the law says where."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any

from deploy.cli.exits import DONE, FAILED, USAGE
from deploy.cli.options import add_engines, add_operator, opened, print_json
from deploy.cli.screen import Screen
from deploy.operator.packs import NetworkPacks, network_packs, read, referred
from kernel.errors import Refusal
from services.consent.packs.differences import differences, remarks
from services.consent.packs.file import told
from services.consent.packs.kept import shipped
from services.consent.packs.places import place_name
from services.consent.packs.words import described, period
from services.consent.queries.packs import IN_FORCE
from services.consent.rules.packs import Book, Pack, PacksWrong

REFUSED = {
    "second-person-needed": "whoever proposed a version cannot approve it: give another name by --operator",
    "not-approved": "nobody has approved it yet",
    "back-dated": "that moment has passed: what was decided rests on what was in force then, and stays so",
    "too-soon": "give it five minutes at least: decisions under way must not be overtaken",
    "no-such-version": "there is no such version; `./alliance packs versions` lists them",
    "no-such-network": "there is no such network",
}
EXITS = """exit codes: 0 done; 1 the two differ (diff), or it was refused; 2 the file is no pack file (every problem is
named with its path), or the command line was not understood"""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands."""
    command = subparsers.add_parser("packs", help="what the law says where: read, check, compare, bring into force")
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    listing = _action(actions, "list", run_list, "every jurisdiction with its rules, as shipped or --in-force")
    showing = _action(actions, "show", run_show, "one jurisdiction in plain words")
    showing.add_argument("jurisdiction", metavar="PLACE", help="as in US-IL")
    for one in (listing, showing):
        one.add_argument("--in-force", action="store_true", help="the network's packs, from its store")
    checking = _action(actions, "check", run_check, "is a file sound, and what would it change?")
    comparing = _action(actions, "diff", run_diff, "how two differ; exit code 1 when they do")
    for name in ("a", "b"):
        comparing.add_argument(name, metavar=name.upper(), help="FILE, shipped, in-force or a VERSION")
    proposing = _action(actions, "propose", run_propose, "a file as the network's own packs, for a second person")
    for one in (checking, proposing):
        one.add_argument("file", type=Path, metavar="FILE")
    approving = _action(actions, "approve", run_approve, "by somebody else than who proposed it")
    activating = _action(actions, "activate", run_activate, "an approved version counts from a moment on")
    for one in (approving, activating):
        one.add_argument("version", metavar="VERSION")
    activating.add_argument("--at", required=True, metavar="MOMENT", help="as in 2027-01-01T00:00:00-06:00")
    _action(actions, "versions", run_versions, "the network's own, and when which counts")


def _action(actions: Any, name: str, run: Callable[[argparse.Namespace], int], says: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = actions.add_parser(name, help=says, description=says, epilog=EXITS)
    made.add_argument("--network", metavar="ID", help="needed when there is more than one network")
    add_engines(made)
    add_operator(made)
    made.set_defaults(run=partial(_watched, run), service="consent", in_force=False)
    return made


def _watched(run: Callable[[argparse.Namespace], int], chosen: argparse.Namespace) -> int:
    """Problems of a file and refusals in plain words."""
    screen = Screen(quiet=chosen.json)
    try:
        return run(chosen)
    except PacksWrong as wrong:
        if chosen.json:
            print_json({"problems": list(wrong.problems)})
        screen.say(f"  {len(wrong.problems)} problems:")
        for problem in wrong.problems:
            screen.say(f"    {told(problem)}")
        return USAGE
    except Refusal as refusal:
        if chosen.json:
            print_json({"refused": refusal.code})
        screen.say(f"  {REFUSED.get(refusal.code, refusal.code)}")
        return FAILED


def run_list(chosen: argparse.Namespace) -> int:
    """A line for each period."""
    book = _book(chosen)
    if chosen.json:
        print_json([pack.content() for pack in book.packs])
        return DONE
    packs = sorted(book.packs, key=lambda pack: (place_name(pack.jurisdiction), pack.since or ""))
    rows = [_row(pack) for pack in packs]
    Screen().table(("place", "code", "in force", "consent", "a parent is told", "harm notice", "checked"), rows)
    return DONE


def run_show(chosen: argparse.Namespace) -> int:
    """Every period of the place."""
    screen, periods = Screen(quiet=chosen.json), _book(chosen).periods.get(chosen.jurisdiction)
    if periods is None:
        raise ValueError(f"no rules are on file for {chosen.jurisdiction}")
    if chosen.json:
        print_json([pack.content() for pack in periods])
    for pack in periods:
        dated = period(pack.since, pack.until)
        screen.say(f"  {place_name(pack.jurisdiction)} ({pack.jurisdiction}){', ' + dated if dated else ''}")
        for line in described(pack):
            screen.say(f"    {line}")
        screen.say(f"    version: {pack.version}")
    return DONE


def run_check(chosen: argparse.Namespace) -> int:
    """Sound, or PacksWrong."""
    own = Book(read(chosen.file))
    changes, seen = [str(item) for item in differences(shipped(), own.over(shipped()))], remarks(own)
    if chosen.json:
        print_json({"version": own.version, "packs": len(own.packs), "changes": changes, "remarks": seen})
    screen = Screen(quiet=chosen.json)
    screen.say(f"  sound: {len(own.packs)} packs, version {own.version}")
    _lines(screen, "against the shipped packs:", changes)
    _lines(screen, "worth a look:", seen)
    return DONE


def run_diff(chosen: argparse.Namespace) -> int:
    """Sentences; nothing when the two say the same on every day."""
    with _stored(chosen) as stored:
        before, after = (referred(name, lambda kept: stored().book(kept)) for name in (chosen.a, chosen.b))
    found = differences(before, after)
    if chosen.json:
        print_json(found)
    _lines(Screen(quiet=chosen.json), "", [str(item) for item in found] or ["they say the same on every day"])
    return FAILED if found else DONE


def run_propose(chosen: argparse.Namespace) -> int:
    """Reads the file before any store is opened."""
    packs = read(chosen.file)
    with _stored(chosen) as stored:
        changes = differences(stored().book(IN_FORCE), Book(packs).over(shipped()))
        _lines(Screen(quiet=chosen.json), "it would change:", [str(item) for item in changes])
        return _done(chosen, stored().propose(packs), "proposed: a second person approves it")


def run_approve(chosen: argparse.Namespace) -> int:
    """It may be activated now."""
    with _stored(chosen) as stored:
        return _done(chosen, stored().approve(chosen.version), "approved")


def run_activate(chosen: argparse.Namespace) -> int:
    """Says from when on in UTC."""
    since = datetime.fromisoformat(chosen.at)
    if since.tzinfo is None:
        raise ValueError("the moment needs its offset from UTC, as in 2027-01-01T00:00:00-06:00")
    with _stored(chosen) as stored:
        reply = stored().activate(chosen.version, since.astimezone(UTC))
    return _done(chosen, reply, f"in force from {reply['since']} on")


def run_versions(chosen: argparse.Namespace) -> int:
    """Newest first."""
    with _stored(chosen) as stored:
        found = stored().versions()
    if chosen.json:
        print_json(found)
        return DONE
    screen = Screen()
    cells = [
        (row["version"], row["proposed_by"], row["approved_by"] or "nobody yet", str(len(row["jurisdictions"])))
        for row in found["versions"]
    ]
    screen.table(("version", "proposed by", "approved by", "places"), cells, frozenset({3}))
    for item in found["activations"]:
        counts = ": in force" if item["in_force"] else ""
        screen.say(f"  {item['version']} from {item['since']} on, by {item['activated_by']}{counts}")
    return DONE


@contextmanager
def _stored(chosen: argparse.Namespace) -> Iterator[Callable[[], NetworkPacks]]:
    """The network's packs, opened when they are first asked for: files and the shipped packs need no store."""
    with ExitStack() as stack:

        @cache
        def stored() -> NetworkPacks:
            station = stack.enter_context(opened(chosen))["consent"]
            return network_packs(station, chosen.network, chosen.operator)

        yield stored


def _book(chosen: argparse.Namespace) -> Book:
    if not chosen.in_force:
        return shipped()
    with _stored(chosen) as stored:
        return stored().book(IN_FORCE)


def _row(pack: Pack) -> tuple[str, ...]:
    age = "capacity" if pack.age_of_consent is None else str(pack.age_of_consent)
    dated = period(pack.since, pack.until) or "always"
    codes = (pack.parent_information.value, pack.harm_notice.value, pack.status.value)
    return place_name(pack.jurisdiction), pack.jurisdiction, dated, age, *codes


def _lines(screen: Screen, head: str, lines: list[str]) -> None:
    if head and lines:
        screen.say(f"  {head}")
    for line in lines:
        screen.say(f"{'    ' if head else '  '}{line}")


def _done(chosen: argparse.Namespace, reply: dict[str, Any], says: str) -> int:
    if chosen.json:
        print_json(reply)
    Screen(quiet=chosen.json).say(f"  {reply['version']}: {says}")
    return DONE
