"""The forms of the staff side. What a value means is decided by the service that owns it."""

from typing import Any

from marshmallow import Schema, fields, validate

from contracts.codes import ChildTold, ConcernKind, Severity
from kernel.contract import ID_PATTERN, whole
from services.web.schemas.family import FAMILY_CATEGORIES
from services.web.schemas.fields import LINE_CHARACTERS_MAX, choice, choice_of_id, text
from services.web.settings import LOGIN_CHARACTERS_MAX


class SignInForm(Schema):
    """Name and password."""

    login = text("Enter your sign-in name.", LOGIN_CHARACTERS_MAX)
    password = text("Enter your password.", 10_000)


class PasswordForm(Schema):
    """The password of now, and the next one."""

    present = text("Enter your password of now.", 10_000)
    new = text("Enter a new password.", 10_000)


class ConcernForm(Schema):
    """A safety concern."""

    kind = choice("Choose what the concern is about.", [kind.value for kind in ConcernKind])
    severity = choice("Choose how serious it is.", [severity.value for severity in Severity])
    child_told = choice("Say whether the child knows.", [told.value for told in ChildTold])
    about = fields.List(fields.String(), load_default=list)
    wording = text("Write the words that an entitled adult will read.")


class ShiftForm(Schema):
    """Who is on call, from and until a time on the clinic's clock."""

    person = text("Choose a colleague.", 96)
    starts = text("Enter when the shift starts.", 16)
    ends = text("Enter when the shift ends.", 16)


class HandOverForm(Schema):
    """To whom a matter is offered."""

    colleague = text("Choose a colleague.", 96)


class ClosureForm(Schema):
    """Why a case is closed."""

    reason = choice(
        "Choose why the case can be closed.",
        ["resolved", "safety-plan", "transferred", "unfounded", "duplicate", "entered-in-error"],
    )
    words = text("Write what was done, for the record.")


CHILD_ID = "Enter the identifier of the child."


class ReviewForm(Schema):
    """What the privacy officer makes of broken glass."""

    finding = choice("Choose what you find.", ["justified", "not-justified"])
    words = text("Write on what ground, for the record.", 2_000)


EMERGENCY_CLASSES = ("session-detail", "safety-concern", "goals-progress", "attendance-billing")
EMERGENCY_REASONS = ("crisis", "walk-in", "covering", "other")


class EmergencyForm(Schema):
    """Breaking the glass: which child, what of it, how long, why."""

    child = fields.String(
        required=True,
        error_messages={"required": CHILD_ID},
        validate=validate.Regexp(whole(ID_PATTERN), error=CHILD_ID),
    )
    classes = fields.List(
        fields.String(validate=validate.OneOf(EMERGENCY_CLASSES)),
        load_default=list,
        validate=validate.Length(min=1, error="Choose what you need."),
    )
    minutes = fields.Integer(required=True, validate=validate.OneOf((15, 30, 60), error="Choose for how long."))
    reason = choice("Choose why.", list(EMERGENCY_REASONS))
    words = text("Write what has happened, for the review.", 2_000)


class TaskForm(Schema):
    """What became of a task."""

    outcome = text("Choose how it ended.", 64)
    words = text("Write what you did, for the record.")


class GoalForm(Schema):
    """A goal with its five steps in words."""

    statement = text("Write the goal in the child's words.", 500)
    level_minus_2 = text("Describe the step: much less than hoped for.", LINE_CHARACTERS_MAX)
    level_minus_1 = text("Describe the step: less than hoped for.", LINE_CHARACTERS_MAX)
    level_0 = text("Describe the step: as hoped for.", LINE_CHARACTERS_MAX)
    level_1 = text("Describe the step: more than hoped for.", LINE_CHARACTERS_MAX)
    level_2 = text("Describe the step: much more than hoped for.", LINE_CHARACTERS_MAX)
    baseline = choice("Choose where the child stands today.", ["-2", "-1", "0", "1", "2"])


class UpdateForm(Schema):
    """Progress on a goal."""

    level = choice("Choose the step that fits best.", ["-2", "-1", "0", "1", "2"])
    rater = choice("Choose whose view this is.", ["child", "guardian", "therapist"])
    words = text("Write one or two sentences in plain words.", 2_000)
    share = fields.Boolean(load_default=False, truthy={"yes"}, falsy={""})


class AuditForm(Schema):
    """What to look for; one of the two."""

    service = fields.String(load_default="consent")
    stream = fields.String(load_default="", validate=validate.Length(max=128))
    actor = fields.String(load_default="", validate=validate.Length(max=128))
    cursor = fields.String(load_default="", validate=validate.Length(max=2000))


LEVEL_FIELDS = ("level_minus_2", "level_minus_1", "level_0", "level_1", "level_2")


def levels_of(values: dict[str, Any]) -> list[str]:
    """The five steps from the lowest to the highest."""
    return [values[name] for name in LEVEL_FIELDS]


class ReplyForm(Schema):
    """What staff write. `revision` is the one they saw."""

    words = text("Write the message.")
    revision = fields.Integer(required=True)
    coach = fields.Boolean(load_default=False, truthy={"yes"}, falsy={""})
    detail = fields.Boolean(load_default=False, truthy={"yes"}, falsy={""})


class StaffThreadForm(Schema):
    """A conversation that staff begin with one guardian."""

    person = choice_of_id("Choose whom you write to.")
    category = choice("Choose what it is about.", list(FAMILY_CATEGORIES))
    goal = fields.String(load_default="", validate=validate.Regexp(rf"^$|{whole(ID_PATTERN)}", error="Check this."))
    words = text("Write the message.")
