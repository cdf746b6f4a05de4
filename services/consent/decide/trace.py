"""Why: which ranks spoke, with which rules, on which facts, and which records those facts come from."""

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any, get_type_hints

from kernel.contract import is_optional, without_none
from services.consent.decide.evidence import Evidence
from services.consent.rules.case import Case
from services.consent.rules.engine import decided
from services.consent.rules.facts import Facts
from services.consent.rules.tables import DOUBTS, RANKS, WITHOUT_A_RULE, Rule, Verdict

RANK_NAMES = ("protection", "harm", "minors", "boundaries", "wishes", "defaults")
DOUBTS_NAME, NO_RANK = "doubts", "none"
DECIDES, DOUBTED, UNHEARD = "decides", "doubted", "unheard"


@dataclass(frozen=True, slots=True)
class Fact:
    """A flag with its value, and the records without which, or by which alone, it would be so."""

    name: str
    value: Any
    records: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A rule that fired. `counts`: it is one of those that gave the answer."""

    code: str
    verdict: Verdict
    counts: bool
    because: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank with something to say. It decides, or was doubted, or was not heard because a higher one had spoken."""

    name: str
    says: str
    rules: tuple[Spoken, ...]


def ranks_of(case: Case, person: str) -> tuple[Rank, ...]:
    """All ranks that have something to say, the highest first, then the doubts; if all are silent, one that says so."""
    evidence = Evidence(case, person)
    facts = evidence.facts
    verdict, codes = decided(facts)
    doubts = _fired(DOUBTS, facts) if verdict is Verdict.PERMIT else ()
    found, heard = [], False
    for name, rank in zip(RANK_NAMES, RANKS, strict=True):
        if fired := _fired(rank, facts):
            says = UNHEARD if heard else DOUBTED if doubts else DECIDES
            found.append(Rank(name, says, _spoken(evidence, fired, () if heard or doubts else codes)))
            heard = True
    if doubts:
        codes_of_doubts = [doubt.code for doubt in doubts]
        found.append(Rank(DOUBTS_NAME, DECIDES, _spoken(evidence, doubts, codes_of_doubts)))
    return tuple(found) if found else (Rank(NO_RANK, DECIDES, (Spoken(WITHOUT_A_RULE, Verdict.DENY, True),)),)


def _fired(rank: tuple[Rule, ...], facts: Facts) -> tuple[Rule, ...]:
    return tuple(item for item in rank if item.when(facts))


def _spoken(evidence: Evidence, fired: tuple[Rule, ...], deciding: "tuple[str, ...] | list[str]") -> tuple[Spoken, ...]:
    return tuple(Spoken(item.code, item.verdict, item.code in deciding, _because(item, evidence)) for item in fired)


def _because(item: Rule, evidence: Evidence) -> tuple[Fact, ...]:
    facts = evidence.facts
    return tuple(Fact(name, getattr(facts, name), evidence.of(name)) for name in needed(item, facts))


def needed(item: Rule, facts: Facts) -> tuple[str, ...]:
    """The facts without which the rule would not have fired: with another value of one of them it is silent."""
    return tuple(
        name
        for name in Facts._fields
        if any(
            not item.when(facts._replace(**{name: other})) for other in values(name) if other != getattr(facts, name)
        )
    )


@cache
def values(name: str) -> tuple[Any, ...]:
    """Every value that the fact can have."""
    hint = get_type_hints(Facts)[name]
    plain = without_none(hint)
    members: tuple[Any, ...] = tuple(plain) if issubclass(plain, Enum) else (False, True)
    return (None, *members) if is_optional(hint) else members
