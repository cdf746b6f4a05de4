"""Assessments, reports and the safety plan, for staff; of the plan, for a guardian, the steps shared with them."""

import json
from typing import Any

from contracts.codes import DisclosureClass
from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from services.notes.decisions.access import CLINICAL
from services.notes.decisions.views import since
from services.notes.model.assessment import Assessment
from services.notes.model.child import Child
from services.notes.model.instruments import INSTRUMENTS
from services.notes.model.note import Visibility
from services.notes.model.report import Report
from services.notes.model.safety_plan import PlanStep, SafetyPlan
from services.notes.queries import permission
from services.notes.repository import ASSESSMENTS, accused_since, assessments_of, newest_plan, reports_of

DETAIL, EXISTENCE = DisclosureClass.SESSION_DETAIL, DisclosureClass.REPORT_EXISTENCE
NO_PLAN = "no-such-plan"


def instruments() -> dict[str, Any]:
    """What can be entered, version by version."""
    return {
        "instruments": [
            {
                "code": item.code,
                "version": item.version,
                "title": item.title,
                "items_": [
                    {"item": name, "answers": list(allowed), "required": name not in item.optional}
                    for name, allowed in item.items.items()
                ],
            }
            for item in INSTRUMENTS
        ]
    }


def assessments(reader: Reader, child_id: str) -> dict[str, Any]:
    """Newest first, without answers or results."""
    child, clinics = permission.reading_reach(reader, child_id, CLINICAL, DETAIL, "list-assessments")
    return {"assessments": [assessment_summary(item) for item in visible_assessments(reader, child, clinics)]}


def visible_assessments(reader: Reader, child: Child, clinics: frozenset[str]) -> list[Assessment]:
    """Newest first; none that was entered since the reader stands accused."""
    accused = accused_since(reader, child.id, reader.principal.person)
    return [item for item in assessments_of(reader, child.id, clinics) if not since(accused, item.recorded_at)]


def assessment(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """One with its answers and what they amount to."""
    child, clinics = permission.reading_reach(reader, child_id, CLINICAL, DETAIL, "read-assessment")
    found = reader.load(ASSESSMENTS, id)
    hidden = since(accused_since(reader, child.id, reader.principal.person), found.recorded_at)
    if found.child != child.id or found.clinic not in clinics or hidden:
        raise NotFound("no-such-assessment")
    seen = {**assessment_summary(found), **json.loads(reader.open(child.id, found.sealed))}
    reader.shown(child.id, "read-assessment", assessment=found.id)
    return seen


def reports(reader: Reader, child_id: str) -> dict[str, Any]:
    """Duties to report, newest first. That one exists is a disclosure class of its own, asked for apart."""
    child, clinics = permission.staff_reach(reader, child_id, CLINICAL, EXISTENCE, "list-reports")
    found = [report for report in reports_of(reader, child.id) if report.clinic in clinics]
    seen = [_report(reader, report) for report in found if reader.principal.person not in report.about]
    reader.shown(child.id, "list-reports")
    return {"reports": seen}


def plan(reader: Reader, child_id: str, clinic: str) -> dict[str, Any]:
    """The newest revision, filtered for whoever asks."""
    if permission.is_guardian(reader):
        return _for_guardian(reader, child_id, clinic)
    child, clinics = permission.reading_reach(reader, child_id, CLINICAL, DETAIL, "read-plan")
    found = newest_plan(reader, child.id, clinic) if clinic in clinics else None
    if found is None or since(accused_since(reader, child.id, reader.principal.person), found.written_at):
        raise NotFound(NO_PLAN)
    seen = {
        "clinic": found.clinic,
        "revision": found.revision,
        "written_by": found.written_by,
        "written_at": to_text(found.written_at),
        "steps": [
            {**_step(reader, found, step), "visibility": step.visibility.value, "persons": list(step.persons)}
            for step in found.steps
        ],
    }
    reader.shown(child.id, "read-plan", plan=found.id)
    return seen


def _for_guardian(reader: Reader, child_id: str, clinic: str) -> dict[str, Any]:
    child = permission.guardian_child(reader, child_id, NO_PLAN)
    steps = _shared_steps(reader, child, clinic)
    if not steps:
        permission.refuse(reader, child, "read-plan", NO_PLAN)
    reader.shown(child.id, "read-plan")
    return {"steps": steps}


def _shared_steps(reader: Reader, child: Child, clinic: str) -> list[dict[str, Any]]:
    person = reader.principal.person
    found = newest_plan(reader, child.id, clinic)
    if found is None or not permission.ask(reader, child, DETAIL, person).permits_words:
        return []
    if since(accused_since(reader, child.id, person), found.written_at):
        return []
    shared = [step for step in found.steps if step.visibility is Visibility.PERSONS and person in step.persons]
    return [_step(reader, found, step) for step in shared if not step.blank]


def _step(reader: Reader, found: SafetyPlan, step: PlanStep) -> dict[str, Any]:
    return {"step": step.step, "text": reader.open(found.child, step.text)}


def assessment_summary(found: Assessment) -> dict[str, Any]:
    """Without answers or result."""
    return {
        "assessment": found.id,
        "clinic": found.clinic,
        "instrument": found.instrument,
        "version": found.version,
        "taken_at": to_text(found.taken_at),
        "taken_by": found.taken_by,
    }


def _report(reader: Reader, found: Report) -> dict[str, Any]:
    outcome = found.outcome
    return {
        "report": found.id,
        "clinic": found.clinic,
        "concern": found.concern,
        "state": found.state.value,
        "opened_at": to_text(found.opened_at),
        "words": reader.open(found.child, outcome.words) if outcome else None,
        "settled_by": outcome.by if outcome else None,
        "settled_at": to_text(outcome.at) if outcome else None,
    }
