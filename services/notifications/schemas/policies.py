"""A clinic's policy."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from contracts.codes import Channel
from services.notifications.decisions.limits import RESOLVE_HOURS_MAX, RUNG_MINUTES_MAX, RUNGS_MAX
from services.notifications.model import Rung


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


def hours() -> fields.Integer:
    """How long a concern may stay open; left out, the time that held before stays."""
    whole = validate.Range(1, RESOLVE_HOURS_MAX)
    return fields.Integer(strict=True, load_default=None, allow_none=True, validate=whole)


class NewPolicy(Schema):
    """A clinic's ladders and whether it is live."""

    live = fields.Boolean(required=True, truthy={True}, falsy={False})
    rungs = a_ladder()
    rungs_imminent = a_ladder()
    mail_tls = fields.Boolean(load_default=None, allow_none=True, truthy={True}, falsy={False})
    resolve_hours = hours()
    resolve_hours_imminent = hours()


class PolicyReference(Schema):
    """A policy holds for ladders that start from now on."""

    clinic = fields.String(required=True)
    policy = fields.String(required=True)
    version = fields.Integer(required=True)
    live = fields.Boolean(required=True)
    awaits_second_person = fields.Boolean(required=True)
