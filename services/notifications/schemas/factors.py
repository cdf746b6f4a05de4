"""Second factors of a person."""

from marshmallow import Schema, fields, validate

from services.notifications.schemas.links import CREDENTIAL_CHARACTERS_MAX, a_code


class Digits(Schema):
    """A code of an app as it was typed."""

    code = a_code()


class Passkey(Schema):
    """What a browser made, as the JSON text of WebAuthn."""

    credential = fields.String(required=True, validate=validate.Length(1, CREDENTIAL_CHARACTERS_MAX))


class OwnPasskey(Schema):
    """One of them."""

    passkey = fields.String(required=True)
    added_at = fields.String(required=True)


class Own(Schema):
    """What the asker has set up; null where there is nothing."""

    authenticator = fields.String(required=True, allow_none=True)
    passkeys = fields.List(fields.Nested(OwnPasskey), required=True)
    recovery_codes = fields.Integer(required=True, allow_none=True)
    recovery_made_at = fields.String(required=True, allow_none=True)


class Secret(Schema):
    """Of an app, before its first code."""

    secret = fields.String(required=True)
    address = fields.String(required=True)


class Made(Schema):
    """Options of WebAuthn."""

    options = fields.Dict(required=True, allow_none=True)


class Strip(Schema):
    """Recovery codes, shown once."""

    codes = fields.List(fields.String(), required=True)


class FactorChanged(Schema):
    """Which one."""

    factor = fields.String(required=True)
