"""Sessions in which several children sat together."""

from marshmallow import Schema, fields

from contracts.codes import DisclosureClass
from services.consent.schemas.answers import Position, text
from services.consent.schemas.fields import Facts, an_id, ids, one_of
from services.consent.schemas.rulings import Ruling

SIBLINGS_MAX = 15  # the largest families on record in one session


class NewSharedSession(Facts):
    """Which session, and who else was there."""

    session = an_id(required=True)
    siblings = ids(SIBLINGS_MAX, 1, required=True)


class SharedSessionReference(Position):
    """Which session."""

    session = text()


class SharedQuestion(Schema):
    """May this person know this class of thing of the session?"""

    disclosure_class = one_of(DisclosureClass, required=True)
    person = an_id(required=True)


class ChildRuling(Ruling):
    """What holds for one child."""

    child = text()


class SharedDecision(Ruling):
    """The strictest of the answers for all children who were there, and each."""

    children = fields.List(fields.Nested(ChildRuling))
    position = fields.Integer()
