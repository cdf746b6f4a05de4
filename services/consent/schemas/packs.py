"""Packs over HTTP. What comes in is read by the rules' own reader, so that a file and a request fail alike."""

import dataclasses
from enum import StrEnum
from typing import Any, get_type_hints

from marshmallow import Schema, ValidationError, fields

from kernel.contract import Moment, is_optional, without_none
from services.consent.rules.packs import Pack, PacksWrong, packs_of
from services.consent.schemas.answers import text, texts
from services.consent.schemas.fields import an_id

TYPES = {str: "string", int: "integer", bool: "boolean"}


def shape(declared: Any) -> dict[str, Any]:
    """JSON Schema of a declared class."""
    hints, listed = get_type_hints(declared), dataclasses.fields(declared)
    return {
        "type": "object",
        "properties": {item.name: _part(hints[item.name]) for item in listed},
        "required": [item.name for item in listed if item.default is dataclasses.MISSING],
    }


def _part(hint: Any) -> dict[str, Any]:
    plain = without_none(hint)
    if isinstance(plain, type) and issubclass(plain, StrEnum):
        return {"type": "string", "enum": [member.value for member in plain]}
    found = shape(plain) if dataclasses.is_dataclass(plain) else {"type": TYPES[plain]}
    return {**found, "type": [found["type"], "null"]} if is_optional(hint) else found


def nested(wrong: PacksWrong) -> dict[str, Any]:
    """Every problem where marshmallow would put it, below `packs`."""
    found: dict[str, Any] = {}
    for problem in wrong.problems:
        inner = found
        *way, last = problem.path.split(".")[1:] or ["_schema"]
        for part in way:
            inner = inner.setdefault(part, {})
        inner.setdefault(last, []).append(problem.code)
    return found


class Packs(fields.List[Any]):
    """Packs of jurisdictions; whatever is wrong in them is named with its path, all at once."""

    def __init__(self, **options: Any) -> None:
        super().__init__(fields.Dict(metadata=shape(Pack)), **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            return packs_of({"packs": value})
        except PacksWrong as wrong:
            raise ValidationError(nested(wrong)) from None


class NewPacks(Schema):
    """A network's own packs; an empty list stands for the shipped ones alone."""

    packs = Packs(required=True)


class NewActivation(Schema):
    """From when on."""

    since = Moment(required=True)


class Against(Schema):
    """`shipped`, `in-force`, or a version."""

    against = an_id(load_default="in-force")


class PackContent(Schema):
    """One pack as a file has it."""

    jurisdiction = text()
    since = text(allow_none=True)
    until = text(allow_none=True)
    age_of_consent = fields.Integer(allow_none=True)
    parent_information = text()
    harm_notice = text()
    tell_minor = fields.Boolean()
    session_limit = fields.Dict(allow_none=True)
    psychotherapy_notes = text()
    detail_age = fields.Integer(allow_none=True)
    summary_age = fields.Integer(allow_none=True)
    majority = fields.Integer()
    citation = text()
    status = text()
    source = text()
    checked = text(allow_none=True)
    note = text()


class PackRow(PackContent):
    """`pack` is its own version, as decisions carry it; `name` what the place is called."""

    pack = text()
    name = text()


class PacksInForce(Schema):
    """What counts today; `version` is `shipped` when the network has none of its own."""

    version = text()
    packs = fields.List(fields.Nested(PackRow))


class PackPeriod(PackRow):
    """One period, explained."""

    words = texts()


class Jurisdiction(Schema):
    """All periods of a place."""

    jurisdiction = text()
    name = text()
    periods = fields.List(fields.Nested(PackPeriod))


class Differences(Schema):
    """Sentences: what would change, and what is worth a look."""

    version = text()
    changes = texts()
    remarks = texts()


class PackState(Schema):
    """How far a version has come."""

    version = text()
    proposed_by = text()
    proposed_at = text()
    approved_by = text(allow_none=True)
    approved_at = text(allow_none=True)


class PackVersion(PackState, Differences):
    """A version in full."""

    packs = fields.List(fields.Nested(PackContent))


class VersionRow(PackState):
    """A version in a list."""

    jurisdictions = texts()


class Activated(Schema):
    """From when on a version counts."""

    version = text()
    since = text()


class ActivationRow(Activated):
    """One line of the schedule."""

    activated_by = text()
    activated_at = text()
    in_force = fields.Boolean()


class PackVersions(Schema):
    """The network's own versions, newest first, and when which counts."""

    versions = fields.List(fields.Nested(VersionRow))
    activations = fields.List(fields.Nested(ActivationRow))
