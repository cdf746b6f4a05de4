"""Conversations: what comes in. What goes out is put together by the questions, each for one reader."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from kernel.contract import CODE_PATTERN, DAY_PATTERN, ID_PATTERN, whole
from services.notifications.decisions.limits import WORDS_MAX
from services.notifications.decisions.promises import HOLIDAYS_MAX, OPENINGS_MAX, REPLY_HOURS_MAX
from services.notifications.model import Category, CrisisLine, Opening

LINE_MAX = 200
NUMBER = r"^[0-9+*#][0-9 ()*#.+-]{1,23}$"


def an_id(**more: Any) -> fields.String:
    """An identifier of ours or of another service."""
    return fields.String(validate=validate.Regexp(whole(ID_PATTERN)), **more)


def words() -> fields.String:
    """What somebody wrote; blanks alone and control characters are refused behind the door."""
    return fields.String(required=True, validate=validate.Length(1, WORDS_MAX))


def a_line(longest: int = LINE_MAX, **more: Any) -> fields.String:
    """One line."""
    return fields.String(validate=[validate.Length(0, longest), validate.Regexp(r"^[^\x00-\x1f\x7f]*\Z")], **more)


class NewThread(Schema):
    """A guardian begins; nobody writes without a category."""

    clinic = an_id(required=True)
    category = fields.Enum(Category, by_value=True, required=True)
    reference = an_id(load_default=None, allow_none=True)
    words = words()


class NewStaffThread(NewThread):
    """Staff begin, with one guardian."""

    person = an_id(required=True)


class NewMessage(Schema):
    """The guardian goes on."""

    words = words()


class NewReply(Schema):
    """Staff answer. `revision` is the one they saw."""

    revision = fields.Integer(required=True, strict=True)
    words = words()
    coach = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    detail = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class NewRedirect(Schema):
    """A template in the place of words that do not belong here."""

    revision = fields.Integer(required=True, strict=True)
    template = fields.String(required=True, validate=validate.Regexp(whole(CODE_PATTERN)))


class NewClosure(Schema):
    """Why nothing is owed any more."""

    revision = fields.Integer(required=True, strict=True)
    reason = fields.String(required=True, validate=validate.Regexp(whole(CODE_PATTERN)))


class NewReopening(Schema):
    """The revision that was seen."""

    revision = fields.Integer(required=True, strict=True)


class NewDraft(Schema):
    """What is typed so far; empty words forget it."""

    thread = an_id(load_default=None, allow_none=True)
    category = fields.String(load_default="", validate=validate.Length(0, 64))
    reference = fields.String(load_default="", validate=validate.Length(0, 96))
    words = fields.String(required=True, validate=validate.Length(0, WORDS_MAX))


class ThreadReference(Schema):
    """What became of it. `raised`: it may speak of danger, and humans were called at once."""

    thread = fields.String()
    message = fields.String()
    state = fields.String()
    raised = fields.Boolean()


class OpenHours(Schema):
    """Open hours of a weekday, Monday is 0."""

    weekday = fields.Integer(required=True, strict=True, validate=validate.Range(0, 6))
    start = fields.String(required=True, data_key="from", validate=validate.Length(5, 5))
    end = fields.String(required=True, data_key="until", validate=validate.Length(5, 5))

    @post_load
    def opening(self, data: dict[str, Any], **_: Any) -> Opening:
        """As the commands carry it."""
        return Opening(**data)


class Line(Schema):
    """A crisis line with where it is from and when it was checked."""

    name = a_line(80, required=True)
    call = fields.String(required=True, validate=validate.Regexp(NUMBER))
    text = fields.String(load_default="", validate=validate.Regexp(rf"(?:{NUMBER})|^\Z"))
    source = a_line(required=True)
    checked_on = fields.String(required=True, validate=validate.Regexp(whole(DAY_PATTERN)))

    @post_load
    def line(self, data: dict[str, Any], **_: Any) -> CrisisLine:
        """As the commands carry it."""
        return CrisisLine(**data)


class NewPromises(Schema):
    """What a clinic promises; what is left out stays as it was."""

    openings = fields.List(
        fields.Nested(OpenHours), load_default=None, allow_none=True, validate=validate.Length(1, OPENINGS_MAX)
    )
    holidays = fields.List(
        fields.String(validate=validate.Regexp(whole(DAY_PATTERN))), load_default=None, allow_none=True,
        validate=validate.Length(0, HOLIDAYS_MAX),
    )  # fmt: skip
    reply_hours = fields.Dict(
        keys=fields.Enum(Category, by_value=True),
        values=fields.Integer(strict=True, validate=validate.Range(1, REPLY_HOURS_MAX)),
        load_default=dict,
    )
    billing_contact = a_line(load_default=None, allow_none=True)
    crisis = fields.Nested(Line, load_default=None, allow_none=True)


class PromisesReference(Schema):
    """They hold for what is written from now on."""

    clinic = fields.String(required=True)
    promises = fields.String(required=True)
    version = fields.Integer(required=True)
