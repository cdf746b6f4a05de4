"""Goals with their ladders in words: from the goals service, which decides what of them the asker may read."""

from typing import Any

from contracts.codes import DisclosureClass
from contracts.fhir import PERSON_SYSTEM, fhir_id, labels_of
from services.web.fhir.answers import Resource
from services.web.fhir.asking import Ask, unless_hidden
from services.web.gateways import goals
from services.web.gateways.door import Answer

GOAL_SYSTEM = "urn:alliance:goal"
LEVEL, BASELINE, RATING = "urn:alliance:goal-level", "urn:alliance:goal-baseline", "urn:alliance:goal-rating"
EXPECTED = 0  # the middle level of Goal Attainment Scaling: what was hoped for
METHOD = "Goal Attainment Scaling, from -2 (much less than expected) to +2 (much more)"
DAY_CHARACTERS = 10
LIFECYCLE = {
    "proposed": "proposed",
    "discussed": "planned",
    "agreed": "active",
    "declined": "rejected",
    "parked": "on-hold",
    "achieved": "completed",
}


def of_child(ask: Ask, child: str) -> list[Resource]:
    """Those that are shown to the asker."""
    return [_goal(child, found) for found in unless_hidden(lambda: goals.goals_of(ask.door, child))]


def _goal(child: str, found: Answer) -> Resource:
    status = LIFECYCLE.get(found["status"], "active")
    ladder = [_level(level) for level in found["levels"]]
    baseline = [] if found["baseline"] is None else [_integer(BASELINE, found["baseline"])]
    resource: Resource = {
        "resourceType": "Goal",
        "id": fhir_id(child, found["goal"]),
        "meta": {"security": labels_of(DisclosureClass.GOALS_PROGRESS)},
        "extension": [*ladder, *baseline],
        "identifier": [{"system": GOAL_SYSTEM, "value": found["goal"]}],
        "lifecycleStatus": status,
        "description": {"text": found["statement"]},
        "subject": {"reference": f"Patient/{fhir_id(child)}", "type": "Patient"},
    }
    if ladder:
        resource["target"] = [{"measure": {"text": METHOD}, "detailString": _words(found, EXPECTED)}]
    since = found.get("agreed_at") or found.get("proposed_at")
    if since:
        resource["startDate"] = since[:DAY_CHARACTERS]
    if found.get("proposed_by"):
        resource["expressedBy"] = {
            "type": "Practitioner", "identifier": {"system": PERSON_SYSTEM, "value": found["proposed_by"]},
        }  # fmt: skip
    whole = {**resource, **_rated(resource, _ratings(found))}
    return {name: value for name, value in whole.items() if value != []}


def _ratings(found: Answer) -> list[Answer]:
    """All of them for staff, the newest shared one for the family."""
    if "updates" in found:
        return list(found["updates"])
    return [found["latest"]] if found.get("latest") else []


def _rated(resource: Resource, ratings: list[Answer]) -> Resource:
    if not ratings:
        return {}
    notes = [{"time": rating["at"], "text": rating["words"]} for rating in ratings if rating.get("words")]
    extensions = [*resource["extension"], *(_rating(rating) for rating in ratings)]
    return {"extension": extensions, **({"note": notes} if notes else {})}


def _rating(rating: Answer) -> dict[str, Any]:
    voice = [{"url": "rater", "valueCode": rating["rater"]}] if rating.get("rater") else []
    inner = [_integer("level", rating["level"]), {"url": "at", "valueInstant": rating["at"]}, *voice]
    return {"url": RATING, "extension": inner}


def _level(level: Answer) -> dict[str, Any]:
    inner = [_integer("level", level["level"]), {"url": "words", "valueString": level["words"]}]
    return {"url": LEVEL, "extension": inner}


def _integer(url: str, value: int) -> dict[str, Any]:
    return {"url": url, "valueInteger": value}


def _words(found: Answer, level: int) -> str:
    return next(str(item["words"]) for item in found["levels"] if item["level"] == level)
