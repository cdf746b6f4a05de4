"""`python -m benchmarks.decisions --rounds 5`: decisions a second, ours and those of other engines, in one run.

A decision is one (case, person, item, moment). Every engine answers every question once a round, the engines taking
turns, and CPU time of this process counts: on a crowded machine others' work is not ours. Ours starts from dated cases;
the others get the flags ready-made. That all agree on permit or not is checked before anything is measured.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import groupby
from statistics import median

from benchmarks.figures import machine
from benchmarks.peers.casbin import Casbin
from benchmarks.peers.cedar import Cedar
from benchmarks.peers.flags import Peer, flags_of
from benchmarks.peers.rego import Rego
from benchmarks.peers.vakt import Vakt
from benchmarks.questions import Question, questions
from contracts.codes import Outcome
from services.consent.rules.case import Case
from services.consent.rules.engine import Rulings, rule, settle
from services.consent.rules.reading import Reading

GOAL_A_SECOND = 100_000
GOAL_TO_CEDAR, GOAL_TO_FASTEST = 10, 3
OURS, COLD, PLAIN = "ours", "ours, just started", "ours, one case at a time"

Round = Callable[[], list[bool]]


def prepared(asked: list[Question]) -> list[bool]:
    """Each family is read afresh in each round, once for all that is asked about it."""
    answers = []
    for _, group in groupby(asked, key=lambda question: id(question.case)):
        questions_of_one = list(group)
        rulings = Rulings(questions_of_one[0].case)
        answers += [
            rulings.rule(person, item, at, today).outcome is Outcome.PERMIT
            for _, person, item, at, today in questions_of_one
        ]
    return answers


def cold(asked: list[Question]) -> list[bool]:
    """The same in a process that has never decided anything."""
    settle.cache_clear()
    return prepared(asked)


def one_by_one(cases: list[tuple[Case, str]]) -> list[bool]:
    """Every question reads its family anew."""
    return [rule(case, person).outcome is Outcome.PERMIT for case, person in cases]


def rounds(asked: list[Question]) -> dict[str, Round]:
    """One round of each engine; every answer of every peer agrees with ours, or AssertionError names the question."""
    cases = [(replace(one.case, item=one.item, at=one.at, today=one.today), one.person) for one in asked]
    made: dict[str, Round] = {
        COLD: partial(cold, asked),
        OURS: partial(prepared, asked),
        PLAIN: partial(one_by_one, cases),
    }
    flags = [flags_of(Reading(case, case.at, case.age).facts(case.item, person)) for case, person in cases]
    peers: tuple[Peer, ...] = (Cedar(), Rego(), Vakt(), Casbin())
    for peer in peers:
        made[peer.name] = partial(peer.permits, [peer.request(one) for one in flags])
    expected = made[OURS]()
    for name, ask in made.items():
        for question, own, theirs in zip(asked, expected, ask(), strict=True):
            assert own == theirs, f"{name} says {theirs}: {question}"
    print(f"{len(asked):,} questions, {sum(expected):,} permitted; all {len(made)} ways of asking agree on every one")
    return made


def measured(made: dict[str, Round], times: int) -> dict[str, list[float]]:
    """CPU seconds of each round; the engines take turns, so that a slower spell of the machine meets them all."""
    taken: dict[str, list[float]] = {name: [] for name in made}
    for _ in range(times):
        for name, ask in made.items():
            start = time.process_time()
            ask()
            taken[name].append(time.process_time() - start)
    return taken


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each engine answers everything")
    times, asked = parser.parse_args().rounds, list(questions())
    print(machine())
    taken = measured(rounds(asked), times)
    own = taken[OURS]
    print(f"{'':<28}{'decisions a second':>20}{'least':>12}{'most':>12}{'ours is faster by':>20}")
    for name, seconds in taken.items():
        speeds = [len(asked) / second for second in seconds]
        ratio = median(other / mine for mine, other in zip(own, seconds, strict=True))
        print(f"{name:<28}{median(speeds):>20,.0f}{min(speeds):>12,.0f}{max(speeds):>12,.0f}{ratio:>19.1f}x")
    print(
        f"goals: {GOAL_A_SECOND:,} a second, {GOAL_TO_CEDAR} times cedarpy, "
        f"{GOAL_TO_FASTEST} times the fastest of the others"
    )


if __name__ == "__main__":
    main()
