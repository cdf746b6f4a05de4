"""What goes out of a decided case. Words stand beside the codes they explain."""

from typing import Any

from marshmallow import Schema, fields

from contracts.codes import DutyBearer, DutyKind, Outcome
from services.consent.schemas.answers import text, texts
from services.consent.schemas.rulings import out_of


def _rows(schema: type[Schema]) -> fields.List[Any]:
    return fields.List(fields.Nested(schema))


class RecordNamed(Schema):
    """A record of the case, by its sort and name."""

    sort = text()
    id = text()
    says = fields.Dict(keys=fields.String(), values=fields.String())
    since = text()
    until = text(allow_none=True)


class FactTold(Schema):
    """A fact, its value, its words, and the records it comes from."""

    fact = text()
    value = text()
    words = text()
    records = _rows(RecordNamed)


class RuleTold(Schema):
    """A rule that fired. `counts`: it is one of those that gave the answer."""

    rule = text()
    outcome = out_of(Outcome)
    counts = fields.Boolean()
    words = text()
    citation = text()
    because = _rows(FactTold)


class RankTold(Schema):
    """A rank that had something to say: it `decides`, was `doubted`, or was `unheard`."""

    rank = text()
    words = text()
    says = text()
    rules = _rows(RuleTold)


class ChangeTold(Schema):
    """With these facts instead the outcome would be this."""

    outcome = out_of(Outcome)
    facts = _rows(FactTold)


class AnswerCodes(Schema):
    """An answer as codes."""

    outcome = out_of(Outcome)
    obligations = texts()
    rules = texts()


class LaterTold(AnswerCodes):
    """With nothing new recorded, the answer from this moment on."""

    at = text()
    cause = text()
    age = fields.Integer(allow_none=True)
    record = fields.Nested(RecordNamed, allow_none=True)


class PersonAnswered(AnswerCodes):
    """One person's answer. `staff` and the trace are for staff; `reader` is all that the person may be told."""

    person = text()
    staff = texts()
    reader = text()
    ranks = _rows(RankTold)
    changes = _rows(ChangeTold)
    later = _rows(LaterTold)


class BearerNext(Schema):
    """Who bears the duty when those before cannot be reached."""

    bearer = out_of(DutyBearer)
    persons = texts()


class DutyTold(BearerNext):
    """Somebody must be told or asked by `due`."""

    kind = out_of(DutyKind)
    due = text()
    reason = text(allow_none=True)
    words = text()
    why = text(allow_none=True)
    fallback = _rows(BearerNext)


class LawNamed(Schema):
    """The pack that counted; nulls where none is on file."""

    jurisdiction = text()
    version = text(allow_none=True)
    status = text(allow_none=True)
    citation = text(allow_none=True)


class Difference(Schema):
    """Where something else came out than the file expects."""

    path = text()
    expected = fields.Raw()
    found = fields.Raw()


class ExpectationTold(Schema):
    """Whether what the file expects came out."""

    met = fields.Boolean()
    differences = _rows(Difference)


class CaseAnswer(Schema):
    """The whole answer to a case."""

    title = text(allow_none=True)
    at = text()
    today = text()
    age = fields.Integer()
    language = text()
    law = fields.Nested(LawNamed)
    policy = text()
    persons = _rows(PersonAnswered)
    duties = _rows(DutyTold)
    expected = fields.Nested(ExpectationTold, allow_none=True)
