"""Goals, ratings and scores on the wire."""

from typing import Any

from marshmallow import Schema, fields

from services.goals.model.goal import Status
from services.goals.model.voice import Voice
from services.goals.schemas.fields import an_id, one_of


class NewGoal(Schema):
    """Five level texts for -2, -1, 0, +1, +2; statement and levels at most 500 characters each."""

    clinic = an_id(required=True)
    statement = fields.String(required=True)
    levels = fields.List(fields.String(), required=True)
    baseline = fields.Integer(required=True, strict=True)
    weight = fields.Integer(strict=True, load_default=None, allow_none=True)


class NewUpdate(Schema):
    """One rating, words at most 2,000 characters."""

    level = fields.Integer(required=True, strict=True)
    words = fields.String(load_default="")
    rater = fields.Enum(Voice, by_value=True, required=True)
    share = fields.Boolean(required=True, truthy={True}, falsy={False})


class GoalReference(Schema):
    """Which goal."""

    goal = fields.String()


class UpdateReference(Schema):
    """Which rating."""

    update = fields.String()


class Level(Schema):
    """A step of the ladder."""

    level = fields.Integer()
    words = fields.String()


class GoalUpdate(UpdateReference):
    """A rating of a goal. Guardians get only shared ones, without `rater`, `recorded_by` and `shared`."""

    level = fields.Integer()
    words = fields.String(allow_none=True)
    rater = one_of(Voice)
    recorded_by = fields.String()
    shared = fields.Boolean()
    at = fields.String()


class GoalAnswer(GoalReference):
    """Guardians get the ladder, `agreed_at` and `latest`; staff everything but `latest`."""

    statement = fields.String()
    levels = fields.List(fields.Nested(Level))
    baseline = fields.Integer()
    clinic = fields.String()
    weight = fields.Integer(allow_none=True)
    status = one_of(Status)
    proposed_by = fields.String()
    proposed_at = fields.String()
    agreed_at = fields.String(allow_none=True)
    updates = fields.List(fields.Nested(GoalUpdate))
    latest = fields.Nested(GoalUpdate, allow_none=True)


class Series(Schema):
    """T of one voice over `scored` of `total` agreed goals; None while nothing is rated."""

    rater = one_of(Voice)
    t = fields.Float(allow_none=True)
    scored = fields.Integer()
    total = fields.Integer()


class Scores(Schema):
    """For clinicians only."""

    clinic = fields.String()
    series = fields.List(fields.Nested(Series))


class Goals(Schema):
    """Newest first."""

    goals = fields.List(fields.Nested(GoalAnswer))
    scores = fields.List(fields.Nested(Scores))


class UpdateText(Schema):
    """One rating in words."""

    statement = fields.String()
    level_words = fields.String()
    words = fields.String(allow_none=True)
    at = fields.String()


def listed(body: dict[str, Any], *names: str) -> dict[str, Any]:
    """The body with these lists as tuples, as commands carry them."""
    return {**body, **{name: tuple(body[name]) for name in names}}
