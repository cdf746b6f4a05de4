"""What goes out of decisions: codes, and sentences in `staff`, `why` and `reader`."""

from typing import Any

from marshmallow import Schema, fields

from contracts.codes import DisclosureClass, DutyBearer, DutyKind, Outcome
from services.consent.schemas.answers import text, texts


def out_of(codes: Any) -> fields.String:
    """A wire name out of a code system."""
    return fields.String(metadata={"enum": [code.value for code in codes]})


class Ruling(Schema):
    """An answer as codes."""

    outcome = out_of(Outcome)
    obligations = texts()
    rules = texts()


class Decision(Ruling):
    """An answer with what it rests on, in words for staff and in words for the person concerned.

    `access`: the broken glass through which a member of staff may know; for nobody else. `records`: the other clinics
    whose record of this class went over to the asker's clinic by a transfer; absent for an item and for families.
    """

    position = fields.Integer()
    policy = text()
    staff = texts()
    reader = text()
    access = text(allow_none=True)
    records = texts()


class Item(Schema):
    """Where the words of a disclosed thing are."""

    item_service = text()
    item = text()
    clinic = text()
    disclosure_class = out_of(DisclosureClass)


class ItemDecision(Decision, Item):
    """The item's fields are absent for a guardian who may not know of it."""


class PersonalDecision(ItemDecision):
    """With the language that the person reads; null when they are on no record."""

    language = text(allow_none=True)


class ItemDecisions(Schema):
    """One for each question, in its place; null where there is no such item."""

    decisions = fields.List(fields.Nested(PersonalDecision, allow_none=True))


class AdultRuling(Ruling):
    """One adult's answer, explained."""

    person = text()
    name = text()
    why = texts()


class DutyRow(Schema):
    """Somebody must be told or asked by `due`; `reason`: why it ends with humans of the clinic, null otherwise."""

    kind = out_of(DutyKind)
    bearer = out_of(DutyBearer)
    persons = texts()
    due = text()
    reason = text(allow_none=True)


class Preview(Schema):
    """Who would be told what and why, and what must happen by when."""

    adults = fields.List(fields.Nested(AdultRuling))
    duties = fields.List(fields.Nested(DutyRow))
    policy = text()
    position = fields.Integer()


class Disclosure(Preview, Item):
    """A decision as it was recorded."""

    disclosure = text()
    message_class = text()
    concern_kind = text(allow_none=True)
    severity = text(allow_none=True)
    raised_by = text()
    on_call = texts()
    decided_at = text()
