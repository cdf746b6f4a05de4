"""What is tried, and what would be different."""

from datetime import date
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from kernel.contract import DAY_PATTERN
from services.consent.schemas.answers import text, texts
from services.consent.schemas.fields import Exactly, YesOrNo, a_birth_day, an_id, classes
from services.consent.schemas.packs import Packs
from services.consent.whatif.changes import Direction


class PolicyTried(Schema):
    """The fields of a clinic's policy that would differ; what is not named stays as each clinic has it."""

    detail_age = fields.Integer(strict=True, validate=validate.Range(0, 18))
    narrow_age = fields.Integer(strict=True, validate=validate.Range(0, 18))
    withheld = classes()
    part2 = YesOrNo()

    @validates_schema(skip_on_field_errors=True)
    def something(self, data: dict[str, Any], **_: Any) -> None:
        """An empty policy tries nothing."""
        if not data:
            raise ValidationError("empty-policy")

    @post_load
    def fitting(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """As the policy holds it."""
        return {**data, "withheld": tuple(sorted(set(data["withheld"])))} if "withheld" in data else data


class NewTrial(Schema):
    """Packs (in full, or a version that was proposed), a clinic policy, or both."""

    packs = Packs()
    version = an_id()
    policy = fields.Nested(PolicyTried)
    clinic = an_id(metadata={"description": "where the policy would differ; left out: in every clinic"})
    on = fields.String(validate=[Exactly(DAY_PATTERN), a_birth_day], metadata={"description": "default: today"})
    cursor = fields.String(validate=validate.Length(max=2000))

    @validates_schema(skip_on_field_errors=True)
    def together(self, data: dict[str, Any], **_: Any) -> None:
        """Something is tried, and packs come one way."""
        if not {"packs", "version", "policy"} & data.keys():
            raise ValidationError("required", "packs")
        if {"packs", "version"} <= data.keys():
            raise ValidationError("one-of-both", "version")
        if "clinic" in data and "policy" not in data:
            raise ValidationError("without-policy", "clinic")

    @post_load
    def dated(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The day as a day."""
        return {**data, "on": date.fromisoformat(data["on"])} if "on" in data else data


class ChangeRow(Schema):
    """`person` null: the duties of the item. `recorded`: what was decided then, null if not about this adult."""

    child = text()
    disclosure = text()
    person = text(allow_none=True)
    direction = text(metadata={"enum": [direction.value for direction in Direction]})
    clinic = text()
    disclosure_class = text()
    message_class = text()
    decided_at = text()
    ground = text()
    recorded = text(allow_none=True)
    before = texts()
    after = texts()


class Trial(Schema):
    """One page. `touched`: disclosures whose ground would differ; the counts are those of this page."""

    now = text()
    then = text()
    on = text()
    later = texts()
    changes = fields.List(fields.Nested(ChangeRow))
    counts = fields.Dict(keys=text(), values=fields.Integer())
    children = fields.Integer()
    disclosures = fields.Integer()
    touched = fields.Integer()
    decisions = fields.Integer()
    reconstructed = fields.Integer()
    unlike_recorded = fields.Integer()
    next_cursor = text(allow_none=True)
