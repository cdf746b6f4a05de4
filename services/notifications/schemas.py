"""The shape of requests and of answers: what is not declared here neither comes in nor goes out."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from contracts.codes import Channel
from kernel.contract import CODE_PATTERN
from services.notifications.decisions.limits import CODE_DIGITS, RUNG_MINUTES_MAX, RUNGS_MAX, WORDS_MAX
from services.notifications.messages.links import MAC_CHARACTERS
from services.notifications.model import Rung, SafeHours

ADDRESS_CHARACTERS_MAX = 254  # RFC 5321's longest path
ZONE_CHARACTERS_MAX = 64


def a_mac() -> fields.String:
    """The second half of a link."""
    return fields.String(required=True, validate=validate.Regexp(rf"^[0-9a-f]{{{MAC_CHARACTERS}}}\Z"))


class Hours(Schema):
    """Safe hours on the wall clock of the zone, `HH:MM`."""

    start = fields.String(required=True, data_key="from", validate=validate.Length(5, 5))
    end = fields.String(required=True, data_key="until", validate=validate.Length(5, 5))
    zone = fields.String(required=True, validate=validate.Length(1, ZONE_CHARACTERS_MAX))

    @post_load
    def hours(self, data: dict[str, Any], **_: Any) -> SafeHours:
        """As the commands carry it."""
        return SafeHours(**data)


class NewContactPoint(Schema):
    """One address of one person."""

    channel = fields.Enum(Channel, by_value=True, required=True)
    address = fields.String(required=True, validate=validate.Length(3, ADDRESS_CHARACTERS_MAX))
    verified = fields.Boolean(required=True, truthy={True}, falsy={False})
    safe_hours = fields.Nested(Hours, load_default=None, allow_none=True)
    no_voicemail = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class Step(Schema):
    """A rung, counted from the start of the ladder."""

    after_minutes = fields.Integer(required=True, strict=True, validate=validate.Range(0, RUNG_MINUTES_MAX))
    channel = fields.Enum(Channel, by_value=True, required=True)

    @post_load
    def rung(self, data: dict[str, Any], **_: Any) -> Rung:
        """As the commands carry it."""
        return Rung(**data)


def a_ladder() -> fields.List[Any]:
    """A ladder; left out, the one that held before stays."""
    return fields.List(
        fields.Nested(Step), load_default=None, allow_none=True, validate=validate.Length(1, RUNGS_MAX)
    )


class NewPolicy(Schema):
    """A clinic's ladders and whether it is live."""

    live = fields.Boolean(required=True, truthy={True}, falsy={False})
    rungs = a_ladder()
    rungs_imminent = a_ladder()


class Mac(Schema):
    """Of the link."""

    mac = a_mac()


class Typed(Schema):
    """The code as it was typed."""

    mac = a_mac()
    code = fields.String(required=True, validate=validate.Regexp(rf"^[0-9]{{{CODE_DIGITS}}}\Z"))


class Words(Schema):
    """An answer."""

    words = fields.String(required=True, validate=validate.Length(1, WORDS_MAX))


class Outcome(Schema):
    """What came of a task."""

    outcome = fields.String(required=True, validate=validate.Regexp(CODE_PATTERN))
    words = fields.String(load_default="", validate=validate.Length(0, WORDS_MAX))


class Empty(Schema):
    """No fields."""


class ContactPointReference(Schema):
    """A contact point was kept."""

    contact_point = fields.String(required=True)
    channel = fields.String(required=True)
    verified = fields.Boolean(required=True)


class PolicyReference(Schema):
    """A policy holds for ladders that start from now on."""

    clinic = fields.String(required=True)
    policy = fields.String(required=True)
    version = fields.Integer(required=True)


class Way(Schema):
    """A channel with a masked address."""

    channel = fields.String(required=True)
    address = fields.String(required=True)


class PointerAnswer(Schema):
    """What a link may still do."""

    state = fields.String(required=True)
    channels = fields.List(fields.Nested(Way), required=True)


class CodeSent(Schema):
    """Both null: there is no second channel, staff will identify the person."""

    code_sent_to = fields.String(required=True, allow_none=True)
    expires_at = fields.String(required=True, allow_none=True)


class Identity(Schema):
    """Who has proved to be behind a link, and what it is about."""

    person = fields.String(required=True)
    network = fields.String(required=True)
    child = fields.String(required=True)
    disclosure = fields.String(required=True)
    item_service = fields.String(required=True)
    item = fields.String(required=True)
    disclosure_class = fields.String(required=True)


class Engaged(Schema):
    """How far the asker has come with a disclosure."""

    engagement = fields.String(required=True)
    answer = fields.String()


class State(Schema):
    """A state, nothing else."""

    state = fields.String(required=True)
