"""The templates every clinic has. Clinics add their own beside them, under other codes."""

from kernel.errors import Invalid
from services.notes.model.shipped.first import FIRST
from services.notes.model.shipped.second import SECOND
from services.notes.model.templates import Template

TEMPLATES: tuple[Template, ...] = (*FIRST, *SECOND)
_BY_VERSION = {(template.code, template.version): template for template in TEMPLATES}
LATEST = {template.code: template for template in sorted(TEMPLATES, key=lambda template: template.version)}


def latest(code: str) -> Template:
    """The newest version; Invalid names the field when there is none."""
    if code not in LATEST:
        raise Invalid("unknown-template", {"template": ["unknown"]})
    return LATEST[code]


def shipped_version(code: str, version: int) -> Template:
    """The version a note was begun with. Published versions are kept for ever: a stored note always finds its own."""
    return _BY_VERSION[(code, version)]
