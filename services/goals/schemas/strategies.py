"""Strategies and guardians' words on them, on the wire."""

from marshmallow import Schema, fields

from services.goals.model.strategy import About, StrategyKind, Verdict, Working
from services.goals.schemas.fields import a, a_day, an_id, one_of


class NewStrategy(Schema):
    """`text` at most 1,000 characters; `review_on` within a year."""

    clinic = an_id(required=True)
    kind = a(StrategyKind, required=True)
    goal = an_id(load_default=None, allow_none=True)
    text = fields.String(required=True)
    review_on = a_day(required=True)


class NewCheck(Schema):
    """Whether it keeps working; `review_on` the next look, null: it is put down."""

    working = a(Working, required=True)
    review_on = a_day(load_default=None, allow_none=True)


class StrategyReference(Schema):
    """Which."""

    strategy = fields.String()


class NewFeedback(Schema):
    """`strategy` for a word on a strategy, none on the therapist; `words` at most 2,000 characters."""

    clinic = an_id(required=True)
    subject = a(About, required=True, attribute="about")
    strategy = an_id(load_default=None, allow_none=True)
    verdict = a(Verdict, required=True)
    words = fields.String(load_default="")


class FeedbackReference(Schema):
    """Which."""

    feedback = fields.String()


class FeedbackAnswer(Schema):
    """`by` and `clinic` for staff alone."""

    verdict = one_of(Verdict)
    words = fields.String(allow_none=True)
    at = fields.String()
    by = fields.String()
    clinic = fields.String()


class CheckAnswer(Schema):
    """One look."""

    working = one_of(Working)
    by = fields.String()
    at = fields.String()


class StrategyAnswer(StrategyReference):
    """A guardian gets the text and their own words; staff the looks and everybody's words."""

    clinic = fields.String()
    kind = one_of(StrategyKind)
    text = fields.String()
    feedback = fields.List(fields.Nested(FeedbackAnswer))
    goal = fields.String(allow_none=True)
    review_on = fields.String()
    review_due = fields.Boolean()
    checks = fields.List(fields.Nested(CheckAnswer))


class Strategies(Schema):
    """`therapist`: words on how it is to work with the therapist."""

    strategies = fields.List(fields.Nested(StrategyAnswer))
    therapist = fields.List(fields.Nested(FeedbackAnswer))


class Figures(Schema):
    """How many words of each kind; a kind that nobody said is not there."""

    worked = fields.Integer()
    mixed = fields.Integer()
    not_ = fields.Integer(data_key="not", attribute="not")


class FeedbackFigures(Schema):
    """A subject on which fewer than five different guardians have spoken is not there."""

    strategy = fields.Nested(Figures)
    therapist = fields.Nested(Figures)
