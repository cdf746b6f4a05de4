"""The decision: a pure function of the case. Same facts, same answer, whatever the order in which they arrived."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from contracts.codes import Outcome
from services.consent.rules.case import Case, Item
from services.consent.rules.facts import Facts
from services.consent.rules.reading import Prepared, Reading
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
    return settle(_read(case).facts(case.item, person))


def rule_all(case: Case) -> dict[str, Ruling]:
    """The answer for every adult on record, in the order of their ids."""
    return _all(_read(case), sorted({adult.person for adult in case.adults}), case.item)


def barred(case: Case, persons: Iterable[str]) -> frozenset[str]:
    """Those of them, of the family or not, against whom an order, a flag or the item itself speaks."""
    return _barred(_read(case), persons, case.item)


class Rulings:
    """The same answers for whoever asks about one family many times: about items, persons and moments.

    The family's facts are read once for each piece of its time (`reading.py`), not once for each question.
    """

    def __init__(self, case: Case) -> None:
        self.prepared = Prepared(case)

    def rule(self, person: str, item: Item, at: datetime, today: date) -> Ruling:
        """What `rule` says of the case with this item and this moment."""
        return settle(self.prepared.reading(at, today).facts(item, person))

    def rule_all(self, item: Item, at: datetime, today: date) -> dict[str, Ruling]:
        """What `rule_all` says of it."""
        return _all(self.prepared.reading(at, today), self.prepared.persons, item)

    def barred(self, persons: Iterable[str], item: Item, at: datetime, today: date) -> frozenset[str]:
        """What `barred` says of it."""
        return _barred(self.prepared.reading(at, today), persons, item)


def _read(case: Case) -> Reading:
    return Reading(case, case.at, case.age)


def _all(reading: Reading, persons: Iterable[str], item: Item) -> dict[str, Ruling]:
    return {person: settle(reading.facts(item, person)) for person in persons}


def _barred(reading: Reading, persons: Iterable[str], item: Item) -> frozenset[str]:
    return frozenset(person for person in persons if _against(reading.facts(item, person)))


def _against(facts: Facts) -> bool:
    return any(item.when(facts) for item in AGAINST)


@lru_cache(maxsize=RULINGS_KEPT)
def settle(facts: Facts) -> Ruling:
    """`settled`, found again when the same flags were settled before."""
    return settled(facts)


def settled(facts: Facts) -> Ruling:
    """First rank that speaks, then the doubts, then what goes with the answer."""
    verdict, codes = decided(facts)
    if verdict is Verdict.PERMIT and (doubts := [doubt.code for doubt in DOUBTS if doubt.when(facts)]):
        verdict, codes = Verdict.ESCALATE, doubts
    obligations = (duty.code for duty in OBLIGATIONS if verdict in duty.verdicts and duty.when(facts))
    return Ruling(OUTCOMES[verdict], tuple(sorted(obligations)), tuple(sorted(codes)))


def decided(facts: Facts) -> tuple[Verdict, list[str]]:
    """The verdict of the first rank in which a rule fires, with the rules that gave it."""
    rules = fired(facts)
    return combined(rules) if rules else (Verdict.DENY, [WITHOUT_A_RULE])


def fired(facts: Facts) -> list[Rule]:
    """The rules that speak in the first rank in which any does."""
    return next((rules for rank in RANKS if (rules := [item for item in rank if item.when(facts)])), [])


def combined(fired: Iterable[Rule]) -> tuple[Verdict, list[str]]:
    """Deny overrides, then the question; the codes of the rules that said so."""
    rules = tuple(fired)
    verdict = max(item.verdict for item in rules)
    return verdict, [item.code for item in rules if item.verdict is verdict]
