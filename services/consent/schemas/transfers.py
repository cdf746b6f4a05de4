"""A child goes from one clinic to another: what comes in, and what is shown."""

from marshmallow import Schema, fields

from contracts.codes import DisclosureClass
from services.consent.model import TransferState
from services.consent.schemas.answers import Position, text
from services.consent.schemas.fields import Facts, YesOrNo, a_code, an_id, classes, ids
from services.consent.schemas.rulings import out_of
from services.consent.settings import TEAM_MAX


class NewTransfer(Facts):
    """Both clinics by name, and what goes over."""

    sender = an_id(required=True)
    receiver = an_id(required=True)
    classes = classes(1, required=True)
    ends_care = YesOrNo(required=True)


class NewTransferWord(Facts):
    """Yes or no, of a guardian or the child (`child`), and what shows it."""

    person = an_id(required=True)
    agrees = YesOrNo(required=True)
    session = an_id(load_default=None, allow_none=True)
    document = an_id(load_default=None, allow_none=True)


class NewTransferReason(Facts):
    """Why not."""

    reason = a_code(required=True)


class NewAcceptance(Facts):
    """Who will look after the child."""

    care_team = ids(TEAM_MAX, 1, required=True)


class TransferReference(Position):
    """Which transfer, and where it stands."""

    transfer = text()
    state = out_of(TransferState)


class IncomingRow(Schema):
    """What the receiving clinic may know before it accepts: no name, no family."""

    transfer = text()
    child = text()
    sender = text()
    receiver = text()
    classes = fields.List(out_of(DisclosureClass))
    ends_care = fields.Boolean()
    state = out_of(TransferState)
    expires_at = text()


class Incoming(Schema):
    """Consented to, and waiting for the clinic's answer."""

    transfers = fields.List(fields.Nested(IncomingRow))


class TransferWordRow(Schema):
    """What somebody said to it."""

    person = text()
    agrees = fields.Boolean()
    captured_by = text()
    at = text()
    session = text(allow_none=True)
    document = text(allow_none=True)


class TransferRow(IncomingRow):
    """With its history."""

    proposed_by = text()
    proposed_at = text()
    words = fields.List(fields.Nested(TransferWordRow))
    closed_by = text(allow_none=True)
    closed_at = text(allow_none=True)
    reason = text(allow_none=True)


class Transfers(Position):
    """Of one child, the newest first."""

    transfers = fields.List(fields.Nested(TransferRow))


class OfReceiver(Schema):
    """Which receiving clinic."""

    clinic = an_id(required=True)
