"""People, clinics and children as they are registered."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from contracts.codes import AuthorityKind, ConsentBasis
from kernel.contract import DAY_PATTERN
from services.consent.commands import RegisteredAdult
from services.consent.rules.case import ClinicPolicy
from services.consent.schemas.fields import (
    LANGUAGE_PATTERN,
    Exactly,
    Facts,
    Period,
    YesOrNo,
    a_birth_day,
    a_code,
    a_name,
    a_zone,
    an_id,
    classes,
    ids,
    one_of,
)
from services.consent.settings import IDS_MAX, ON_CALL_MAX, TEAM_MAX


class NewPerson(Facts):
    """A person of the network."""

    person = an_id(required=True)
    network = an_id(required=True)
    name = a_name()
    language = fields.String(required=True, validate=Exactly(LANGUAGE_PATTERN))
    zone = fields.String(required=True, validate=a_zone)


class NewPolicy(Schema):
    """How much stricter than the law the clinic is."""

    detail_age = fields.Integer(strict=True, load_default=12, validate=validate.Range(0, 18))
    narrow_age = fields.Integer(strict=True, load_default=16, validate=validate.Range(0, 18))
    withheld = classes(load_default=())
    part2 = YesOrNo(load_default=False)

    @post_load
    def policy(self, data: dict[str, Any], **_: Any) -> ClinicPolicy:
        """As the rules read it."""
        return ClinicPolicy(**{**data, "withheld": tuple(sorted(set(data["withheld"])))})


class NewClinic(Facts):
    """A clinic; somebody is on call, always."""

    clinic = an_id(required=True)
    network = an_id(required=True)
    jurisdiction = an_id(required=True)
    zone = fields.String(required=True, validate=a_zone)
    name = a_name()
    languages = fields.List(
        fields.String(validate=Exactly(LANGUAGE_PATTERN)), required=True, validate=validate.Length(1, 20)
    )
    on_call = ids(ON_CALL_MAX, 1, required=True)
    agency_name = a_name()
    policy = fields.Nested(NewPolicy, load_default=ClinicPolicy)


class NewAdult(Period):
    """One adult with one authority; an adult with two is listed twice."""

    person = an_id(required=True)
    authority = one_of(AuthorityKind, required=True)
    source = a_code(required=True)
    verifier = an_id(load_default=None, allow_none=True)
    lives_with_child = YesOrNo(load_default=False)
    household = an_id(load_default=None, allow_none=True)

    @post_load
    def tuples(self, data: dict[str, Any], **_: Any) -> RegisteredAdult:
        """As the command carries it; instead of the inherited hook, which would run after it."""
        return RegisteredAdult(**data)


class NewChild(Facts):
    """A child with everything that is known at intake."""

    child = an_id(required=True)
    network = an_id(required=True)
    clinic = an_id(required=True)
    jurisdiction = an_id(required=True)
    name = a_name()
    birth_day = fields.String(required=True, validate=[Exactly(DAY_PATTERN), a_birth_day])
    basis = one_of(ConsentBasis, required=True)
    confidentiality_agreement = YesOrNo(required=True)
    child_incapable = YesOrNo(load_default=False)
    care_team = ids(TEAM_MAX, required=True)
    adults = fields.List(fields.Nested(NewAdult), required=True, validate=validate.Length(max=IDS_MAX))
    agency = an_id(load_default=None, allow_none=True)


class NewCareTeam(Facts):
    """All who look after the child in the clinic."""

    clinic = an_id(required=True)
    care_team = ids(TEAM_MAX, required=True)
