"""Forms of a clinic, what is signed on them, and the confidentiality agreement."""

from typing import Any

from kernel.auth.principal import Kind, Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.consent import commands
from services.consent.queries import papers as kept
from services.consent.routes.doors import CHILD, STAFF
from services.consent.schemas import answers
from services.consent.schemas import papers as schemas

papers = Blueprint("papers", __name__, description="What is signed")


@papers.post("/clinics/<string:clinic>/forms")
@allow(Role.CLINIC_ADMIN, Kind.OPERATOR)
@papers.arguments(schemas.NewForm)
@papers.response(201, schemas.TemplateReference)
def publish_form(body: dict[str, Any], clinic: str) -> dict[str, Any]:
    """A version of a form comes into use; the same version never says something else."""
    return run(commands.PublishForm(clinic=clinic, **body))


@papers.post("/clinics/<string:clinic>/forms/withdrawal")
@allow(Role.CLINIC_ADMIN, Kind.OPERATOR)
@papers.arguments(schemas.NewFormWithdrawal)
@papers.response(200, schemas.TemplateReference)
def withdraw_form(body: dict[str, Any], clinic: str) -> dict[str, Any]:
    """The version is signed no more; what was signed on it holds."""
    return run(commands.WithdrawForm(clinic=clinic, **body))


@papers.get("/clinics/<string:clinic>/forms")
@allow(*STAFF, Kind.OPERATOR)
@papers.response(200, schemas.Templates)
def list_forms(clinic: str) -> dict[str, Any]:
    """All versions."""
    return kept.forms(reader(), clinic)


@papers.post(f"{CHILD}/signatures")
@allow(*STAFF)
@papers.arguments(schemas.NewSignature)
@papers.response(201, answers.ConsentReference)
def sign_form(body: dict[str, Any], child: str) -> dict[str, Any]:
    """A signed form came in."""
    return run(commands.SignForm(child=child, **body))


@papers.get(f"{CHILD}/signatures")
@allow(*STAFF)
@papers.response(200, schemas.Signatures)
def list_signatures(child: str) -> dict[str, Any]:
    """Every consent with its paper: upcoming, signed, revoked, expired."""
    return kept.signatures(reader(), child)


@papers.post(f"{CHILD}/confidentiality")
@allow(*STAFF)
@papers.arguments(schemas.NewConfidentiality)
@papers.response(201, schemas.AgreementReference)
def sign_confidentiality(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Guardians agree that what is said in session stays there."""
    return run(commands.SignConfidentiality(child=child, **body))


@papers.post(f"{CHILD}/confidentiality/<string:agreement>/revocation")
@allow(*STAFF)
@papers.arguments(schemas.NewConfidentialityRevocation)
@papers.response(200, schemas.AgreementReference)
def revoke_confidentiality(body: dict[str, Any], child: str, agreement: str) -> dict[str, Any]:
    """One of those who signed stands by it no more."""
    return run(commands.RevokeConfidentiality(child=child, agreement=agreement, **body))
