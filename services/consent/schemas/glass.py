"""Broken glass, coming in and going out."""

from marshmallow import Schema, fields, validate

from services.consent.model.glass import Finding, GlassReason
from services.consent.schemas.answers import text, texts
from services.consent.schemas.fields import Facts, classes, one_of
from services.consent.settings import GLASS_MINUTES_MAX, GLASS_WORDS_MAX

STATES = ("open", "unreviewed", "overdue", "all")


def words() -> fields.String:
    """A sentence: something with visible characters."""
    return fields.String(
        required=True, validate=[validate.Length(1, GLASS_WORDS_MAX), validate.Regexp(r"(?s)^.*\S.*$")]
    )


class BrokenGlass(Facts):
    """Which classes, how long, why: a code and a sentence."""

    classes = classes(1, required=True)
    minutes = fields.Integer(required=True, strict=True, validate=validate.Range(1, GLASS_MINUTES_MAX))
    reason = one_of(GlassReason, required=True)
    words = words()


class NewReview(Facts):
    """What was found."""

    finding = one_of(Finding, required=True)
    words = words()


class WhichAccesses(Schema):
    """`open`: something can be read through it now; `unreviewed` (default), `overdue`, or `all`."""

    state = fields.String(load_default="unreviewed", validate=validate.OneOf(STATES))


class AccessReference(Schema):
    """What was opened, ended or reviewed."""

    access = text()
    finding = text()


class AccessRow(Schema):
    """One access, or a try that was refused, in codes."""

    access = text()
    child = text()
    clinic = text()
    person = text()
    classes = texts()
    reason = text()
    opened_at = text()
    until = text()
    ended_at = text(allow_none=True)
    ended_by = text(allow_none=True)
    open = fields.Boolean()
    refused = text(allow_none=True)
    attempts = fields.Integer()
    review_due = text()
    overdue = fields.Boolean()
    reviewed_by = text(allow_none=True)
    reviewed_at = text(allow_none=True)
    finding = text(allow_none=True)


class Accesses(Schema):
    """What the privacy officer has before them; `overdue` counts those whose review is late."""

    accesses = fields.List(fields.Nested(AccessRow))
    overdue = fields.Integer()


class ReadRow(Schema):
    """One thing that was asked for through the access. `through`: the service that shows it."""

    at = text()
    disclosure_class = text()
    outcome = text()
    through = text()


class AccessInFull(AccessRow):
    """With the words of both sides and everything that was read."""

    words = text(allow_none=True)
    review_words = text(allow_none=True)
    reads = fields.List(fields.Nested(ReadRow))
