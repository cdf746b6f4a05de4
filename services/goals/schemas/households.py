"""The homes of a child on the wire; for staff alone."""

from marshmallow import Schema, fields

from services.goals.schemas.fields import Frozen, an_id, ids


class HouseholdChange(Frozen):
    """Who lives there; `label` at most 80 characters."""

    clinic = an_id(required=True)
    label = fields.String(required=True)
    guardians = ids(required=True)


class HouseholdReference(Schema):
    """Which home."""

    household = fields.String()


class HouseholdAnswer(HouseholdReference):
    """A home."""

    clinic = fields.String()
    label = fields.String()
    guardians = fields.List(fields.String())


class Households(Schema):
    """Those of the asker's clinics."""

    households = fields.List(fields.Nested(HouseholdAnswer))
