"""Cards, practices and how they went, on the wire."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from services.goals.model.practice import RESULT_CHARACTERS_MAX, CardKind, Category, Outcome, Schedule, Weekday
from services.goals.schemas.fields import Frozen, a, a_code, a_day, an_id, ids, number, one_of, several


class NewCard(Schema):
    """The first or the next version of a card. `title` at most 120 characters, `text` 4,000, ages 0 to 18."""

    code = a_code(required=True)
    kind = a(CardKind, required=True)
    category = a(Category, required=True)
    title = fields.String(required=True)
    text = fields.String(required=True)
    age_from = number(required=True)
    age_to = number(required=True)


class CardReference(Schema):
    """Which version."""

    card = fields.String()
    version = fields.Integer()


class Card(Schema):
    """One version; its words never change."""

    card = fields.String()
    kind = one_of(CardKind)
    category = one_of(Category)
    title = fields.String()
    text = fields.String()
    age_from = fields.Integer()
    age_to = fields.Integer()


class CardVersion(Card):
    """With its place among the others."""

    code = fields.String()
    version = fields.Integer()


class Cards(Schema):
    """By code, newest version first."""

    cards = fields.List(fields.Nested(CardVersion))


class NewSchedule(Schema):
    """Days, `HH:MM` of the wall clock, an IANA zone."""

    days = several(Weekday, required=True)
    time = fields.String(required=True)
    zone = fields.String(required=True)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Schedule:
        """As the command carries it."""
        return Schedule(**{**data, "days": tuple(data["days"])})


class NewPractice(Frozen):
    """At most three at a time for one home. No household: for every adult who may know. `ends_on`: its last day."""

    clinic = an_id(required=True)
    card = an_id(required=True)
    goal = an_id(load_default=None, allow_none=True)
    households = ids(load_default=())
    schedule = fields.Nested(NewSchedule, required=True)
    ends_on = fields.String(load_default=None, allow_none=True)


class PracticeReference(Schema):
    """`warnings`: `over-cap` when a home is now asked more at once than the clinic's cap."""

    practice = fields.String()
    warnings = fields.List(fields.String())


class NewResult(Schema):
    """How it went on a day, today or up to two weeks back; words at most 1,000 characters; the child's word, 0 to 4."""

    day = a_day(required=True)
    outcome = a(Outcome, required=True)
    words = fields.String(load_default="", validate=validate.Length(max=RESULT_CHARACTERS_MAX))
    enjoyment = number(load_default=None, allow_none=True)


class ResultReference(Schema):
    """Which word."""

    result = fields.String()


class NewPause(Schema):
    """The child asks for a break; `until` its last day, null: until the child is ready."""

    clinic = an_id(required=True)
    until = fields.String(load_default=None, allow_none=True)


class PauseEnd(Schema):
    """In which clinic."""

    clinic = an_id(required=True)


class Done(Schema):
    """It is done; nothing more is to be said."""


class ResultAnswer(ResultReference):
    """One person's word; `recorded_by` for staff alone."""

    day = fields.String()
    outcome = one_of(Outcome)
    words = fields.String(allow_none=True)
    enjoyment = fields.Integer(allow_none=True)
    at = fields.String()
    recorded_by = fields.String()


class ScheduleAnswer(Schema):
    """When."""

    days = fields.List(one_of(Weekday))
    time = fields.String()
    zone = fields.String()


class PracticeAnswer(Schema):
    """A home gets `said_too_much` and its own words; staff which homes, who, and everybody's words."""

    practice = fields.String()
    card = fields.Nested(Card)
    schedule = fields.Nested(ScheduleAnswer)
    ends_on = fields.String(allow_none=True)
    assigned_at = fields.String()
    results = fields.List(fields.Nested(ResultAnswer))
    said_too_much = fields.Boolean()
    goal = fields.String(allow_none=True)
    clinic = fields.String()
    households = fields.List(fields.String())
    assigned_by = fields.String()
    ended_at = fields.String(allow_none=True)
    too_much = fields.List(fields.String())


class Practices(Schema):
    """`paused`: the child has asked for a break."""

    practices = fields.List(fields.Nested(PracticeAnswer))
    paused = fields.Boolean()
