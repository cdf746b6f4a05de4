"""Assessments, safety plans and reports: load, check who asks, seal, decide."""

import json
from dataclasses import replace

from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.notes.commands.safety import RecordAssessment, SettleReport, WriteSafetyPlan
from services.notes.decisions import access, safety, texts
from services.notes.handlers.concerns import raised
from services.notes.handlers.reach import adults, clinical
from services.notes.model.assessment import Assessment
from services.notes.model.concern import WORDING_CHARACTERS_MAX
from services.notes.model.report import WORDS_CHARACTERS_MAX, Outcome
from services.notes.model.safety_plan import PlanStep, SafetyPlan, plan_id
from services.notes.repository import REPORTS, newest_plan


def record_assessment(command: RecordAssessment, work: Work) -> Decision:
    """With the concern that follows from it, or without."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    if command.wording is not None:
        texts.checked(command.wording, "wording", WORDING_CHARACTERS_MAX)
    instrument = safety.instrument_of(command.instrument, command.version)
    result = safety.scored(instrument, command.answers)
    safety.require_past(command.taken_at, work.now)
    draft = safety.concern_from(command, instrument, result)
    concern, also = raised(child, draft, command.clinic, None, work) if draft else (None, Decision())
    made = Assessment(
        id=work.new_id(),
        child=child.id,
        clinic=command.clinic,
        instrument=instrument.code,
        version=instrument.version,
        taken_at=command.taken_at,
        taken_by=work.actor.person,
        recorded_at=work.now,
        sealed=work.seal(child.id, json.dumps({"answers": dict(command.answers), "result": result.code})),
        concern=concern.id if concern else None,
    )
    reply = {"assessment": made.id, "result": result.code, "concern": made.concern}
    return replace(also, changes=(made, *also.changes), reply=reply, facts={**also.facts, "assessment": made.id})


def write_safety_plan(command: WriteSafetyPlan, work: Work) -> Decision:
    """Together with the child, by whoever treats it."""
    child, clinics = clinical(command.child, work)
    access.require_clinic(command.clinic, clinics)
    named = {person for draft in command.steps for person in draft.persons}
    drafts = safety.checked_steps(command.steps, adults(child, named, work))
    revision = command.revision + 1
    made = SafetyPlan(
        id=plan_id(child.id, command.clinic, revision),
        child=child.id,
        clinic=command.clinic,
        revision=revision,
        steps=tuple(
            PlanStep(
                step=draft.step,
                text=work.seal(child.id, draft.text),
                blank=texts.is_blank(draft.text),
                visibility=draft.visibility,
                persons=tuple(sorted(set(draft.persons))),
            )
            for draft in drafts
        ),
        written_by=work.actor.person,
        written_at=work.now,
    )
    return safety.planned(newest_plan(work, child.id, command.clinic), command.revision, made)


def settle_report(command: SettleReport, work: Work) -> Decision:
    """By whoever treats or supervises, never by somebody it is about."""
    _, clinics = clinical(command.child, work)
    report = work.load(REPORTS, command.report)
    if report.child != command.child or report.clinic not in clinics or work.actor.person in report.about:
        raise NotFound("no-such-report")
    words = work.seal(report.child, texts.checked(command.words, "words", WORDS_CHARACTERS_MAX))
    return safety.settled(report, command.state, Outcome(words=words, by=work.actor.person, at=work.now))


COMMANDS: dict[type, CommandHandler] = {
    RecordAssessment: record_assessment,
    WriteSafetyPlan: write_safety_plan,
    SettleReport: settle_report,
}
