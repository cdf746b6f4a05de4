"""What a section holds besides words, and the parts of a session, as they come in and go out."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from kernel.contract import CODE_PATTERN
from services.notes.model.session import Segment
from services.notes.model.values import Observed, Values
from services.notes.schemas.fields import ids


def a_code(**options: Any) -> fields.String:
    """A code as events carry it."""
    return fields.String(validate=validate.Regexp(CODE_PATTERN), **options)


class ObservedBehaviour(Schema):
    """A behaviour by its code, what the child was doing, and how marked it was, 0 to 4."""

    code = a_code(required=True)
    activity = fields.String(required=True)
    intensity = fields.Integer(required=True, strict=True)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Observed:
        """As the commands carry it."""
        return Observed(**data)


class SectionValues(Schema):
    """Choices by code and in one's own words, a level, observations: what the form of the section takes."""

    codes = fields.List(a_code(), load_default=())
    custom = fields.List(fields.String(), load_default=())
    level = fields.Integer(strict=True, load_default=None, allow_none=True)
    observed = fields.List(fields.Nested(ObservedBehaviour), load_default=())

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Values:
        """As the commands carry it."""
        lists = {name: tuple(data[name]) for name in ("codes", "custom", "observed")}
        return Values(level=data["level"], **lists)


class SessionSegment(Schema):
    """A part of a session, from one minute to another, and which adults were there."""

    code = a_code(required=True)
    from_minute = fields.Integer(required=True, strict=True)
    to_minute = fields.Integer(required=True, strict=True)
    attendees = ids(required=True)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Segment:
        """As the commands carry it."""
        return Segment(**{**data, "attendees": tuple(data["attendees"])})


class ParticipationPoint(Schema):
    """One rating, 0 to 4."""

    at = fields.String()
    level = fields.Integer()


class CountedChoice(Schema):
    """How many notes name it."""

    code = fields.String()
    notes = fields.Integer()


class ChoiceDates(Schema):
    """When it came up."""

    code = fields.String()
    at = fields.List(fields.String())


class ObservedPoint(Schema):
    """One observation."""

    at = fields.String()
    code = fields.String()
    activity = fields.String()
    intensity = fields.Integer()


class Trends(Schema):
    """Oldest first where there are dates, most often first where there are counts."""

    participation = fields.List(fields.Nested(ParticipationPoint))
    themes = fields.List(fields.Nested(ChoiceDates))
    materials = fields.List(fields.Nested(CountedChoice))
    observed = fields.List(fields.Nested(ObservedPoint))
