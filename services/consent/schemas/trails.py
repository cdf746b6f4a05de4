"""The paper trail of facts, and what is due to be looked at again."""

from marshmallow import Schema, fields, validate

from services.consent.model import FactSort, StepKind
from services.consent.schemas.answers import Position, text
from services.consent.schemas.fields import an_id
from services.consent.schemas.rulings import out_of

HORIZON_DAYS = 14  # reviews are listed this long before they are due: two weekly team meetings
HORIZON_DAYS_MAX = 366  # a year ahead


class Superseded(Position):
    """Another fact has taken the place of one."""

    superseded = text()


class SupersededAuthority(Superseded):
    """The new edge."""

    authority = text()


class SupersededBoundary(Superseded):
    """The new line."""

    boundary = text()


class StepRow(Schema):
    """One thing done; `refers`: another fact, `until`: the end that the fact had had before."""

    kind = out_of(StepKind)
    by = text()
    at = text()
    reason = text(allow_none=True)
    document = text(allow_none=True)
    refers = text(allow_none=True)
    until = text(allow_none=True)
    session = text(allow_none=True)


class TrailRow(Schema):
    """What is on paper of one fact; `person`: whom it speaks of, null: every adult."""

    fact = text()
    sort = out_of(FactSort)
    person = text(allow_none=True)
    review = text(allow_none=True)
    steps = fields.List(fields.Nested(StepRow))


class Trails(Schema):
    """Of one child."""

    trails = fields.List(fields.Nested(TrailRow))


class DueIn(Schema):
    """In which clinic, up to how many days from now."""

    clinic = an_id(required=True)
    days = fields.Integer(load_default=HORIZON_DAYS, validate=validate.Range(0, HORIZON_DAYS_MAX))


class ReviewRow(Schema):
    """A flag or a line to look at again."""

    child = text()
    fact = text()
    sort = out_of(FactSort)
    person = text(allow_none=True)
    review = text()
    state = text(metadata={"enum": ["upcoming", "due", "expired"]})


class Reviews(Schema):
    """The longest overdue first."""

    reviews = fields.List(fields.Nested(ReviewRow))
