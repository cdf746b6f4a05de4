"""Contact points."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from contracts.codes import Channel
from services.notifications.model import SafeHours

ADDRESS_CHARACTERS_MAX = 254  # RFC 5321's longest path
ZONE_CHARACTERS_MAX = 64
ID_CHARACTERS_MAX = 96


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
    calls_only = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    replaces = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, ID_CHARACTERS_MAX))


class OwnContactPoint(Schema):
    """One of the asker's own, before it is shown to be theirs."""

    channel = fields.Enum(Channel, by_value=True, required=True)
    address = fields.String(required=True, validate=validate.Length(3, ADDRESS_CHARACTERS_MAX))
    replaces = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, ID_CHARACTERS_MAX))


class ContactPointReference(Schema):
    """A contact point was kept."""

    contact_point = fields.String(required=True)
    channel = fields.String(required=True)
    verified = fields.Boolean(required=True)
    state = fields.String(required=True)


class CheckSent(Schema):
    """A code is on its way to it, if anybody reads there."""

    contact_point = fields.String(required=True)
    expires_at = fields.String(required=True)
