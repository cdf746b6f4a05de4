"""The forms of the family side."""

from marshmallow import Schema, fields, validate

from kernel.contract import ID_PATTERN, whole
from services.web.schemas.fields import choice, choice_of_id, text, wall

PAUSES = ("1", "3", "7", "14")  # days; the owning service takes no longer one


class CodeForm(Schema):
    """The six digits of the second factor, spaces forgiven."""

    code = fields.String(
        required=True,
        validate=validate.Regexp(r"^\d{6,8}$", error="Enter the digits of the code."),
        error_messages={"required": "Enter the digits of the code."},
    )


class RecoveryForm(Schema):
    """A recovery code, as it stands on paper."""

    code = fields.String(
        required=True,
        validate=validate.Regexp(r"^[0-9A-Za-z-]{10,20}$", error="Enter the code with its ten characters."),
        error_messages={"required": "Enter the code with its ten characters."},
    )


class AnswerForm(Schema):
    """What a family writes back."""

    words = text("Write your answer.", 2_000)


FAMILY_CATEGORIES = ("goal", "observation", "home-practice", "logistics", "billing", "feedback", "concern")
WRITE_MESSAGE = "Write your message."


class AskForm(Schema):
    """A family asks, tells or worries."""

    clinic = choice_of_id("Choose the clinic.")
    category = choice("Choose what it is about.", list(FAMILY_CATEGORIES))
    goal = fields.String(load_default="", validate=validate.Regexp(rf"^$|{whole(ID_PATTERN)}", error="Check this."))
    words = text(WRITE_MESSAGE)


class MessageForm(Schema):
    """The next message of a conversation."""

    words = text(WRITE_MESSAGE)


class PreferencesForm(Schema):
    """How routine messages are wanted; what is left empty follows the clinic."""

    language = fields.String(load_default="")
    channel = fields.String(load_default="", validate=validate.OneOf(["", "email", "sms"], error="Check this."))
    quiet_from, quiet_until, digest_at = wall(), wall(), wall()
    snooze = fields.String(load_default="", validate=validate.OneOf(["", "keep", *PAUSES], error="Check this."))


class ContactPointForm(Schema):
    """An address of the asker's own. `replaces`: the one that it takes over from, or none."""

    channel = choice("Choose what it is.", ["email", "sms"])
    address = fields.String(
        required=True, validate=validate.Length(3, 254, error="Write the address or the number."),
        error_messages={"required": "Write the address or the number."},
    )  # fmt: skip
    replaces = fields.String(load_default="", validate=validate.Regexp(rf"^$|{whole(ID_PATTERN)}", error="Check this."))
