"""A case in the body, decided from the body alone."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader
from services.consent.decide.answer_schema import CaseAnswer
from services.consent.decide.schemas import CaseFile
from services.consent.queries.cases import decided
from services.consent.routes.doors import STAFF
from services.consent.schemas import questions

cases = Blueprint("cases", __name__, description="Any case, decided from itself alone")


@cases.post("/decisions")
@allow(*STAFF, Role.PRIVACY_OFFICER)
@cases.arguments(questions.InLanguage, location="query")
@cases.arguments(CaseFile)
@cases.response(200, CaseAnswer)
def decide_case(query: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Who may know what, why, and who must be told; nothing is kept of it."""
    return decided(reader(), body, query["language"])
