"""Psychotherapy notes as they come in and go out."""

from marshmallow import Schema, fields

from services.notes.schemas.fields import an_id
from services.notes.schemas.notes import a_revision


class NewPsychotherapyNote(Schema):
    """One's own thinking; at most 20,000 characters."""

    clinic = an_id(required=True)
    session = an_id(load_default=None, allow_none=True)
    text = fields.String(required=True)


class PsychotherapyRevision(Schema):
    """Its text, written against the revision seen."""

    revision = a_revision()
    text = fields.String(required=True)


class PsychotherapyWithdrawal(Schema):
    """The revision seen."""

    revision = a_revision()


class PsychotherapySummary(Schema):
    """One of one's own, without a word of it."""

    note = fields.String()
    clinic = fields.String()
    session = fields.String(allow_none=True)
    revision = fields.Integer()
    withdrawn = fields.Boolean()
    created_at = fields.String()
    changed_at = fields.String()


class PsychotherapyNotes(Schema):
    """Newest first."""

    notes = fields.List(fields.Nested(PsychotherapySummary))


class PsychotherapyText(PsychotherapySummary):
    """With its words; None where they were withdrawn."""

    text = fields.String(allow_none=True)
