"""FHIR in and out. Public clients read at the web service's `/fhir`; this is the clinic's own interface."""

from typing import Any

from webargs import core

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint, body_of_request
from kernel.web.node import reader, run
from services.consent import commands
from services.consent.queries import exchange as queries
from services.consent.routes.doors import CHILD, STAFF
from services.consent.schemas import exchange as schemas

exchange = Blueprint("exchange", __name__, description="FHIR Consent in and out, Patient and RelatedPerson out")


@exchange.post(f"{CHILD}/fhir/consents")
@allow(*STAFF)
@exchange.arguments(schemas.OfRelease, location="query")
@exchange.response(201, schemas.Taken)
def import_consent(query: dict[str, Any], child: str) -> dict[str, Any]:
    """A FHIR Consent came in: the body is the resource. Refused by the FHIRPath of what is not clear."""
    body = body_of_request()
    document = None if body is core.missing else body
    return run(commands.ImportConsent(child=child, release=query["release"], document=document))


@exchange.get(f"{CHILD}/fhir/consents")
@allow(*STAFF, Kind.GUARDIAN)
@exchange.arguments(schemas.MaybeOfRelease, location="query")
@exchange.response(200)
def export_consents(query: dict[str, Any], child: str) -> dict[str, Any]:
    """A Bundle of every Consent that the asker may see."""
    return queries.consents(reader(), child, query["release"])


@exchange.get(f"{CHILD}/fhir/consents/<string:consent>")
@allow(*STAFF, Kind.GUARDIAN)
@exchange.arguments(schemas.MaybeOfRelease, location="query")
@exchange.response(200)
def export_consent(query: dict[str, Any], child: str, consent: str) -> dict[str, Any]:
    """One Consent, by our own identifier."""
    return queries.consent(reader(), child, consent, query["release"])


@exchange.get(f"{CHILD}/fhir/related-persons")
@allow(*STAFF, Kind.GUARDIAN)
@exchange.response(200)
def export_related_persons(child: str) -> dict[str, Any]:
    """A Bundle of the adults whom the asker may see."""
    return queries.related_persons(reader(), child)


@exchange.get("/fhir/patients")
@allow(*STAFF, Kind.GUARDIAN)
@exchange.arguments(schemas.WhichPatients, location="query")
@exchange.response(200)
def export_patients(query: dict[str, Any]) -> dict[str, Any]:
    """A Bundle of the children whom the asker may see."""
    return queries.patients(reader(), query["ids"], query["clinic"])
