"""What providers report."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from kernel.contract import CODE_PATTERN
from services.notifications.model import Reported
from services.notifications.providers.sms import REFERENCE_CHARACTERS_MAX
from services.notifications.settings import REPORTS_MAX


class OneReport(Schema):
    """About one message. `reference` is ours, `id` the provider's own."""

    reference = fields.String(required=True, validate=validate.Length(1, REFERENCE_CHARACTERS_MAX))
    event = fields.Enum(Reported, by_value=True, required=True)
    id = fields.String(load_default=None, validate=validate.Length(1, REFERENCE_CHARACTERS_MAX))
    code = fields.String(load_default="", validate=validate.Regexp(rf"{CODE_PATTERN}|^\Z"))


class Reports(Schema):
    """What one signed request tells."""

    reports = fields.List(
        fields.Nested(OneReport), required=True, validate=validate.Length(1, REPORTS_MAX)
    )


class Status(Schema):
    """The fields of a status callback that count; it has many more, and may get others."""

    class Meta:
        unknown = EXCLUDE

    sid = fields.String(
        required=True, data_key="MessageSid", validate=validate.Length(1, REFERENCE_CHARACTERS_MAX)
    )
    status = fields.String(required=True, data_key="MessageStatus", validate=validate.Length(1, 32))
    error = fields.Integer(load_default=None, data_key="ErrorCode", validate=validate.Range(0, 999_999))


class Taken(Schema):
    """How many of the reports were about messages of ours."""

    taken = fields.Integer(required=True)
    not_ours = fields.Integer(required=True)


def loaded(schema: Schema, found: Any) -> dict[str, Any]:
    """The fields; marshmallow's error names what is wrong."""
    data: dict[str, Any] = schema.load(found)
    return data
