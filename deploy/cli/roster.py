"""`./alliance roster import FILE`: start with your own people."""

import argparse
from pathlib import Path

from deploy.cli.exits import DONE, FAILED, FOUND
from deploy.cli.options import add_engines, add_operator, opened, print_json
from deploy.cli.screen import Screen
from deploy.operator.stations import Stations
from deploy.roster import csv_file, fhir
from deploy.roster.checks import check, check_sizes, families
from deploy.roster.faults import Fault, Faults, RosterUnreadable
from deploy.roster.importing import Imported, Importer
from deploy.roster.people import Roster
from kernel.auth.principal import Kind, Principal
from kernel.clock import SystemClock
from kernel.store.port import Store
from services.consent.repository import CLINICS

FAULTS_SHOWN = 40
CLINICS_MAX = 1000


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser("roster", help="start with your own people, from a CSV file or a FHIR bundle")
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    importing = actions.add_parser(
        "import",
        help="read, check everything, then import family by family",
        description=f"{csv_file.__doc__}\n{fhir.__doc__}",
        epilog="Nothing is imported while one row has a fault. Faults name row, column and reason, never a name. "
        "Running it again changes nothing; a changed file changes what it says. Exit code 1 with faults, 3 when some "
        "addresses belonged to somebody else.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    importing.add_argument("file", type=Path, help="FILE.csv or BUNDLE.json")
    importing.add_argument("--network", metavar="ID", help="needed when there is more than one network")
    importing.add_argument("--dry-run", action="store_true", help="check and count, change nothing")
    add_engines(importing)
    add_operator(importing)
    importing.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Reads before any engine is opened."""
    screen = Screen(quiet=chosen.json)
    faults, began = Faults(), screen.clock.monotonic()
    try:
        roster = _read(chosen.file, faults)
    except RosterUnreadable as unreadable:
        return _unreadable(chosen, screen, unreadable)
    screen.say(f"  read in {screen.took(began)}: {_counts(roster)}")
    with opened(chosen) as stations:
        importer = _importer(chosen, stations)
        check(roster, importer.known(roster), SystemClock().now().date(), faults)
        check_sizes(families(roster), faults)
        if len(faults):
            return _faulty(chosen, screen, list(faults))
        return _imported(chosen, screen, importer, roster)


def _read(file: Path, faults: Faults) -> Roster:
    content = file.read_bytes() if file.is_file() else None
    if content is None:
        raise RosterUnreadable("no-file", "there is no such file")
    if file.suffix.lower() == ".json":
        return fhir.read(content, faults)
    if file.suffix.lower() in (".csv", ".txt", ".tsv"):
        return csv_file.read(content, faults)
    raise RosterUnreadable("suffix", "the name must end in .csv or .json")


def _importer(chosen: argparse.Namespace, stations: Stations) -> Importer:
    network = chosen.network or _only_network(stations["consent"].store)
    operator = Principal(f"operator:{chosen.operator}", Kind.OPERATOR, network, via="operator")
    return Importer(stations["consent"], stations["notifications"], network, operator)


def _only_network(store: Store) -> str:
    found = {clinic["network"] for clinic in store.find(CLINICS.collection, {}, ("_id",), CLINICS_MAX)}
    if not found:
        raise ValueError("no clinic is registered yet: register the clinics of your network first")
    if len(found) > 1:
        raise ValueError(f"there are several networks, name one by --network: {', '.join(sorted(found))}")
    return str(found.pop())


def _imported(chosen: argparse.Namespace, screen: Screen, importer: Importer, roster: Roster) -> int:
    plan = importer.plan(roster)
    there = importer.already_there(roster)
    fresh = len(roster.children) - there
    if chosen.dry_run:
        screen.say(f"  no faults. {fresh:,} children are new, {there:,} known. Nothing was changed (--dry-run).")
        if chosen.json:
            print_json({"faults": [], "children_new": fresh, "children_known": there, "imported": None})
        return DONE
    began = screen.clock.monotonic()
    result = importer.run(plan, lambda done, total: screen.progress("families", done, total))
    seconds = max(screen.clock.monotonic() - began, 0.001)
    speed = f"{screen.took(began)}, {result.children / seconds:,.0f} children a second"
    screen.say(f"  {result.families:,} families new or changed, {result.unchanged:,} as they were ({speed})")
    screen.say(f"  {result.children:,} children and {result.contacts:,} addresses are in")
    return _finished(chosen, screen, result)


def _finished(chosen: argparse.Namespace, screen: Screen, result: Imported) -> int:
    if chosen.json:
        print_json({"faults": result.faults, "imported": result})
    if result.faults:
        screen.say(f"\n  {len(result.faults)} things were refused; everything else is in:\n")
        _table(screen, result.faults)
    return FOUND if result.faults else DONE


def _faulty(chosen: argparse.Namespace, screen: Screen, faults: list[Fault]) -> int:
    if chosen.json:
        print_json({"faults": faults, "imported": None})
    rows = len({fault.row for fault in faults})
    screen.say(f"\n  {len(faults)} faults in {rows} rows. Nothing was imported.\n")
    _table(screen, faults)
    return FAILED


def _unreadable(chosen: argparse.Namespace, screen: Screen, unreadable: RosterUnreadable) -> int:
    if chosen.json:
        print_json({"unreadable": unreadable.code, "says": unreadable.says, "imported": None})
    screen.say(f"  The file cannot be read ({unreadable.code}): {unreadable.says}")
    return FAILED


def _table(screen: Screen, faults: list[Fault]) -> None:
    rows = [(str(fault.row), fault.column, fault.code, fault.says) for fault in faults[:FAULTS_SHOWN]]
    screen.table(("row", "column", "fault", "reason"), rows, frozenset({0}))
    if len(faults) > FAULTS_SHOWN:
        screen.say(f"  ... and {len(faults) - FAULTS_SHOWN} more; --json lists them all")


def _counts(roster: Roster) -> str:
    staff = f", {len(roster.staff):,} practitioners with {roster.roles:,} roles" if roster.staff else ""
    edges = sum(len(child.edges) for child in roster.children.values())
    return f"{len(roster.children):,} children, {len(roster.adults):,} adults, {edges:,} authorities{staff}"
