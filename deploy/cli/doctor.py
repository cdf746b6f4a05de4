"""`./alliance doctor`: is everything that it needs here, reachable and set up?"""

import argparse
import os

from deploy.cli.exits import DONE, FAILED, FOUND
from deploy.cli.options import add_engines, opened, print_json
from deploy.cli.screen import Screen
from deploy.operator.health import Finding, Level, examined, settings
from deploy.operator.stations import NoData, environment

MARKS = {Level.OK: ("✓ ok  ", "good"), Level.WARN: ("! warn", "careful"), Level.FAIL: ("✗ fail", "bad")}
WHAT_WIDTH = 24
PLURALS = {"store": "stores", "topic": "topics", "outbox": "outboxes", "reader": "readers"}


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the command."""
    command = subparsers.add_parser(
        "doctor",
        help="is everything here, reachable and set up?",
        description="Looks at settings, engines, topics, indexes, keys, clock, outbox, lag, timers and parked streams; "
        "changes nothing. Exit code 0 when all is well, 3 with warnings, 1 with failures.",
    )
    add_engines(command)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Every line, then the verdict."""
    screen = Screen(quiet=chosen.json)
    findings = _all(chosen)
    for finding in _summarised(findings):
        _tell(screen, finding)
    worst = [level for level in (Level.FAIL, Level.WARN) if any(finding.level is level for finding in findings)]
    if chosen.json:
        print_json({"worst": worst[0] if worst else Level.OK, "findings": findings})
    fails = sum(finding.level is Level.FAIL for finding in findings)
    warns = sum(finding.level is Level.WARN for finding in findings)
    screen.say(
        f"\n  {len(findings)} checks: {fails} failed, {warns} to look at." if worst else "\n  Everything is well."
    )
    return {Level.FAIL: FAILED, Level.WARN: FOUND}[worst[0]] if worst else DONE


def _all(chosen: argparse.Namespace) -> list[Finding]:
    """The engines are looked at only when the settings fit."""
    found = settings(environment(chosen.data, os.environ))
    if any(finding.level is Level.FAIL for finding in found):
        return found
    try:
        with opened(chosen) as stations:
            return [*found, *examined(stations)]
    except NoData as absent:
        hint = "start a demo first, or name its folder"
        return [*found, Finding(level=Level.FAIL, what="data", says=str(absent), hint=hint)]


def _summarised(findings: list[Finding]) -> list[Finding]:
    """What is well in the same words for several services is one line; everything else has its own."""
    lines: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        same = (finding.what.partition(" ")[0], finding.says) if finding.level is Level.OK else (finding.what, "")
        lines.setdefault(same, []).append(finding)
    return [_together(group) for group in lines.values()]


def _together(group: list[Finding]) -> Finding:
    if len(group) == 1:
        return group[0]
    kind = group[0].what.partition(" ")[0]
    names = [finding.what.rpartition(" ")[2].removeprefix("alliance.") for finding in group]
    says = f"{group[0].says} ({', '.join(names)})"
    return Finding(level=Level.OK, what=PLURALS.get(kind, kind), says=says)


def _tell(screen: Screen, finding: Finding) -> None:
    mark, colour = MARKS[finding.level]
    screen.say(f"  {screen.coloured(mark, colour)}  {finding.what:<{WHAT_WIDTH}} {finding.says}")
    if finding.hint:
        screen.say(screen.coloured(f"{'':{WHAT_WIDTH + 11}}{finding.hint}", "quiet"))
