"""Why: which ranks spoke, with which rules, on which facts, and which records those facts come from."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Any, get_type_hints

from kernel.contract import is_optional, without_none
from services.consent.rules.case import Case, Dated
from services.consent.rules.engine import decided
from services.consent.rules.facts import Facts
from services.consent.rules.reading import Reading
from services.consent.rules.tables import DOUBTS, RANKS, WITHOUT_A_RULE, Rule, Verdict

RANK_NAMES = ("protection", "harm", "minors", "boundaries", "wishes", "defaults")
DOUBTS_NAME, NO_RANK = "doubts", "none"
DECIDES, DOUBTED, UNHEARD = "decides", "doubted", "unheard"
EXAMINED_MAX = 60  # records of one sort for one fact: more than any family has in force at once

# Where a fact comes from. What is not here stands in the file itself: item, basis, agreement, pack, policy.
RECORDS: dict[str, tuple[str, ...]] = {
    "somebody_responsible": ("authorities",),
    "standing": ("authorities",),
    "verified": ("authorities",),
    "court_granted": ("authorities",),
    "contradictory": ("authorities",),
    "terminated": ("authorities",),
    "protective": ("restrictions", "authorities"),
    "restricted": ("restrictions",),
    "danger": ("dangers",),
    "with_accused": ("dangers",),
    "bounded": ("boundaries",),
    "child_yes": ("assents", "consents"),
    "child_no": ("assents", "consents"),
    "guardians_yes": ("consents",),
    "joint_missing": ("authorities", "consents"),
    "refused": ("consents",),
}


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


def facts_of(case: Case, person: str) -> Facts:
    """What the rules look at."""
    return Reading(case, case.at, case.age).facts(case.item, person)


def ranks_of(case: Case, person: str) -> tuple[Rank, ...]:
    """All ranks that have something to say, the highest first, then the doubts; if all are silent, one that says so."""
    facts = facts_of(case, person)
    verdict, codes = decided(facts)
    doubts = _fired(DOUBTS, facts) if verdict is Verdict.PERMIT else ()
    found, heard = [], False
    for name, rank in zip(RANK_NAMES, RANKS, strict=True):
        if fired := _fired(rank, facts):
            says = UNHEARD if heard else DOUBTED if doubts else DECIDES
            found.append(Rank(name, says, _spoken(case, person, facts, fired, () if heard or doubts else codes)))
            heard = True
    if doubts:
        codes_of_doubts = [doubt.code for doubt in doubts]
        found.append(Rank(DOUBTS_NAME, DECIDES, _spoken(case, person, facts, doubts, codes_of_doubts)))
    return tuple(found) if found else (Rank(NO_RANK, DECIDES, (Spoken(WITHOUT_A_RULE, Verdict.DENY, True),)),)


def _fired(rank: tuple[Rule, ...], facts: Facts) -> tuple[Rule, ...]:
    return tuple(item for item in rank if item.when(facts))


def _spoken(
    case: Case, person: str, facts: Facts, fired: tuple[Rule, ...], deciding: "tuple[str, ...] | list[str]"
) -> tuple[Spoken, ...]:
    return tuple(
        Spoken(
            item.code,
            item.verdict,
            item.code in deciding,
            tuple(Fact(name, getattr(facts, name), records_of(case, person, name)) for name in needed(item, facts)),
        )
        for item in fired
    )


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


def records_of(case: Case, person: str, name: str) -> tuple[Any, ...]:
    """The records behind a fact in the order of their names, whatever their order in the file."""
    return tuple(sorted(records_behind(case, person, name), key=lambda record: str(record.id)))


def records_behind(case: Case, person: str, name: str) -> Iterator[Any]:
    """The records that hold and make the fact what it is: take one away and it differs, or it alone makes it so."""
    value = getattr(facts_of(case, person), name)
    for sort in RECORDS.get(name, ()):
        held = tuple(record for record in getattr(case, sort) if _bears(record, case, person, name))
        if not held or len(held) > EXAMINED_MAX:
            continue
        others = tuple(record for record in getattr(case, sort) if record not in held)
        none = _with(case, person, name, sort, others)
        for record in held:
            rest = tuple(other for other in held if other is not record)
            needs = _with(case, person, name, sort, (*others, *rest)) != value
            if needs or (none != value and _with(case, person, name, sort, (*others, record)) == value):
                yield record


def _bears(record: Any, case: Case, person: str, name: str) -> bool:
    """Whether it may have to do with this person; of dangers and contradictions those of others do."""
    if isinstance(record, Dated) and not record.holds(case.at):
        return False
    if name in ("with_accused", "contradictory", "joint_missing", "somebody_responsible"):
        return True
    return getattr(record, "grantee", getattr(record, "person", None)) in (None, person)


def _with(case: Case, person: str, name: str, sort: str, records: tuple[Any, ...]) -> Any:
    changed: dict[str, Any] = {sort: records}
    return getattr(facts_of(replace(case, **changed), person), name)
