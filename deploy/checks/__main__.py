"""`python -m deploy.checks [NAME ...]`: every check, or those named.

Exit code 1 if one failed, 2 for a name that is no check.
"""

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from deploy.checks import graph, limits, programs, rooms, walls, words
from deploy.checks.programs import Outcome
from deploy.checks.tree import ROOT, Finding
from kernel.clock import SystemClock

Check = Callable[[Path], Outcome]


def _judged(findings: Callable[[Path], Sequence[Finding]], root: Path) -> Outcome:
    found = findings(root)
    return Outcome(not found, "\n".join(map(str, found)))


CHECKS: dict[str, Check] = {
    "limits": partial(_judged, limits.findings),
    "rooms": partial(_judged, rooms.findings),
    "walls": partial(_judged, walls.findings),
    "words": partial(_judged, words.findings),
    "ruff": programs.ruff,
    "imports": graph.check,
    "contracts": partial(programs.fresh, generator="contracts.generate"),
    "deployment": partial(programs.fresh, generator="deploy.generate"),
    "mypy": programs.mypy,
}


def _report(name: str, outcome: Outcome, seconds: float) -> None:
    remark = f"   {outcome.remark}" if outcome.remark else ""
    print(f"{'ok' if outcome.ok else 'FAILED':<7} {name:<11} {seconds:6.1f} s{remark}", flush=True)
    if not outcome.ok:
        print("\n".join("        " + line for line in outcome.output.splitlines()), flush=True)


def main(names: Sequence[str]) -> int:
    """Runs all of them even when one fails, so that one run shows everything there is to repair."""
    if unknown := set(names).difference(CHECKS):
        print(f"no such check: {', '.join(sorted(unknown))}; there are: {', '.join(CHECKS)}", file=sys.stderr)
        return 2
    clock, failed = SystemClock(), []
    for name in names or CHECKS:
        start = clock.monotonic()
        outcome = CHECKS[name](ROOT)
        _report(name, outcome, clock.monotonic() - start)
        failed += [] if outcome.ok else [name]
    print(f"\n{'failed: ' + ', '.join(failed) if failed else 'everything is in order'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
