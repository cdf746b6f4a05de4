"""`python -m simulation [--seeds 200] [--seed N] [--verbose] [--jobs 2]`: run seeds, tell what held and what did not.

Seeds that once failed (`regressions.txt`) run first. A failing seed prints the one line that reproduces it.
"""

import argparse
import sys
from collections import Counter

from simulation.run import Outcome
from simulation.series import outcomes, quiet, regressions

PROGRESS_EVERY = 20


def main(arguments: list[str]) -> int:
    """0 when every invariant held under every seed."""
    options = _options(arguments)
    quiet()
    seeds = [options.seed] if options.seed is not None else [*regressions(), *range(options.seeds)]
    held: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    failed = 0
    for number, outcome in enumerate(outcomes(seeds, options.jobs), start=1):
        held += outcome.held
        faults += outcome.faults
        failed += _reported(outcome, options.verbose)
        if number % PROGRESS_EVERY == 0:
            print(f"{number} of {len(seeds)} seeds, {failed} failed", flush=True)
    _summary(len(seeds), failed, held, faults)
    return 1 if failed else 0


def _reported(outcome: Outcome, verbose: bool) -> bool:
    if verbose:
        print("\n".join(outcome.trace))
    if outcome.violation is None:
        return False
    print(f"seed {outcome.seed}: {outcome.violation}")
    print(f"  reproduce: python -m simulation --seed {outcome.seed}", flush=True)
    return True


def _summary(seeds: int, failed: int, held: Counter[str], faults: Counter[str]) -> None:
    print(f"\n{seeds} seeds, {failed} failed")
    print("held:   " + ", ".join(f"{name} {count}" for name, count in sorted(held.items())))
    print("faults: " + ", ".join(f"{name} {count}" for name, count in sorted(faults.items())))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many, from 0")
    parser.add_argument("--seed", type=int, default=None, help="this one alone")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--verbose", action="store_true", help="print every step")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
