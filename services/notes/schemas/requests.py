"""What may be asked. Lengths and meaning are decided in `decisions`; unknown fields are refused."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from contracts.codes import ChildTold, ConcernKind, Severity
from kernel.contract import CODE_PATTERN, ID_PATTERN, Moment
from services.notes.commands import ConcernDraft, SectionDraft
from services.notes.model.concern import ClosureReason
from services.notes.model.note import Visibility, VoidReason

REVISION_MAX = 2**31 - 1  # more than a century of autosaves


def an_id(**options: Any) -> fields.String:
    """An identifier as events carry it."""
    return fields.String(validate=validate.Regexp(ID_PATTERN), **options)


def ids(**options: Any) -> fields.List[Any]:
    """A list of identifiers."""
    return fields.List(an_id(), **options)


def a_revision() -> fields.Integer:
    """The revision the writer has seen."""
    return fields.Integer(required=True, strict=True, validate=validate.Range(1, REVISION_MAX))


def _concern(data: dict[str, Any]) -> ConcernDraft:
    return ConcernDraft(**{**data, "about": tuple(data["about"])})


class NewSection(Schema):
    """A section as typed; at most 20,000 characters."""

    kind = fields.String(required=True, validate=validate.Regexp(CODE_PATTERN))
    text = fields.String(required=True)
    visibility = fields.Enum(Visibility, by_value=True, load_default=None, allow_none=True)
    persons = ids(load_default=())

    @post_load
    def draft(self, data: dict[str, Any], **_: Any) -> SectionDraft:
        """As the commands carry it."""
        return SectionDraft(**{**data, "persons": tuple(data["persons"])})


class NewConcern(Schema):
    """A concern as typed; the wording at most 4,000 characters."""

    kind = fields.Enum(ConcernKind, by_value=True, required=True)
    severity = fields.Enum(Severity, by_value=True, required=True)
    about = ids(required=True)
    child_told = fields.Enum(ChildTold, by_value=True, required=True)
    wording = fields.String(required=True)

    @post_load
    def draft(self, data: dict[str, Any], **_: Any) -> Any:
        """As the commands carry it."""
        return _concern(data)


class NewClinicConcern(NewConcern):
    """A concern raised without a note."""

    clinic = an_id(required=True)

    @post_load
    def draft(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The clinic beside the concern, as the command carries them."""
        clinic = data.pop("clinic")
        return {"clinic": clinic, "concern": _concern(data)}


class NewNote(Schema):
    """A draft; at most 40 sections."""

    clinic = an_id(required=True)
    template = fields.String(required=True, validate=validate.Regexp(CODE_PATTERN))
    session = an_id(load_default=None, allow_none=True)
    sections = fields.List(fields.Nested(NewSection), required=True)


class NoteRevision(Schema):
    """All sections, written against the revision seen."""

    revision = a_revision()
    sections = fields.List(fields.Nested(NewSection), required=True)


class Signature(Schema):
    """Signing, with or without a concern."""

    revision = a_revision()
    concern = fields.Nested(NewConcern, load_default=None, allow_none=True)


class NewAddendum(Schema):
    """Words added to a signed note; at most 20,000 characters."""

    text = fields.String(required=True)
    visibility = fields.Enum(Visibility, by_value=True, load_default=Visibility.PRIVATE)
    persons = ids(load_default=())


class NewVoiding(Schema):
    """Why a note does not count."""

    reason = fields.Enum(VoidReason, by_value=True, required=True)
    words = fields.String(required=True)


class NewClosure(Schema):
    """Why a concern is dealt with."""

    reason = fields.Enum(ClosureReason, by_value=True, required=True)
    words = fields.String(required=True)


class NewSession(Schema):
    """A session planned or held."""

    clinic = an_id(required=True)
    practitioner = an_id(required=True)
    starts_at = Moment(required=True)
    minutes = fields.Integer(required=True, strict=True)


class Cursor(Schema):
    """Where the page before ended."""

    cursor = fields.String(load_default=None, validate=validate.Length(max=2000))


class ThroughDisclosure(Schema):
    """Which disclosure entitles the reader."""

    disclosure = an_id(load_default=None)


class UnsignedOnly(Schema):
    """The one question that is asked over all children."""

    unsigned = fields.String(required=True, validate=validate.Equal("1"))
