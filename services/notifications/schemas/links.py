"""Links and the codes that prove who opened them."""

from marshmallow import Schema, fields, validate

from kernel.auth.authenticators import CODE_DIGITS
from services.notifications.schemas.fields import a_mac

CREDENTIAL_CHARACTERS_MAX = 10_000  # a certificate chain of an attestation; ours ask for none and have two thousand


class Mac(Schema):
    """Of the link."""

    mac = a_mac()


def a_code() -> fields.String:
    """Six digits."""
    return fields.String(required=True, validate=validate.Regexp(rf"^[0-9]{{{CODE_DIGITS}}}\Z"))


class Typed(Schema):
    """The code as it was typed."""

    mac = a_mac()
    code = a_code()


class TypedRecovery(Schema):
    """A recovery code as it was typed; small letters, spaces and dashes are forgiven."""

    mac = a_mac()
    code = fields.String(required=True, validate=validate.Regexp(r"^[0-9A-Za-z -]{10,20}\Z"))


class Shown(Schema):
    """What a device answered, as the JSON text of WebAuthn."""

    mac = a_mac()
    credential = fields.String(required=True, validate=validate.Length(1, CREDENTIAL_CHARACTERS_MAX))


class Way(Schema):
    """A channel with a masked address."""

    channel = fields.String(required=True)
    address = fields.String(required=True)


class PointerAnswer(Schema):
    """What a link may still do."""

    state = fields.String(required=True)
    channels = fields.List(fields.Nested(Way), required=True)
    ways = fields.List(fields.String(), required=True)
    passkey = fields.Dict(required=True, allow_none=True)


class CodeSent(Schema):
    """Both null: there is no second channel, staff will identify the person."""

    code_sent_to = fields.String(required=True, allow_none=True)
    expires_at = fields.String(required=True, allow_none=True)


class Identity(Schema):
    """Who has proved to be behind a link, and what it is about."""

    person = fields.String(required=True)
    network = fields.String(required=True)
    child = fields.String(required=True)
    disclosure = fields.String(required=True)
    item_service = fields.String(required=True)
    item = fields.String(required=True)
    disclosure_class = fields.String(required=True)
    way = fields.String(required=True)
