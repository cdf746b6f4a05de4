"""The decision: a pure function of the case. Same facts, same answer, whatever the order in which they arrived."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from contracts.codes import Outcome
from services.consent.rules.case import Case
from services.consent.rules.facts import Facts
from services.consent.rules.reading import Reading
from services.consent.rules.tables import AGAINST, DOUBTS, OBLIGATIONS, RANKS, WITHOUT_A_RULE, Rule, Verdict

RULINGS_KEPT = 65_536  # distinct combinations of flags; a network meets a few hundred, a certificate many more

OUTCOMES = {Verdict.PERMIT: Outcome.PERMIT, Verdict.ESCALATE: Outcome.ESCALATE, Verdict.DENY: Outcome.WITHHOLD}


@dataclass(frozen=True, slots=True)
class Ruling:
    """The answer for one person as codes, sorted; words are made from them when somebody asks (`wording.py`)."""

    outcome: Outcome
    obligations: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()


def rule(case: Case, person: str) -> Ruling:
    """The answer for one person."""
    return settle(Reading(case).facts(person))


def rule_all(case: Case) -> dict[str, Ruling]:
    """The answer for every adult on record, in the order of their ids."""
    reading = Reading(case)
    return {person: settle(reading.facts(person)) for person in sorted(reading.adults)}


def barred(case: Case, persons: Iterable[str]) -> frozenset[str]:
    """Those of them, of the family or not, against whom an order, a flag or the item itself speaks."""
    reading = Reading(case)
    return frozenset(person for person in persons if _against(reading.facts(person)))


def _against(facts: Facts) -> bool:
    return any(item.when(facts) for item in AGAINST)


@lru_cache(maxsize=RULINGS_KEPT)
def settle(facts: Facts) -> Ruling:
    """First rank that speaks, then the doubts, then what goes with the answer."""
    verdict, codes = decided(facts)
    if verdict is Verdict.PERMIT and (doubts := [doubt.code for doubt in DOUBTS if doubt.when(facts)]):
        verdict, codes = Verdict.ESCALATE, doubts
    obligations = (duty.code for duty in OBLIGATIONS if verdict in duty.verdicts and duty.when(facts))
    return Ruling(OUTCOMES[verdict], tuple(sorted(obligations)), tuple(sorted(codes)))


def decided(facts: Facts) -> tuple[Verdict, list[str]]:
    """The verdict of the first rank in which a rule fires, with the rules that gave it."""
    for rank in RANKS:
        fired = [item for item in rank if item.when(facts)]
        if fired:
            return combined(fired)
    return Verdict.DENY, [WITHOUT_A_RULE]


def combined(fired: Iterable[Rule]) -> tuple[Verdict, list[str]]:
    """Deny overrides, then the question; the codes of the rules that said so."""
    rules = tuple(fired)
    verdict = max(item.verdict for item in rules)
    return verdict, [item.code for item in rules if item.verdict is verdict]
