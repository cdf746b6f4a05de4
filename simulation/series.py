"""Many seeds, in one process or shared among several."""

import logging
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from simulation.run import Outcome, run

REGRESSIONS = Path(__file__).with_name("regressions.txt")


def regressions() -> list[int]:
    """The seeds that once failed; what follows a number in the file is its story."""
    lines = REGRESSIONS.read_text("utf-8").splitlines()
    return [int(line.split()[0]) for line in lines if line.strip() and not line.startswith("#")]


def outcomes(seeds: Iterable[int], jobs: int) -> Iterator[Outcome]:
    """In the order of the seeds; `jobs` processes share them."""
    if jobs == 1:
        yield from map(run, seeds)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=quiet) as pool:
        yield from pool.map(run, seeds, chunksize=5)


def quiet() -> None:
    """No logs: the services report thousands of simulated failures."""
    logging.disable(logging.CRITICAL)
