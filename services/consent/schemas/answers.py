"""What goes out of records: people, clinics, children. Times are fixed-width text, kinds are codes."""

from typing import Any

from marshmallow import Schema, fields


def text(**options: Any) -> fields.String:
    """A code, an identifier, a time or a sentence."""
    return fields.String(**options)


def texts() -> fields.List[Any]:
    """Several of them."""
    return fields.List(fields.String())


class PersonReference(Schema):
    """Which person."""

    person = text()


class ClinicReference(Schema):
    """Which clinic."""

    clinic = text()


class Position(Schema):
    """Where the child's facts stand after the change."""

    position = fields.Integer()


class ChildReference(Position):
    """Which child."""

    child = text()


class AuthorityReference(Position):
    """Which authority."""

    authority = text()


class RestrictionReference(Position):
    """Which order."""

    restriction = text()


class DangerReference(Position):
    """Which flag; `pending` while the removal waits for a second person."""

    danger = text()
    state = text()


class ConsentReference(Position):
    """Which consent."""

    consent = text()


class BoundaryReference(Position):
    """Which boundary."""

    boundary = text()


class AssentReference(Position):
    """Which word of the child; `verified`: whether it is proven to be the child's own."""

    assent = text()
    verified = fields.Boolean()


class PersonRow(Schema):
    """A person; the name is empty for services that only address people."""

    id = text()
    name = text()
    language = text()
    zone = text()


class People(Schema):
    """By id."""

    people = fields.List(fields.Nested(PersonRow))


class ClinicRow(ClinicReference):
    """A clinic of the network."""

    network = text()
    jurisdiction = text()
    zone = text()
    name = text()
    languages = texts()
    on_call = texts()
    agency_name = text()


class Clinics(Schema):
    """By id."""

    clinics = fields.List(fields.Nested(ClinicRow))


class OnCall(Schema):
    """The humans with whom duties end."""

    persons = texts()


class ChildRow(Schema):
    """A child in a list. For guardians care team, chips and jurisdiction are empty."""

    id = text()
    name = text()
    initials = text()
    birth_day = text()
    age = fields.Integer()
    clinics = texts()
    jurisdiction = text()
    care_team = texts()
    chips = texts()


class Children(Schema):
    """By id."""

    children = fields.List(fields.Nested(ChildRow))


class DatedFact(Schema):
    """Holds from `since` up to, not including, `until`."""

    id = text()
    since = text()
    until = text(allow_none=True)


class AuthorityRow(DatedFact):
    """An edge to the child."""

    kind = text()
    source = text()
    verifier = text(allow_none=True)


class RestrictionRow(DatedFact):
    """An order; no classes: everything."""

    kind = text()
    classes = texts()
    source = text()


class ConsentRow(DatedFact):
    """What somebody said about telling this adult."""

    grantor = text()
    classes = texts()
    provision = text()
    status = text()
    verified = fields.Boolean()


class BoundaryRow(DatedFact):
    """A therapist's line."""

    classes = texts()
    reason = text()


class AssentRow(DatedFact):
    """What the child said; no person: of any adult."""

    person = text(allow_none=True)
    agrees = fields.Boolean()
    classes = texts()


class DangerRow(Schema):
    """The flag that holds now."""

    id = text()
    state = text()
    pending = fields.Boolean()


class AdultRow(Schema):
    """An adult around the child."""

    person = text()
    name = text()
    lives_with_child = fields.Boolean()
    household = text(allow_none=True)
    authorities = fields.List(fields.Nested(AuthorityRow))
    danger = fields.Nested(DangerRow, allow_none=True)
    restrictions = fields.List(fields.Nested(RestrictionRow))
    consents = fields.List(fields.Nested(ConsentRow))
    boundaries = fields.List(fields.Nested(BoundaryRow))


class Family(ChildRow):
    """Everything that decisions about the child rest on."""

    network = text()
    agency = text(allow_none=True)
    basis = text()
    confidentiality_agreement = fields.Boolean()
    child_incapable = fields.Boolean()
    adults = fields.List(fields.Nested(AdultRow))
    assents = fields.List(fields.Nested(AssentRow))
    position = fields.Integer()
