"""What is signed, as it comes in and as it is listed."""

from marshmallow import Schema, fields, validate

from services.consent.rules.case import Provision
from services.consent.schemas.answers import ConsentReference, Position, text, texts
from services.consent.schemas.fields import (
    LANGUAGE_PATTERN,
    Exactly,
    Facts,
    Period,
    a_code,
    an_id,
    classes,
    ids,
    one_of,
)

VERSION_MAX = 10_000  # versions of one form
VALID_DAYS_MAX = 3_660  # ten years: longer than a childhood in care
SIGNERS_MAX = 10  # of one agreement; the largest real number of legal guardians is four
DIGEST_PATTERN = r"^[0-9a-f]{64}$"


def a_version() -> fields.Integer:
    return fields.Integer(strict=True, required=True, validate=validate.Range(1, VERSION_MAX))


class NewFormWithdrawal(Facts):
    """Which version of which form."""

    form = a_code(required=True)
    version = a_version()


class NewForm(NewFormWithdrawal):
    """A form comes into use."""

    classes = classes(1, required=True)
    digest = fields.String(required=True, validate=Exactly(DIGEST_PATTERN))
    language = fields.String(required=True, validate=Exactly(LANGUAGE_PATTERN))
    valid_days = fields.Integer(
        strict=True, load_default=None, allow_none=True, validate=validate.Range(1, VALID_DAYS_MAX)
    )


class NewSignature(Period):
    """A form was signed by a guardian, or by the child (`child`)."""

    clinic = an_id(required=True)
    form = a_code(required=True)
    version = a_version()
    signer = an_id(required=True)
    grantee = an_id(required=True)
    classes = classes(1, required=True)
    provision = one_of(Provision, load_default=Provision.PERMIT)
    document = an_id(required=True)
    session = an_id(load_default=None, allow_none=True)


class NewConfidentiality(Facts):
    """Who signed, on which paper."""

    signers = ids(SIGNERS_MAX, 1, required=True)
    document = an_id(required=True)


class NewConfidentialityRevocation(Facts):
    """Who stands by it no more, on which paper, and why."""

    signer = an_id(required=True)
    document = an_id(required=True)
    reason = a_code(required=True)


class NewRevocation(Facts):
    """Why a consent was taken back, and on which paper."""

    reason = a_code(load_default=None, allow_none=True)
    document = an_id(load_default=None, allow_none=True)


class TemplateReference(Schema):
    """Which version of which form."""

    template = text()


class AgreementReference(Position):
    """Which agreement."""

    agreement = text()


class TemplateRow(TemplateReference):
    """A form of the clinic."""

    form = text()
    version = fields.Integer()
    classes = texts()
    digest = text()
    language = text()
    valid_days = fields.Integer(allow_none=True)
    published_at = text()
    withdrawn_at = text(allow_none=True)


class Templates(Schema):
    """The forms of a clinic, withdrawn ones included."""

    forms = fields.List(fields.Nested(TemplateRow))


class SignatureRow(ConsentReference):
    """A consent with the paper it came on; `form` is null where it was no form of a clinic."""

    form = text(allow_none=True)
    signer = text()
    grantee = text()
    classes = texts()
    provision = text()
    verified = fields.Boolean()
    document = text(allow_none=True)
    session = text(allow_none=True)
    captured_by = text(allow_none=True)
    captured_at = text(allow_none=True)
    since = text()
    until = text(allow_none=True)
    state = text(metadata={"enum": ["upcoming", "signed", "revoked", "expired"]})
    capacity = text(allow_none=True)


class Signatures(Position):
    """Of one child."""

    signatures = fields.List(fields.Nested(SignatureRow))
