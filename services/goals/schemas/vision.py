"""The shared vision on the wire."""

from marshmallow import Schema, fields

from services.goals.model.voice import Voice
from services.goals.schemas.fields import Frozen, a, an_id, number, one_of, several
from services.goals.schemas.goals import Yes


class NewVision(Frozen):
    """At most 2,000 characters. `revision` is the one that was read, 0 for none. `voices`: by default all three."""

    clinic = an_id(required=True)
    text = fields.String(required=True)
    voices = several(Voice, load_default=())
    revision = number(required=True)


class NewVisionAgreement(Schema):
    """Whose yes (default: the asker's own voice), to which wording."""

    clinic = an_id(required=True)
    revision = number(required=True)
    voice = a(Voice, load_default=None, allow_none=True)


class VisionReference(Schema):
    """Which wording, and whether every voice agrees to it."""

    revision = fields.Integer()
    agreed = fields.Boolean()


class Vision(VisionReference):
    """`written_by` and `agreements` are for staff."""

    clinic = fields.String()
    text = fields.String()
    voices = fields.List(one_of(Voice))
    agreed_voices = fields.List(one_of(Voice))
    agreed_by_me = fields.Boolean()
    written_at = fields.String()
    written_by = fields.String()
    agreements = fields.List(fields.Nested(Yes))


class Visions(Schema):
    """One for each clinic that has one."""

    visions = fields.List(fields.Nested(Vision))
