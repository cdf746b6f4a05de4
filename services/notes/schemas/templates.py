"""Templates as they go out."""

from marshmallow import Schema, fields

from services.notes.model.note import Visibility


class FormAnswer(Schema):
    """A section of a template."""

    kind = fields.String()
    title = fields.String()
    required = fields.Boolean()
    visibility = fields.Enum(Visibility, by_value=True)
    characters_max = fields.Integer()


class TemplateAnswer(Schema):
    """A template with its sections in order."""

    code = fields.String()
    version = fields.Integer()
    title = fields.String()
    forms = fields.List(fields.Nested(FormAnswer), data_key="sections")


class Templates(Schema):
    """All that are published; a new note takes the newest version of its code."""

    templates = fields.List(fields.Nested(TemplateAnswer))
