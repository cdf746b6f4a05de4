"""What follows from an assessment, what a safety plan needs, when a report is settled."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid, Stale
from services.notes.commands.concerns import ConcernDraft
from services.notes.commands.safety import RecordAssessment, StepDraft
from services.notes.decisions.sections import persons_problem
from services.notes.decisions.texts import is_blank, problem
from services.notes.model.concern import Concern
from services.notes.model.instruments import BY_VERSION, Instrument, Result
from services.notes.model.report import REPORTABLE, Outcome, Report, ReportState, report_id
from services.notes.model.safety_plan import REVISIONS_MAX, STEP_CHARACTERS_MAX, STEPS, SafetyPlan
from services.notes.model.session import BEHIND_DAYS_MAX

WORDING = "A screening for safety on this day calls for attention. Please contact the care team."
"""What an adult reads when a score raises a concern and nobody has worded it: no answer, item or level."""


def instrument_of(code: str, version: int) -> Instrument:
    """Invalid names what is unknown, the instrument or its version."""
    if (code, version) in BY_VERSION:
        return BY_VERSION[(code, version)]
    known = any(code == other for other, _ in BY_VERSION)
    raise Invalid("unknown-instrument", {"version" if known else "instrument": ["unknown"]})


def scored(instrument: Instrument, answers: Mapping[str, str]) -> Result:
    """Every item answered with what it allows; nothing missing is filled in."""
    faults = {f"answers.{item}": "unknown" for item in answers if item not in instrument.items}
    for item, allowed in instrument.items.items():
        if item not in answers and item not in instrument.optional:
            faults[f"answers.{item}"] = "required"
        elif item in answers and answers[item] not in allowed:
            faults[f"answers.{item}"] = "not-a-choice"
    if faults:
        raise Invalid("answers-refused", {field: [code] for field, code in faults.items()})
    return instrument.score(answers)


def require_past(taken_at: datetime, now: datetime) -> None:
    """It was taken, and within the reach of an earlier record."""
    if not now - timedelta(days=BEHIND_DAYS_MAX) <= taken_at <= now:
        raise Invalid("assessment-refused", {"taken_at": ["out-of-range"]})


def concern_from(command: RecordAssessment, instrument: Instrument, result: Result) -> ConcernDraft | None:
    """A score above the threshold raises the same concern as a person would."""
    if result.severity is None:
        return None
    return ConcernDraft(
        kind=instrument.kind,
        severity=result.severity,
        about=(),
        child_told=command.child_told,
        wording=command.wording or WORDING,
    )


def checked_steps(drafts: Sequence[StepDraft], adults: Collection[str]) -> tuple[StepDraft, ...]:
    """All six, in their order, and words in at least one of them."""
    if [draft.step for draft in drafts] != list(STEPS):
        raise Invalid("plan-refused", {"steps": ["not-the-six-in-order"]})
    faults: dict[str, list[str]] = {}
    for at, draft in enumerate(drafts):
        if found := problem(draft.text, STEP_CHARACTERS_MAX):
            faults[f"steps.{at}.text"] = [found]
        if found := persons_problem(draft.visibility, draft.persons, adults):
            faults[f"steps.{at}.persons"] = [found]
    if all(is_blank(draft.text) for draft in drafts):
        faults["steps"] = ["empty"]
    if faults:
        raise Invalid("plan-refused", faults)
    return tuple(drafts)


def planned(newest: SafetyPlan | None, seen: int, made: SafetyPlan) -> Decision:
    """Written upon the revision that was seen; the one before stays on record."""
    current = newest.revision if newest else 0
    if seen != current:
        raise Stale("stale-revision", {"revision": ["stale"]})
    if made.revision > REVISIONS_MAX:
        raise Invalid("plan-refused", {"steps": ["too-many"]})
    reply = {"plan": made.id, "revision": made.revision}
    return Decision(changes=(made,), reply=reply, facts={"plan": made.id})


def report_for(concern: Concern) -> Report | None:
    """The duty to report begins in the commit in which the concern is raised."""
    if concern.kind not in REPORTABLE:
        return None
    return Report(
        id=report_id(concern.id),
        child=concern.child,
        clinic=concern.clinic,
        concern=concern.id,
        about=concern.about,
        state=ReportState.OPEN,
        opened_at=concern.raised_at,
        outcome=None,
    )


def settled(report: Report, state: ReportState, outcome: Outcome) -> Decision:
    """Once, with words that say to whom it was made or why the law asks for none."""
    if state is ReportState.OPEN:
        raise Invalid("report-refused", {"state": ["not-a-choice"]})
    if report.state is not ReportState.OPEN:
        raise Forbidden("report-settled")
    changed = replace(report, state=state, outcome=outcome)
    return Decision(changes=(changed,), reply={"report": report.id}, facts={"report": report.id, "state": state.value})
