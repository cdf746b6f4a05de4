"""Preferences, boundaries and a clinic's rules for routine messages."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from contracts.codes import Channel, MessageClass
from services.notifications.decisions.wishes import DAILY_CAP_MAX, Lines, Wished
from services.notifications.messages import LANGUAGES
from services.notifications.model import Routine, Wish, Wishes
from services.notifications.schemas.contacts import ZONE_CHARACTERS_MAX, Hours

CHANNELS_MAX = len(Channel)
CLASSES_MAX = len(MessageClass)


def channels() -> fields.List[Any]:
    """Named in the order of preference; none: the usual ones."""
    one = fields.Enum(Channel, by_value=True)
    return fields.List(one, load_default=list, validate=validate.Length(0, CHANNELS_MAX))


def a_wall(**more: Any) -> fields.String:
    """`HH:MM`."""
    return fields.String(validate=validate.Length(5, 5), **more)


class NewPreferences(Schema):
    """All of a person's preferences; what is left out follows the clinic."""

    language = fields.String(load_default=None, allow_none=True, validate=validate.OneOf(LANGUAGES))
    channels = channels()
    classes = fields.Dict(
        keys=fields.Enum(MessageClass, by_value=True),
        values=fields.Enum(Wish, by_value=True),
        load_default=dict,
        validate=validate.Length(0, CLASSES_MAX),
    )
    quiet = fields.Nested(Hours, load_default=None, allow_none=True)
    digest_at = a_wall(load_default=None, allow_none=True)
    snoozed_until = fields.AwareDateTime(format="iso", load_default=None, allow_none=True)

    @post_load
    def wished(self, data: dict[str, Any], **_: Any) -> Wished:
        """As the commands carry it."""
        said = tuple(Wishes(message_class=name, wish=wish) for name, wish in sorted(data["classes"].items()))
        return Wished(**{**data, "channels": tuple(data["channels"]), "classes": said})


class NewBoundary(Schema):
    """How is written about a child; what is left out is open."""

    hours = fields.Nested(Hours, load_default=None, allow_none=True)
    channels = channels()
    closed = fields.List(
        fields.Enum(MessageClass, by_value=True), load_default=list, validate=validate.Length(0, CLASSES_MAX)
    )

    @post_load
    def lines(self, data: dict[str, Any], **_: Any) -> Lines:
        """As the commands carry it."""
        return Lines(hours=data["hours"], channels=tuple(data["channels"]), closed=tuple(data["closed"]))


class RoutineRules(Schema):
    """A clinic's rules for routine messages."""

    quiet_from = a_wall(load_default=None, allow_none=True)
    quiet_until = a_wall(load_default=None, allow_none=True)
    zone = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, ZONE_CHARACTERS_MAX))
    daily_cap = fields.Integer(required=True, strict=True, validate=validate.Range(0, DAILY_CAP_MAX))
    digest_at = a_wall(required=True)

    @post_load
    def routine(self, data: dict[str, Any], **_: Any) -> Routine:
        """As the commands carry it."""
        return Routine(**data)


class Version(Schema):
    """Kept as this version."""

    version = fields.Integer(required=True)
