"""Facts about a child as they come in."""

from typing import Any

from marshmallow import Schema, fields, post_load

from contracts.codes import AuthorityKind, DangerState
from kernel.contract import Moment
from services.consent.commands import Account
from services.consent.rules.case import Provision, RestrictionKind
from services.consent.schemas.fields import Facts, Period, YesOrNo, a_code, an_id, classes, one_of


class NewAuthority(Period):
    """An edge from an adult to the child."""

    person = an_id(required=True)
    kind = one_of(AuthorityKind, required=True)
    source = a_code(required=True)
    verifier = an_id(load_default=None, allow_none=True)
    lives_with_child = YesOrNo(load_default=None, allow_none=True)
    household = an_id(load_default=None, allow_none=True)
    document = an_id(load_default=None, allow_none=True)


class NewVerification(Facts):
    """Which document was seen."""

    document = an_id(required=True)


class NewCorrection(Period):
    """The edge as it should have been recorded, and why it was not."""

    person = an_id(required=True)
    kind = one_of(AuthorityKind, required=True)
    source = a_code(required=True)
    document = an_id(load_default=None, allow_none=True)
    reason = a_code(required=True)


class NewRestriction(Period):
    """An order against an adult; no classes: everything."""

    person = an_id(required=True)
    kind = one_of(RestrictionKind, required=True)
    classes = classes(load_default=())
    source = a_code(required=True)
    document = an_id(load_default=None, allow_none=True)


class NewEnd(Facts):
    """When something stops to hold."""

    until = Moment(required=True)


class NewLifting(NewEnd):
    """When an order stops to hold, and on which paper."""

    document = an_id(load_default=None, allow_none=True)


class NewDanger(Facts):
    """What is said, or was found, of an adult."""

    person = an_id(required=True)
    state = one_of(DangerState, required=True)
    review = Moment(load_default=None, allow_none=True)


class NewResolution(Facts):
    """Why the flag should go; the first asker must say."""

    reason = a_code(load_default=None, allow_none=True)


class NewReason(Facts):
    """Why."""

    reason = a_code(required=True)


class NewDangerReview(NewReason):
    """What the look at the flag showed, and when to look again."""

    review = Moment(required=True)


class NewConsent(Period):
    """A permission, or a refusal, of a guardian or of the child (`child`)."""

    grantor = an_id(required=True)
    grantee = an_id(required=True)
    classes = classes(1, required=True)
    provision = one_of(Provision, load_default=Provision.PERMIT)
    verified = YesOrNo(required=True)
    document = an_id(load_default=None, allow_none=True)


class NewBoundary(Period):
    """A therapist's line; no classes: everything; no person: every adult."""

    person = an_id(load_default=None, allow_none=True)
    classes = classes(load_default=())
    reason = a_code(required=True)
    review = Moment(load_default=None, allow_none=True)


class NewRenewal(NewReason):
    """Why the line is still needed, to when, and when to look again."""

    until = Moment(load_default=None, allow_none=True)
    review = Moment(load_default=None, allow_none=True)


class NewAccount(Schema):
    """Whose the address and the second factor of an account are: `child`, an adult, null where nobody knows."""

    account = an_id(required=True)
    address_of = an_id(required=True, allow_none=True)
    second_factor_of = an_id(required=True, allow_none=True)

    @post_load
    def loaded(self, data: dict[str, Any], **_: Any) -> Account:
        """As the command carries it."""
        return Account(**data)


class NewAssent(Facts):
    """What the child says of telling an adult, or any; in which session, or else through which account."""

    person = an_id(load_default=None, allow_none=True)
    classes = classes(1, required=True)
    agrees = YesOrNo(required=True)
    session = an_id(load_default=None, allow_none=True)
    account = fields.Nested(NewAccount, load_default=None, allow_none=True)
