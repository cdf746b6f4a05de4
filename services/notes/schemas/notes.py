"""Notes as they come in and go out. A field that a reader may not know is absent, not empty.

Where one route answers staff and guardians, the query gives the fields and the schema is the larger one.
"""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from contracts.codes import DisclosureClass
from kernel.contract import CODE_PATTERN, Tuple
from services.notes.commands import SectionDraft
from services.notes.model.note import NoteState, Visibility, VoidReason
from services.notes.schemas.concerns import NewConcern
from services.notes.schemas.fields import an_id, ids, one_of
from services.notes.schemas.values import SectionValues, SessionSegment, a_code

MAY_BE_LEFT_OUT = frozenset({"values", "verbatim", "segment", "labels", "derived_from"})
REVISION_MAX = 2**31 - 1  # more than a century of autosaves


def a_revision() -> fields.Integer:
    """The revision the writer has seen."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(1, REVISION_MAX))


class NewSection(Schema):
    """A section as typed; at most 20,000 characters."""

    kind = fields.String(required=True, validate=validate.Regexp(CODE_PATTERN))
    text = fields.String(required=True)
    visibility = fields.Enum(Visibility, by_value=True, load_default=None, allow_none=True)
    persons = ids(load_default=())
    entries = fields.Nested(SectionValues, allow_none=True)
    verbatim = fields.Boolean(truthy={True}, falsy={False}, allow_none=True)
    segment = a_code(allow_none=True)
    labels = fields.List(fields.Enum(DisclosureClass, by_value=True))
    derived_from = ids()

    @post_load
    def draft(self, data: dict[str, Any], **_: Any) -> SectionDraft:
        """As the commands carry it; what is not mentioned is kept as the draft has it."""
        said = {("values" if name == "entries" else name): value for name, value in data.items()}
        said |= {name: tuple(said[name]) for name in ("persons", "labels", "derived_from") if name in said}
        return SectionDraft(kept=frozenset(MAY_BE_LEFT_OUT.difference(said)), **said)


class NewNote(Schema):
    """A draft; at most 40 sections."""

    clinic = an_id(required=True)
    template = fields.String(required=True, validate=validate.Regexp(CODE_PATTERN))
    session = an_id(load_default=None, allow_none=True)
    sections = fields.List(fields.Nested(NewSection), required=True)
    segments = Tuple(fields.Nested(SessionSegment), load_default=None, allow_none=True)
    cites = Tuple(an_id(), load_default=())
    contributors = Tuple(an_id(), load_default=())


class NewContribution(Schema):
    """All sections of one's own in somebody else's draft, written against the revision seen."""

    revision = a_revision()
    sections = fields.List(fields.Nested(NewSection), required=True)


class NoteRevision(NewContribution):
    """All sections, written against the revision seen; segments and citations where they change."""

    segments = Tuple(fields.Nested(SessionSegment), load_default=None, allow_none=True)
    cites = Tuple(an_id(), load_default=None, allow_none=True)


class Signature(Schema):
    """Signing, with or without a concern."""

    revision = a_revision()
    concern = fields.Nested(NewConcern, load_default=None, allow_none=True)


class NewSharing(Schema):
    """Guardians who are to see the section as well."""

    persons = Tuple(an_id(), required=True)


class NewAddendum(Schema):
    """Words added to a signed note; at most 20,000 characters."""

    text = fields.String(required=True)
    visibility = fields.Enum(Visibility, by_value=True, load_default=Visibility.PRIVATE)
    persons = ids(load_default=())


class NewVoiding(Schema):
    """Why a note does not count."""

    reason = fields.Enum(VoidReason, by_value=True, required=True)
    words = fields.String(required=True)


class UnsignedOnly(Schema):
    """The one question that is asked over all children."""

    unsigned = fields.String(required=True, validate=validate.Equal("1"))


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
    state = one_of(NoteState)


class AddendumReference(Schema):
    """Which addendum of which note."""

    note = fields.String()
    addendum = fields.String()


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


class Citing(Schema):
    """Notes that rest on an observation."""

    notes = fields.List(fields.Nested(NoteSummary))


class Unsigned(Schema):
    """One's own drafts, newest first."""

    notes = fields.List(fields.Nested(NoteSummary))


class SectionText(Schema):
    """Kind and sharing are for staff only. `in_words`: the text with what was chosen, rated or observed above it."""

    kind = fields.String()
    title = fields.String()
    text = fields.String()
    in_words = fields.String()
    visibility = one_of(Visibility)
    persons = fields.List(fields.String())
    entries = fields.Nested(SectionValues, allow_none=True)
    verbatim = fields.Boolean()
    segment = fields.String(allow_none=True)
    labels = fields.List(one_of(DisclosureClass))
    derived_from = fields.List(fields.String())
    author = fields.String()


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


class ReturnText(Schema):
    """What a supervisor wants changed."""

    words = fields.String()
    returned_by = fields.String()
    returned_at = fields.String()


class NoteText(NoteSummary):
    """What is left of a note for its reader. Guardians get `note`, `signed_at`, `sections` and `addenda` only."""

    handed_in_at = fields.String(allow_none=True)
    cosigned_by = fields.String(allow_none=True)
    returns = fields.List(fields.Nested(ReturnText))
    segments = fields.List(fields.Nested(SessionSegment))
    cites = fields.List(fields.String())
    contributors = fields.List(fields.String())
    sections = fields.List(fields.Nested(SectionText))
    addenda = fields.List(fields.Nested(AddendumText))
    voiding = fields.Nested(Voiding, allow_none=True)


class Preview(Schema):
    """What a guardian would read, None when it would not exist for them."""

    person = fields.String()
    visible = fields.Boolean()
    note = fields.Nested(NoteText, allow_none=True)
