"""The whole answer with its trace: for any case from its body alone, and for registered children."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader
from services.consent.decide.answer_schema import CaseAnswer
from services.consent.decide.schemas import CaseFile
from services.consent.queries.cases import class_explained, decided, disclosure_explained
from services.consent.routes.doors import CHILD, STAFF
from services.consent.schemas import questions

cases = Blueprint("cases", __name__, description="Decisions with the whole trace, for staff")


@cases.post("/decisions")
@allow(*STAFF, Role.PRIVACY_OFFICER)
@cases.arguments(questions.InLanguage, location="query")
@cases.arguments(CaseFile)
@cases.response(200, CaseAnswer)
def decide_case(query: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Who may know what, why, and who must be told; nothing is kept of it."""
    return decided(reader(), body, query["language"])


@cases.get(f"{CHILD}/explanation")
@allow(*STAFF)
@cases.arguments(questions.DecisionQuery, location="query")
@cases.response(200, CaseAnswer)
def explain_class(query: dict[str, Any], child: str) -> dict[str, Any]:
    """Why, about a class of thing: of every adult, or of one."""
    return class_explained(reader(), child, **query)


@cases.get(f"{CHILD}/disclosures/<string:disclosure>/explanation")
@allow(*STAFF)
@cases.arguments(questions.ForPerson, location="query")
@cases.response(200, CaseAnswer)
def explain_disclosure(query: dict[str, Any], child: str, disclosure: str) -> dict[str, Any]:
    """Why, about a recorded item, decided again now."""
    return disclosure_explained(reader(), child, disclosure, **query)
