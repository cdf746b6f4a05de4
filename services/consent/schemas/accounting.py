"""The account of disclosures."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validates_schema

from contracts.codes import DisclosureClass
from kernel.contract import Moment
from services.consent.decisions.accounting import EntryKind, Purpose
from services.consent.schemas.answers import text, texts
from services.consent.schemas.rulings import out_of


class AccountPeriod(Schema):
    """From `since` (default: six years ago) up to, not including, `until` (default: now)."""

    since = Moment(load_default=None)
    until = Moment(load_default=None)

    @validates_schema
    def in_order(self, data: dict[str, Any], **_: Any) -> None:
        """A period ends after it begins."""
        if data.get("since") and data.get("until") and data["until"] <= data["since"]:
            raise ValidationError("before-since", "until")


class Entry(Schema):
    """One disclosure; the same on the same day counts in `times`. The last five fields are for staff alone."""

    kind = out_of(EntryKind)
    recipient = text()
    disclosure_class = out_of(DisclosureClass)
    purpose = out_of(Purpose)
    first = text()
    last = text()
    times = fields.Integer()
    basis = texts()
    through = text(allow_none=True)
    disclosure = text(allow_none=True)
    access = text(allow_none=True)
    by = text(allow_none=True)


class Account(Schema):
    """Newest first."""

    child = text()
    entries = fields.List(fields.Nested(Entry))
