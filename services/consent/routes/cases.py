"""A case in the body, decided from the body alone."""

from typing import Any

from marshmallow import Schema, fields, validate

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader
from services.consent.decide.answer_schema import CaseAnswer
from services.consent.decide.schemas import CaseFile
from services.consent.queries.cases import decided
from services.consent.routes.doors import STAFF
from services.consent.rules.wording import FALLBACK, LANGUAGES

cases = Blueprint("cases", __name__, description="Any case, decided from itself alone")


class InLanguage(Schema):
    """Of the explanations."""

    language = fields.String(load_default=FALLBACK, validate=validate.OneOf(LANGUAGES))


@cases.post("/decisions")
@allow(*STAFF, Role.PRIVACY_OFFICER)
@cases.arguments(InLanguage, location="query")
@cases.arguments(CaseFile)
@cases.response(200, CaseAnswer)
def decide_case(query: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """Who may know what, why, and who must be told; nothing is kept of it."""
    return decided(reader(), body, query["language"])
