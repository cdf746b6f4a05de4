"""Instruments and answers to them."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.goals import commands
from services.goals.queries import measures as kept
from services.goals.routes.doors import CHILD, EITHER
from services.goals.schemas import measures as schemas

measures = Blueprint("measures", __name__, description="Instruments, answers, series")
MEASURES = f"{CHILD}/measures"
RULES = "/clinics/<string:clinic>/measuring"
SETTERS = (Role.SUPERVISOR, Role.CLINIC_ADMIN)


@measures.get("/instruments")
@allow(*EITHER)
@measures.response(200, schemas.Instruments)
def list_instruments() -> dict[str, Any]:
    """Every published version."""
    return kept.instruments()


@measures.post(MEASURES)
@allow(*EITHER)
@measures.arguments(schemas.NewMeasurement)
@measures.response(201, schemas.MeasurementReference)
def record_measurement(body: dict[str, Any], child: str) -> dict[str, Any]:
    """One informant's answers."""
    return run(commands.RecordMeasurement(child=child, **body))


@measures.get(MEASURES)
@allow(*EITHER)
@measures.response(200, schemas.Measures)
def list_measures(child: str) -> dict[str, Any]:
    """Series; a guardian's own answers alone."""
    return kept.measures(reader(), child)


@measures.get(RULES)
@allow(*SETTERS)
@measures.response(200, schemas.ClinicRulesAnswer)
def read_clinic_rules(clinic: str) -> dict[str, Any]:
    """What the clinic has set."""
    return kept.clinic_rules(reader(), clinic)


@measures.put(RULES)
@allow(*SETTERS)
@measures.arguments(schemas.NewClinicRules)
@measures.response(200, schemas.ClinicReference)
def set_clinic_rules(body: dict[str, Any], clinic: str) -> dict[str, Any]:
    """How deep a fall is told, and how much practice at once is too much."""
    return run(commands.SetClinicRules(clinic=clinic, **body))


@measures.post(f"{RULES}/licences")
@allow(*SETTERS)
@measures.arguments(schemas.NewLicence)
@measures.response(201, schemas.ClinicReference)
def record_licence(body: dict[str, Any], clinic: str) -> dict[str, Any]:
    """Record the clinic's licence of an instrument."""
    return run(commands.RecordLicence(clinic=clinic, **body))
