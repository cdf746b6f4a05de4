"""Agreements on what is shared with whom, as they come in and as they are shown."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from contracts.codes import DisclosureClass, Outcome
from kernel.contract import Moment
from services.consent.model import ADULTS_MAX, AGREEABLE, Cell, SharingState, Voice
from services.consent.schemas.answers import Position, text, texts
from services.consent.schemas.fields import Facts, YesOrNo, a_code, an_id, ids, one_of
from services.consent.schemas.papers import SIGNERS_MAX
from services.consent.schemas.rulings import out_of

CELLS_MAX = len(AGREEABLE) * ADULTS_MAX


class NewCell(Schema):
    """One topic, one recipient: shared or kept."""

    topic = one_of(DisclosureClass, required=True)
    recipient = an_id(required=True)
    share = YesOrNo(required=True)

    @post_load
    def cell(self, data: dict[str, Any], **_: Any) -> Cell:
        """As the command carries it."""
        return Cell(**data)


class NewSharing(Facts):
    """A matrix, and the guardians whose word it needs."""

    cells = fields.List(fields.Nested(NewCell), required=True, validate=validate.Length(1, CELLS_MAX))
    guardians = ids(SIGNERS_MAX, required=True)
    until = Moment(load_default=None, allow_none=True)


class Party(Facts):
    """Who speaks, and what shows it: the child's session, a guardian's document."""

    voice = one_of(Voice, required=True)
    person = an_id(load_default=None, allow_none=True)
    session = an_id(load_default=None, allow_none=True)
    document = an_id(load_default=None, allow_none=True)


class NewWord(Party):
    """Yes or no."""

    agrees = YesOrNo(required=True)


class NewSharingWithdrawal(Party):
    """Why a party stands by it no more."""

    reason = a_code(required=True)


class NewSharingReview(Facts):
    """What the look at it showed."""

    reason = a_code(required=True)


class SharingReference(Position):
    """Which agreement, and where it stands."""

    agreement = text()
    state = out_of(SharingState)


class WordRow(Schema):
    """What a party said."""

    voice = out_of(Voice)
    person = text()
    agrees = fields.Boolean()
    captured_by = text()
    at = text()
    session = text(allow_none=True)
    document = text(allow_none=True)


class CellRow(Schema):
    """As proposed."""

    topic = out_of(DisclosureClass)
    recipient = text()
    share = fields.Boolean()


class SharingRow(Schema):
    """One version with its history; `missing`: the voices that have yet to say yes."""

    agreement = text()
    number = fields.Integer()
    state = out_of(SharingState)
    cells = fields.List(fields.Nested(CellRow))
    guardians = texts()
    proposed_by = text()
    proposed_at = text()
    until = text(allow_none=True)
    agreed_at = text(allow_none=True)
    ended_at = text(allow_none=True)
    ended_by = text(allow_none=True)
    reason = text(allow_none=True)
    superseded_by = text(allow_none=True)
    words = fields.List(fields.Nested(WordRow))
    missing = texts()


class MatrixCell(Schema):
    """`agreed`: what stands in the agreement in force, null: nothing; `outcome`: what the rules say now."""

    topic = out_of(DisclosureClass)
    agreed = fields.Boolean(allow_none=True)
    outcome = out_of(Outcome)


class MatrixRow(Schema):
    """One adult."""

    recipient = text()
    name = text()
    cells = fields.List(fields.Nested(MatrixCell))


class Sharing(Position):
    """The matrix as it stands and every version, the newest first."""

    topics = texts()
    matrix = fields.List(fields.Nested(MatrixRow))
    agreements = fields.List(fields.Nested(SharingRow))
