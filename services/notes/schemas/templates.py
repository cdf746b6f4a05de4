"""Templates as they come in and go out."""

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from kernel.contract import CODE_PATTERN
from services.notes.model.note import SECTION_CHARACTERS_MAX, Visibility
from services.notes.model.templates import Option, SectionForm, Sort
from services.notes.schemas.values import a_code


class FormOption(Schema):
    """One choice."""

    code = a_code(required=True)
    title = fields.String(required=True)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> Option:
        """As the commands carry it."""
        return Option(**data)


class Form(Schema):
    """A section of a template: what it is called, how it starts out, what it takes."""

    kind = fields.String(required=True, validate=validate.Regexp(CODE_PATTERN))
    title = fields.String(required=True)
    required = fields.Boolean(truthy={True}, falsy={False}, load_default=False)
    visibility = fields.Enum(Visibility, by_value=True, load_default=Visibility.PRIVATE)
    characters_max = fields.Integer(strict=True, load_default=SECTION_CHARACTERS_MAX)
    sort = fields.Enum(Sort, by_value=True, load_default=Sort.TEXT)
    options = fields.List(fields.Nested(FormOption), load_default=())
    custom = fields.Boolean(truthy={True}, falsy={False}, load_default=False)
    level_max = fields.Integer(strict=True, load_default=0)
    verbatim = fields.Boolean(truthy={True}, falsy={False}, load_default=False)

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> SectionForm:
        """As the commands carry it."""
        return SectionForm(**{**data, "options": tuple(data["options"])})


class NewTemplate(Schema):
    """A new version of a clinic's own template."""

    code = a_code(required=True)
    title = fields.String(required=True)
    forms = fields.List(fields.Nested(Form), required=True)


class TemplateReference(Schema):
    """Which version of which template."""

    code = fields.String()
    version = fields.Integer()


class TemplateAnswer(TemplateReference):
    """A template with its sections in order; `clinic` where it is a clinic's own."""

    title = fields.String()
    clinic = fields.String(allow_none=True)
    forms = fields.List(fields.Nested(Form), data_key="sections")


class Templates(Schema):
    """All that are published; a new note takes the newest version of its code."""

    templates = fields.List(fields.Nested(TemplateAnswer))
