"""What the rules say: now, beforehand, and as it was recorded."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader
from services.consent.queries import decisions as answered
from services.consent.queries import explained
from services.consent.queries.items import items_decided
from services.consent.routes.doors import CHILD, STAFF
from services.consent.rules.case import Item
from services.consent.schemas import questions, rulings

decisions = Blueprint("decisions", __name__, description="Who may know what, why, and who must be told")


@decisions.get(f"{CHILD}/decision")
@allow(Kind.STAFF, Kind.GUARDIAN, Kind.SERVICE)
@decisions.arguments(questions.DecisionQuery, location="query")
@decisions.response(200, rulings.Decision)
def decide(query: dict[str, Any], child: str) -> dict[str, Any]:
    """May this person know this class of thing, now?"""
    return answered.decision(reader(), child, query["disclosure_class"], query["person"], query["language"])


@decisions.post(f"{CHILD}/previews")
@allow(*STAFF)
@decisions.arguments(questions.NewPreview)
@decisions.response(200, rulings.Preview)
def preview(item: Item, child: str) -> dict[str, Any]:
    """Who would be told what and why; changes nothing."""
    return explained.preview(reader(), child, item)


@decisions.get(f"{CHILD}/disclosures/<string:disclosure>")
@allow(*STAFF)
@decisions.response(200, rulings.Disclosure)
def read_disclosure(child: str, disclosure: str) -> dict[str, Any]:
    """The recorded decision, explained."""
    return explained.disclosure(reader(), child, disclosure)


@decisions.get(f"{CHILD}/disclosures/<string:disclosure>/decision")
@allow(Kind.STAFF, Kind.GUARDIAN, Kind.SERVICE)
@decisions.arguments(questions.ForPerson, location="query")
@decisions.response(200, rulings.ItemDecision)
def decide_again(query: dict[str, Any], child: str, disclosure: str) -> dict[str, Any]:
    """The recorded item, decided again now."""
    return answered.disclosure_decision(reader(), child, disclosure, query["person"], query["language"])


@decisions.post("/disclosures/decisions")
@allow(Kind.SERVICE)
@decisions.arguments(questions.NewQuestions)
@decisions.response(200, rulings.ItemDecisions)
def decide_many_again(body: dict[str, Any]) -> dict[str, Any]:
    """Several recorded items, decided again now; changes nothing but the record of who asked."""
    return {"decisions": items_decided(reader(), body["questions"])}
