"""The trace in the reader's language, codes beside the words."""

from typing import Any

from kernel.clock import to_text
from services.consent.decide.changes import Change
from services.consent.decide.later import Later
from services.consent.decide.trace import Fact, Rank, Spoken
from services.consent.rules.engine import OUTCOMES
from services.consent.rules.packs import Pack
from services.consent.rules.wording import catalogue, citation, value_code

Json = dict[str, Any]
# What a record says of itself beside its name and period, whichever of these it has.
SAYS = ("kind", "state", "provision", "agrees", "reason", "grantor", "source")


class InWords:
    """For one language and one pack."""

    def __init__(self, language: str, pack: Pack | None) -> None:
        self.language, self.pack, self.words = language, pack, catalogue(language)

    def rank(self, rank: Rank) -> Json:
        """A rank with its rules."""
        return {
            "rank": rank.name,
            "words": self.words.of("ranks", rank.name),
            "says": rank.says,
            "rules": [self.rule(rule) for rule in rank.rules],
        }

    def rule(self, rule: Spoken) -> Json:
        """A rule with its ground and the facts it fired on."""
        return {
            "rule": rule.code,
            "outcome": OUTCOMES[rule.verdict].value,
            "counts": rule.counts,
            "words": self.words.rule(rule.code).staff,
            "citation": citation(rule.code, self.pack, self.language),
            "because": [self.fact(fact) for fact in rule.because],
        }

    def fact(self, fact: Fact) -> Json:
        """A fact with the records it comes from."""
        return {
            "fact": fact.name,
            "value": value_code(fact.value),
            "words": self.words.fact(fact.name, fact.value),
            "records": [record_of(record) for record in fact.records],
        }

    def change(self, change: Change) -> Json:
        """Other facts, another outcome."""
        return {"outcome": change.outcome.value, "facts": [self.fact(fact) for fact in change.facts]}

    def later(self, later: Later) -> Json:
        """When, and what comes about then."""
        return {
            "at": to_text(later.at),
            "cause": later.cause,
            "age": later.age,
            "record": record_of(later.record) if later.record is not None else None,
        }


def record_of(record: Any) -> Json:
    """A record by its sort and name, with what it says and its period."""
    said = {name: getattr(record, name) for name in SAYS if getattr(record, name, None) is not None}
    return {
        "sort": type(record).__name__.lower(),
        "id": record.id,
        "says": {name: value_code(value) for name, value in said.items()},
        "since": to_text(record.since),
        "until": to_text(record.until) if record.until is not None else None,
    }
