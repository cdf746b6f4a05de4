"""What was seen at home and what the family said, for whoever may see it; and what waits when the plan is looked at."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from kernel.clock import to_text
from kernel.kind import Sealed
from kernel.reader import Reader
from services.goals.decisions import contributions as said_rules
from services.goals.decisions import observations as seen_rules
from services.goals.model.contribution import Contribution
from services.goals.model.goal import Goal, Status
from services.goals.model.observation import Observation, Story
from services.goals.queries.reach import family, is_family, team
from services.goals.repository.goals import goals_of
from services.goals.repository.observations import (
    contributions_of,
    observations_of,
    unanswered_concerns,
    unseen_observations,
)
from services.goals.repository.strategies import strategies_of

OBSERVATIONS, CONTRIBUTIONS, REVIEW = "read-observations", "read-contributions", "read-plan-review"


def observations(reader: Reader, child_id: str) -> dict[str, Any]:
    """Newest first."""
    child, found = _seen(reader, child_id)
    told = [_observation(reader, one) for one in found]
    reader.shown(child, OBSERVATIONS)
    return {"observations": told}


def patterns(reader: Reader, child_id: str) -> dict[str, Any]:
    """How often what was seen, by day and by behaviour, over exactly what this reader may see."""
    child, found = _seen(reader, child_id)
    days = Counter(one.observed_at.date().isoformat() for one in found)
    behaviours = Counter(one.behaviour.value for one in found if one.behaviour)
    moods = Counter(one.mood.value for one in found if one.mood)
    people = Counter(one.observed_by for one in found)
    reader.shown(child, OBSERVATIONS)
    return {
        "days": _counted(days),
        "behaviours": _counted(behaviours),
        "moods": _counted(moods),
        "observers": [] if is_family(reader) else _counted(people),
    }


def contributions(reader: Reader, child_id: str) -> dict[str, Any]:
    """Newest first."""
    if is_family(reader):
        child = family(reader, child_id, CONTRIBUTIONS)
        found = [
            one for one in contributions_of(reader, child.id) if said_rules.shown_to(one, reader.principal.person)
        ]
    else:
        child, clinics = team(reader, child_id, CONTRIBUTIONS)
        found = contributions_of(reader, child.id, clinics)
    told = [_contribution(reader, one) for one in found]
    reader.shown(child.id, CONTRIBUTIONS)
    return {"contributions": told}


def plan_review(reader: Reader, child_id: str) -> dict[str, Any]:
    """Before the plan goes on: unseen observations, unanswered concerns, goals and strategies whose review is due."""
    child, clinics = team(reader, child_id, REVIEW)
    today = reader.now.date().isoformat()
    seen = {
        "observations": [_observation(reader, one) for one in unseen_observations(reader, child.id, clinics)],
        "concerns": [_contribution(reader, one) for one in unanswered_concerns(reader, child.id, clinics)],
        "goals": [goal.id for goal in goals_of(reader, child.id, clinics) if _is_due(goal, today)],
        "strategies": [one.id for one in strategies_of(reader, child.id, clinics) if one.is_due(today)],
    }
    reader.shown(child.id, REVIEW)
    return seen


def _is_due(goal: Goal, today: str) -> bool:
    return goal.status is Status.AGREED and goal.plan is not None and goal.plan.review_on <= today


def _seen(reader: Reader, child_id: str) -> tuple[str, list[Observation]]:
    if is_family(reader):
        child, person = family(reader, child_id, OBSERVATIONS), reader.principal.person
        return child.id, [one for one in observations_of(reader, child.id) if seen_rules.shown_to(one, person)]
    child, clinics = team(reader, child_id, OBSERVATIONS)
    return child.id, observations_of(reader, child.id, clinics)


def _counted(found: Counter[str]) -> list[dict[str, Any]]:
    return [{"of": name, "count": count} for name, count in sorted(found.items())]


def _observation(reader: Reader, one: Observation) -> dict[str, Any]:
    """Another guardian's is shown without its links, and says only that somebody else saw it."""
    own = one.observed_by == reader.principal.person
    told: dict[str, Any] = {
        "observation": one.id,
        "kind": one.kind.value,
        "behaviour": one.behaviour.value if one.behaviour else None,
        "intensity": one.intensity,
        "minutes": one.minutes,
        "wakings": one.wakings,
        "mood": one.mood.value if one.mood else None,
        "story": None if one.story is None else _story(reader, one.child, one.story),
        "words": _opened(reader, one.child, one.words),
        "observed_at": to_text(one.observed_at),
        "recorded_at": to_text(one.recorded_at),
        "released": one.released,
    }
    if is_family(reader):
        return {**told, "mine": own}
    links = [{"kind": link.kind.value, "id": link.id} for link in one.links]
    staff = {"observed_by": one.observed_by, "reviewed_by": one.reviewed_by, "clinic": one.clinic, "links": links}
    return {**told, **staff}


def _story(reader: Reader, child: str, story: Story) -> dict[str, Any]:
    parts: Sequence[tuple[str, Sealed | None]] = (
        ("before", story.before), ("happened", story.happened), ("after", story.after), ("feeling", story.feeling),
    )  # fmt: skip
    return {name: _opened(reader, child, text) for name, text in parts}


def _contribution(reader: Reader, one: Contribution) -> dict[str, Any]:
    own = one.by == reader.principal.person
    told: dict[str, Any] = {
        "contribution": one.id,
        "topic": one.topic.value,
        "voice": one.voice.value,
        "text": reader.open(one.child, one.text),
        "at": to_text(one.at),
        "released": one.released,
        "answered_at": None if one.answered_at is None else to_text(one.answered_at),
    }
    if is_family(reader):
        return {**told, "mine": own, "answer": _opened(reader, one.child, one.answer) if own else None}
    staff = {"by": one.by, "clinic": one.clinic, "answer": _opened(reader, one.child, one.answer)}
    return {**told, **staff, "answered_by": one.answered_by}


def _opened(reader: Reader, child: str, text: Sealed | None) -> str | None:
    return None if text is None else reader.open(child, text)
