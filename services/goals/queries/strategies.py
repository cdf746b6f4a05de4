"""The plan of what helps, and what guardians said of it: theirs alone for a guardian, counted for a supervisor."""

from collections.abc import Sequence
from typing import Any

from kernel.clock import to_text
from kernel.reader import Reader
from services.goals.decisions.clinics import require_setter
from services.goals.decisions.strategies import figures
from services.goals.model.strategy import About, Feedback, Strategy
from services.goals.queries.reach import family, is_family, team
from services.goals.repository.strategies import feedback_in, feedback_of, strategies_of

ACTION, FIGURES = "read-strategies", "read-feedback-figures"


def strategies(reader: Reader, child_id: str) -> dict[str, Any]:
    """What is in the plan. A guardian reads their own words and nobody else's."""
    if is_family(reader):
        child, person = family(reader, child_id, ACTION), reader.principal.person
        clinics = frozenset(team.clinic for team in child.teams)
        said = [one for one in feedback_of(reader, child.id, clinics) if one.by == person]
    else:
        child, clinics = team(reader, child_id, ACTION)
        said = feedback_of(reader, child.id, clinics)
    told = {
        "strategies": [_strategy(reader, one, said) for one in strategies_of(reader, child.id, clinics)],
        "therapist": [_feedback(reader, one) for one in said if one.about is About.THERAPIST],
    }
    reader.shown(child.id, ACTION)
    return told


def clinic_feedback(reader: Reader, clinic: str) -> dict[str, Any]:
    """Counts without a word, for who answers for the clinic; a count of fewer than five guardians is absent."""
    network = require_setter(reader.principal, clinic)
    found = [one for one in feedback_in(reader, clinic) if one.network == network]
    counted = {about.value: figures(found, about) for about in About}
    reader.shown(f"clinic:{clinic}", FIGURES)
    return {about: counts for about, counts in counted.items() if counts is not None}


def _strategy(reader: Reader, one: Strategy, said: Sequence[Feedback]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "strategy": one.id,
        "clinic": one.clinic,
        "kind": one.kind.value,
        "text": reader.open(one.child, one.text),
        "feedback": [_feedback(reader, word) for word in said if word.strategy == one.id],
    }
    if is_family(reader):
        return told
    checks = [{"working": check.working.value, "by": check.by, "at": to_text(check.at)} for check in one.checks]
    due = one.is_due(reader.now.date().isoformat())
    return {**told, "goal": one.goal, "review_on": one.review_on, "review_due": due, "checks": checks}


def _feedback(reader: Reader, one: Feedback) -> dict[str, Any]:
    told: dict[str, Any] = {
        "verdict": one.verdict.value,
        "words": None if one.words is None else reader.open(one.child, one.words),
        "at": to_text(one.at),
    }
    return told if is_family(reader) else {**told, "by": one.by, "clinic": one.clinic}
