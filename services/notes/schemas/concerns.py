"""Concerns as they come in and go out."""

from typing import Any

from marshmallow import Schema, fields, post_load

from contracts.codes import ChildTold, ConcernKind, Severity
from services.notes.commands import ConcernDraft
from services.notes.model.concern import ClosureReason, ConcernState
from services.notes.schemas.fields import an_id, ids, one_of


def concern_draft(data: dict[str, Any]) -> ConcernDraft:
    """As the commands carry it."""
    return ConcernDraft(**{**data, "about": tuple(data["about"])})


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
        return concern_draft(data)


class NewClinicConcern(NewConcern):
    """A concern raised without a note."""

    clinic = an_id(required=True)

    @post_load
    def draft(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The clinic beside the concern, as the command carries them."""
        clinic = data.pop("clinic")
        return {"clinic": clinic, "concern": concern_draft(data)}


class NewClosure(Schema):
    """Why a concern is dealt with."""

    reason = fields.Enum(ClosureReason, by_value=True, required=True)
    words = fields.String(required=True)


class ThroughDisclosure(Schema):
    """Which disclosure entitles the reader."""

    disclosure = an_id(load_default=None)


class ConcernReference(Schema):
    """Which concern."""

    concern = fields.String()


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
