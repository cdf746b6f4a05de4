"""What is asked of, and answered about, FHIR resources; the resources themselves are FHIR's to describe."""

from marshmallow import Schema, fields

from services.consent.fhir.terms import Release
from services.consent.schemas.answers import Position
from services.consent.schemas.fields import an_id, one_of
from services.consent.schemas.questions import Ids


class OfRelease(Schema):
    """In which FHIR release; a resource does not say it itself."""

    release = one_of(Release, required=True)


class MaybeOfRelease(Schema):
    """In which FHIR release (default: R4)."""

    release = one_of(Release, load_default=Release.R4)


class WhichPatients(Schema):
    """Given children, or those of a clinic; without both: one's own."""

    ids = Ids(load_default=None)
    clinic = an_id(load_default=None)


class Taken(Position):
    """The consents that the document became, or that it ended."""

    consents = fields.List(fields.String())
