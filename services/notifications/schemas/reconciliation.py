"""Reports about days."""

from marshmallow import Schema, fields, validate

from kernel.contract import ID_PATTERN


class WhichReports(Schema):
    """Of one clinic; without: of all."""

    clinic = fields.String(load_default=None, validate=validate.Regexp(ID_PATTERN))


class OutcomeCount(Schema):
    """Adults who have come to an outcome."""

    outcome = fields.String(required=True)
    adults = fields.Integer(required=True)


class DifferingRow(Schema):
    """What is not as it must be, by identifiers."""

    difference = fields.String(required=True)
    child = fields.String(required=True)
    disclosure = fields.String(required=True)
    person = fields.String(required=True, allow_none=True)


class Report(Schema):
    """One clinic's day."""

    clinic = fields.String(required=True)
    day = fields.String(required=True)
    since = fields.String(required=True)
    until = fields.String(required=True)
    made_at = fields.String(required=True)
    decided = fields.Integer(required=True)
    carried = fields.Integer(required=True)
    outcomes = fields.List(fields.Nested(OutcomeCount), required=True)
    differing = fields.Integer(required=True)
    differences = fields.List(fields.Nested(DifferingRow), required=True)


class Reports(Schema):
    """Newest first."""

    reports = fields.List(fields.Nested(Report), required=True)
