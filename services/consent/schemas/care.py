"""Who stands in for whom, and where the child is placed."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from contracts.codes import AuthorityKind
from kernel.contract import Moment
from services.consent.commands import Carer
from services.consent.model import ADULTS_MAX, Capacity
from services.consent.schemas.answers import ChildReference, texts
from services.consent.schemas.fields import Facts, a_code, an_id, classes, ids, one_of


class NewDelegation(Facts):
    """A guardian lets somebody stand in; it always ends."""

    delegator = an_id(required=True)
    delegate = an_id(required=True)
    capacity = one_of(Capacity, required=True)
    classes = classes(1, required=True)
    since = Moment(required=True)
    until = Moment(required=True)
    document = an_id(required=True)


class NewCarer(Schema):
    """With whom the child is placed."""

    person = an_id(required=True)
    kind = one_of(AuthorityKind, load_default=AuthorityKind.FOSTER)
    household = an_id(load_default=None, allow_none=True)

    @post_load
    def carer(self, data: dict[str, Any], **_: Any) -> Carer:
        """As the command carries it."""
        return Carer(**data)


class NewPlacement(Facts):
    """Who no longer cares for the child from day to day, who does, since when, on which paper."""

    leaving = ids(ADULTS_MAX, required=True)
    arriving = fields.List(fields.Nested(NewCarer), required=True, validate=validate.Length(1, ADULTS_MAX))
    since = Moment(required=True)
    source = a_code(required=True)
    document = an_id(required=True)


class PlacementReference(ChildReference):
    """The new carers' edges, each to be verified."""

    authorities = texts()
