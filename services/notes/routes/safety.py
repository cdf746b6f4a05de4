"""Assessments, safety plans, reports to an authority."""

from typing import Any

from kernel.auth.principal import Kind
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notes.commands import safety as commands
from services.notes.queries import safety as kept
from services.notes.routes.doors import CHILD, CLINICAL
from services.notes.schemas import safety as schemas

safety = Blueprint("safety", __name__, description="Assessments, safety plans, reports to an authority")
PLAN = f"{CHILD}/safety-plans/<string:clinic>"


@safety.get("/instruments")
@allow(*CLINICAL)
@safety.response(200, schemas.Instruments)
def list_instruments() -> dict[str, Any]:
    """What can be entered."""
    return kept.instruments()


@safety.post(f"{CHILD}/assessments")
@allow(*CLINICAL)
@safety.arguments(schemas.NewAssessment)
@safety.response(201, schemas.AssessmentReference)
def record_assessment(body: dict[str, Any], child: str) -> dict[str, Any]:
    """Enter answers; above the threshold a concern is raised in the same commit."""
    return run(commands.RecordAssessment(child=child, **body))


@safety.get(f"{CHILD}/assessments")
@allow(*CLINICAL)
@safety.response(200, schemas.Assessments)
def list_assessments(child: str) -> dict[str, Any]:
    """Without answers or results."""
    return kept.assessments(reader(), child)


@safety.get(f"{CHILD}/assessments/<string:assessment>")
@allow(*CLINICAL)
@safety.response(200, schemas.AssessmentText)
def read_assessment(child: str, assessment: str) -> dict[str, Any]:
    """One with its answers."""
    return kept.assessment(reader(), child, assessment)


@safety.put(PLAN)
@allow(*CLINICAL)
@safety.arguments(schemas.NewPlan)
@safety.response(200, schemas.PlanReference)
def write_plan(body: dict[str, Any], child: str, clinic: str) -> dict[str, Any]:
    """The next revision of the safety plan; 409 when it was written upon an old one."""
    return run(commands.WriteSafetyPlan(child=child, clinic=clinic, **body))


@safety.get(PLAN)
@allow(*CLINICAL, Kind.GUARDIAN)
@safety.response(200, schemas.PlanText)
def read_plan(child: str, clinic: str) -> dict[str, Any]:
    """The plan, filtered for whoever asks."""
    return kept.plan(reader(), child, clinic)


@safety.get(f"{CHILD}/reports")
@allow(*CLINICAL)
@safety.response(200, schemas.Reports)
def list_reports(child: str) -> dict[str, Any]:
    """Duties to report to an authority."""
    return kept.reports(reader(), child)


@safety.post(f"{CHILD}/reports/<string:report>/outcome")
@allow(*CLINICAL)
@safety.arguments(schemas.NewReportOutcome)
@safety.response(200, schemas.ReportReference)
def settle_report(body: dict[str, Any], child: str, report: str) -> dict[str, Any]:
    """The report was made, or none is required."""
    return run(commands.SettleReport(child=child, report=report, **body))
