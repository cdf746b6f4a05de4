"""Instruments, answers and series on the wire."""

from marshmallow import Schema, fields, validate

from services.goals.model.voice import Voice
from services.goals.schemas.fields import LIST_MAX, Frozen, a, an_id, number, one_of


class NewMeasurement(Frozen):
    """`values` in the order of the instrument's parts, null for what was not answered."""

    clinic = an_id(required=True)
    instrument = an_id(required=True)
    version = number(required=True)
    goal = an_id(load_default=None, allow_none=True)
    voice = a(Voice, load_default=None, allow_none=True)
    values = fields.List(number(allow_none=True), required=True, validate=validate.Length(max=LIST_MAX))


class MeasurementReference(Schema):
    """Which answers."""

    measurement = fields.String()


class PartAnswer(Schema):
    """An item by its number, or a score by its name."""

    code = fields.String()
    low = fields.Integer()
    high = fields.Integer()


class InstrumentAnswer(Schema):
    """A published version. The wording of its items stays with its publisher."""

    instrument = fields.String()
    version = fields.Integer()
    title = fields.String()
    order = fields.String()
    informants = fields.List(one_of(Voice))
    licensed = fields.Boolean()
    about_goal = fields.Boolean()
    parts = fields.List(fields.Nested(PartAnswer))
    reference = fields.String()


class Instruments(Schema):
    """Every version."""

    instruments = fields.List(fields.Nested(InstrumentAnswer))


class SubtotalAnswer(Schema):
    """None when a part of it was not answered."""

    code = fields.String()
    value = fields.Integer(allow_none=True)
    over_cutoff = fields.Boolean(allow_none=True)


class Answers(MeasurementReference):
    """Guardians get `measurement`, `version`, `values` and `at` of their own answers."""

    version = fields.Integer()
    values = fields.List(fields.Integer(allow_none=True))
    at = fields.String()
    answered = fields.Integer()
    of = fields.Integer()
    total = fields.Integer(allow_none=True)
    over_cutoff = fields.Boolean(allow_none=True)
    band = fields.String(allow_none=True)
    subtotals = fields.List(fields.Nested(SubtotalAnswer))
    recorded_by = fields.String()


class MeasureSeries(Schema):
    """One informant's; never averaged with another's."""

    instrument = fields.String()
    goal = fields.String(allow_none=True)
    clinic = fields.String()
    voice = one_of(Voice)
    informant = fields.String(allow_none=True)
    answers = fields.List(fields.Nested(Answers))


class Measures(Schema):
    """All series that this reader may see."""

    series = fields.List(fields.Nested(MeasureSeries))


class NewClinicRules(Schema):
    """A fall of 1 to 30 points is told; 1 to 3 practices at once before the clinician is warned."""

    alliance_drop = number(required=True)
    practice_cap = number(required=True)


class NewLicence(Schema):
    """The clinic's licence reference, at most 80 characters."""

    instrument = an_id(required=True)
    reference = fields.String(required=True)


class ClinicReference(Schema):
    """Which clinic."""

    clinic = fields.String()


class LicenceAnswer(Schema):
    """A licence on record."""

    instrument = fields.String()
    reference = fields.String()
    recorded_at = fields.String()


class ClinicRulesAnswer(ClinicReference):
    """What the clinic has set."""

    alliance_drop = fields.Integer()
    practice_cap = fields.Integer()
    licences = fields.List(fields.Nested(LicenceAnswer))
