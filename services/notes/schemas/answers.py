"""What goes out. A field that a reader may not know is absent, not empty: answers to guardians have their own schemas.

Where one route answers staff and guardians, the query gives the fields and the schema is the larger one.
"""

from marshmallow import Schema, fields

from contracts.codes import ChildTold, ConcernKind, Severity
from services.notes.model.concern import ClosureReason, ConcernState
from services.notes.model.note import NoteState, Visibility, VoidReason


def one_of(codes: type) -> fields.String:
    """A wire name out of a code system."""
    return fields.String(metadata={"enum": [code.value for code in codes]})  # type: ignore[attr-defined]


class VoidedReference(Schema):
    """Which note."""

    note = fields.String()


class NoteReference(VoidedReference):
    """Which note, at which revision."""

    revision = fields.Integer()


class SignedReference(Schema):
    """Which note was signed, and which concern came with it."""

    note = fields.String()
    concern = fields.String(allow_none=True)


class AddendumReference(Schema):
    """Which addendum of which note."""

    note = fields.String()
    addendum = fields.String()


class ConcernReference(Schema):
    """Which concern."""

    concern = fields.String()


class SessionReference(Schema):
    """Which session."""

    session = fields.String()


class SessionRow(SessionReference):
    """A session without a word of what happened in it."""

    clinic = fields.String()
    practitioner = fields.String()
    starts_at = fields.String()
    minutes = fields.Integer()


class Sessions(Schema):
    """Newest first."""

    sessions = fields.List(fields.Nested(SessionRow))


class NoteSummary(NoteReference):
    """A note without a word of it."""

    child = fields.String()
    clinic = fields.String()
    session = fields.String(allow_none=True)
    template = fields.String()
    template_version = fields.Integer()
    author = fields.String()
    state = one_of(NoteState)
    created_at = fields.String()
    changed_at = fields.String()
    signed_at = fields.String(allow_none=True)


class Notes(Schema):
    """Newest first. Guardians get no `drafts` and only `note` and `signed_at` of each."""

    notes = fields.List(fields.Nested(NoteSummary))
    drafts = fields.List(fields.Nested(NoteSummary))
    next_cursor = fields.String(allow_none=True)


class Unsigned(Schema):
    """One's own drafts, newest first."""

    notes = fields.List(fields.Nested(NoteSummary))


class SectionText(Schema):
    """Kind and sharing are for staff only."""

    kind = fields.String()
    title = fields.String()
    text = fields.String()
    visibility = one_of(Visibility)
    persons = fields.List(fields.String())


class AddendumText(Schema):
    """Author and sharing are for staff only."""

    addendum = fields.String()
    text = fields.String()
    author = fields.String()
    added_at = fields.String()
    visibility = one_of(Visibility)
    persons = fields.List(fields.String())


class Voiding(Schema):
    """Why a note does not count."""

    reason = one_of(VoidReason)
    words = fields.String()
    voided_by = fields.String()
    voided_at = fields.String()


class NoteText(NoteSummary):
    """What is left of a note for its reader. Guardians get `note`, `signed_at`, `sections` and `addenda` only."""

    sections = fields.List(fields.Nested(SectionText))
    addenda = fields.List(fields.Nested(AddendumText))
    voiding = fields.Nested(Voiding, allow_none=True)


class Preview(Schema):
    """What a guardian would read, None when it would not exist for them."""

    person = fields.String()
    visible = fields.Boolean()
    note = fields.Nested(NoteText, allow_none=True)


class ConcernSummary(ConcernReference):
    """A concern without its words."""

    clinic = fields.String()
    note = fields.String(allow_none=True)
    kind = one_of(ConcernKind)
    severity = one_of(Severity)
    about = fields.List(fields.String())
    child_told = one_of(ChildTold)
    state = one_of(ConcernState)
    raised_by = fields.String()
    raised_at = fields.String()


class Concerns(Schema):
    """Newest first."""

    concerns = fields.List(fields.Nested(ConcernSummary))


class Closure(Schema):
    """Why a concern is dealt with."""

    reason = one_of(ClosureReason)
    words = fields.String()
    closed_by = fields.String()
    closed_at = fields.String()


class ConcernText(ConcernSummary):
    """A concern with its words, for staff."""

    wording = fields.String()
    closure = fields.Nested(Closure, allow_none=True)


class Wording(Schema):
    """What an adult is told; `wording` is None where only a summary may be given."""

    wording = fields.String(allow_none=True)
    kind = one_of(ConcernKind)
    severity = one_of(Severity)
    raised_at = fields.String()


class FormAnswer(Schema):
    """A section of a template."""

    kind = fields.String()
    title = fields.String()
    required = fields.Boolean()
    visibility = fields.Enum(Visibility, by_value=True)
    characters_max = fields.Integer()


class TemplateAnswer(Schema):
    """A template with its sections in order."""

    code = fields.String()
    version = fields.Integer()
    title = fields.String()
    forms = fields.List(fields.Nested(FormAnswer), data_key="sections")


class Templates(Schema):
    """All that are published; a new note takes the newest version of its code."""

    templates = fields.List(fields.Nested(TemplateAnswer))
