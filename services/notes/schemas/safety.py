"""Assessments, safety plans and reports as they come in and go out."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from contracts.codes import ChildTold
from kernel.contract import Moment, Tuple
from services.notes.commands.safety import StepDraft
from services.notes.model.note import Visibility
from services.notes.model.report import ReportState
from services.notes.model.safety_plan import STEPS
from services.notes.schemas.fields import an_id, ids, one_of
from services.notes.schemas.values import a_code

ANSWERS_MAX = 60  # items of the longest instrument, with room


class NewAssessment(Schema):
    """Answers by item. `wording`: what an adult is told if a concern follows, at most 4,000 characters."""

    clinic = an_id(required=True)
    instrument = a_code(required=True)
    version = fields.Integer(required=True, strict=True)
    taken_at = Moment(required=True)
    answers = fields.Dict(
        keys=a_code(), values=a_code(), required=True, validate=validate.Length(max=ANSWERS_MAX)
    )
    child_told = fields.Enum(ChildTold, by_value=True, required=True)
    wording = fields.String(load_default=None, allow_none=True)


class NewPlanStep(Schema):
    """A step in the child's words; at most 4,000 characters."""

    step = fields.String(required=True, validate=validate.OneOf(STEPS))
    text = fields.String(required=True)
    visibility = fields.Enum(Visibility, by_value=True, load_default=Visibility.PRIVATE)
    persons = ids(load_default=())

    @post_load
    def draft(self, data: dict[str, Any], **_: Any) -> StepDraft:
        """As the commands carry it."""
        return StepDraft(**{**data, "persons": tuple(data["persons"])})


class NewPlan(Schema):
    """All six steps in order, written upon the revision seen; 0 where there is no plan yet."""

    revision = fields.Integer(required=True, strict=True, validate=validate.Range(0, 2**31 - 1))
    steps = Tuple(fields.Nested(NewPlanStep), required=True)


class NewReportOutcome(Schema):
    """To whom it was made under which reference, or why none is required; at most 4,000 characters."""

    state = fields.Enum(ReportState, by_value=True, required=True)
    words = fields.String(required=True)


class InstrumentItem(Schema):
    """An item and what it may be answered with."""

    item = fields.String()
    answers = fields.List(fields.String())
    required = fields.Boolean()


class InstrumentAnswer(Schema):
    """One version."""

    code = fields.String()
    version = fields.Integer()
    title = fields.String()
    items_ = fields.List(fields.Nested(InstrumentItem), data_key="items", attribute="items_")


class Instruments(Schema):
    """All versions."""

    instruments = fields.List(fields.Nested(InstrumentAnswer))


class AssessmentReference(Schema):
    """What it amounts to, and the concern that it raised."""

    assessment = fields.String()
    result = fields.String()
    concern = fields.String(allow_none=True)


class AssessmentSummary(Schema):
    """One, without answers or result."""

    assessment = fields.String()
    clinic = fields.String()
    instrument = fields.String()
    version = fields.Integer()
    taken_at = fields.String()
    taken_by = fields.String()


class Assessments(Schema):
    """Newest first."""

    assessments = fields.List(fields.Nested(AssessmentSummary))


class AssessmentText(AssessmentSummary):
    """One with its answers."""

    answers = fields.Dict(keys=fields.String(), values=fields.String())
    result = fields.String()


class PlanReference(Schema):
    """Which revision."""

    plan = fields.String()
    revision = fields.Integer()


class PlanStepText(Schema):
    """Sharing is for staff only."""

    step = fields.String()
    text = fields.String()
    visibility = one_of(Visibility)
    persons = fields.List(fields.String())


class PlanText(Schema):
    """Guardians get `steps` only, and of these those shared with them."""

    clinic = fields.String()
    revision = fields.Integer()
    written_by = fields.String()
    written_at = fields.String()
    steps = fields.List(fields.Nested(PlanStepText))


class ReportReference(Schema):
    """Which report."""

    report = fields.String()


class ReportText(ReportReference):
    """A duty to report and how it was settled."""

    clinic = fields.String()
    concern = fields.String()
    state = one_of(ReportState)
    opened_at = fields.String()
    words = fields.String(allow_none=True)
    settled_by = fields.String(allow_none=True)
    settled_at = fields.String(allow_none=True)


class Reports(Schema):
    """Newest first."""

    reports = fields.List(fields.Nested(ReportText))
