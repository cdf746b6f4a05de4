"""`./alliance topics plan|apply`: the topics of the manifest against those of the engine."""

import argparse

from deploy.cli.exits import DONE, FAILED, FOUND
from deploy.cli.options import add_engines, opened, print_json
from deploy.cli.screen import Screen
from deploy.operator.stations import Station
from deploy.operator.topics import Compared, Difference, apply, differences

ANY = "consent"  # every service sees the same log


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser("topics", help="compare the topics with the manifest, create what is missing")
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    plan = actions.add_parser("plan", help="what `apply` would do; exit code 3 when there is anything to do")
    add_engines(plan)
    plan.set_defaults(run=run_plan, service=ANY)
    make = actions.add_parser("apply", help="create what is missing; never changes or removes a topic")
    add_engines(make)
    make.set_defaults(run=run_apply, service=ANY)


def run_plan(chosen: argparse.Namespace) -> int:
    """Shows, changes nothing."""
    with opened(chosen) as stations:
        return _told(chosen, stations[ANY])


def run_apply(chosen: argparse.Namespace) -> int:
    """Creates, then shows what is there."""
    with opened(chosen) as stations:
        made = apply(stations[ANY])
        if not chosen.json:
            Screen().say(f"  created: {', '.join(made)}\n" if made else "  nothing was missing\n")
        return _told(chosen, stations[ANY])


def _told(chosen: argparse.Namespace, station: Station) -> int:
    compared = differences(station)
    if chosen.json:
        print_json(compared)
    else:
        rows = [(one.name, one.kind.value, one.says, _declared(one), one.hint) for one in compared]
        Screen().table(("topic", "state", "on the engine", "in the manifest", "to do"), rows)
    if all(one.is_fine for one in compared):
        return DONE
    return FAILED if any(one.kind is Difference.PARTITIONS for one in compared) else FOUND


def _declared(one: Compared) -> str:
    return f"{one.declared.partitions} partitions, kept {one.declared.retention_hours} h"
