"""The second signature, versions and what is late, as they come in and go out."""

from marshmallow import Schema, fields

from services.notes.schemas.notes import SectionText, a_revision


class NewSupervision(Schema):
    """Whether this author's notes need a second signature."""

    supervised = fields.Boolean(truthy={True}, falsy={False}, required=True)


class SupervisionAnswer(NewSupervision):
    """As it is now."""

    author = fields.String()


class Cosignature(Schema):
    """The revision that was read."""

    revision = a_revision()


class NewReturn(Cosignature):
    """What is to be changed; at most 4,000 characters."""

    words = fields.String(required=True)


class VersionRow(Schema):
    """A kept version without a word of it."""

    revision = fields.Integer()
    written_at = fields.String()
    replaced_at = fields.String()
    replaced_by = fields.String()


class Versions(Schema):
    """Oldest first."""

    versions = fields.List(fields.Nested(VersionRow))


class VersionText(Schema):
    """A kept version with its words."""

    revision = fields.Integer()
    sections = fields.List(fields.Nested(SectionText))


class LateSession(Schema):
    """A session without a note; `draft` is the asker's own beginning of one."""

    session = fields.String()
    child = fields.String()
    clinic = fields.String()
    practitioner = fields.String()
    starts_at = fields.String()
    due_at = fields.String()
    draft = fields.String(allow_none=True)


class LateSessions(Schema):
    """Longest due first."""

    sessions = fields.List(fields.Nested(LateSession))
