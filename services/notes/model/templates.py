"""Templates as versioned data. A published version never changes: a note keeps the version it was begun with.

Every section is private unless its author shares it. `required` sections must have words before the note is signed.
"""

from dataclasses import dataclass
from typing import Any

from kernel.errors import Invalid
from services.notes.model.note import SECTION_CHARACTERS_MAX, Visibility


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionForm:
    """What a section of this kind is called and how it starts out. `characters_max` counts Unicode characters."""

    kind: str
    title: str
    required: bool = False
    visibility: Visibility = Visibility.PRIVATE
    characters_max: int = SECTION_CHARACTERS_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A named, numbered set of section forms in the order in which they are shown."""

    code: str
    version: int
    title: str
    forms: tuple[SectionForm, ...]

    def form(self, kind: str) -> SectionForm | None:
        """The form of a kind, None when this template has no such section."""
        return next((form for form in self.forms if form.kind == kind), None)


def _template(code: str, version: int, title: str, *sections: tuple[str, str] | tuple[str, str, bool]) -> Template:
    forms: list[SectionForm] = []
    for kind, label, *required in sections:
        options: dict[str, Any] = {"required": required[0]} if required else {}
        forms.append(SectionForm(kind=kind, title=label, **options))
    return Template(code=code, version=version, title=title, forms=tuple(forms))


TEMPLATES: tuple[Template, ...] = (
    _template(
        "soap", 1, "SOAP",
        ("subjective", "Subjective"),
        ("objective", "Objective"),
        ("non-verbal", "Non-verbal observation"),
        ("assessment", "Assessment", True),
        ("plan", "Plan", True),
    ),
    _template(
        "dap", 1, "DAP",
        ("data", "Data", True),
        ("affect", "Affect"),
        ("response", "Response of the therapist"),
        ("non-verbal", "Non-verbal observation"),
        ("assessment", "Assessment"),
        ("plan", "Plan"),
    ),
    _template(
        "birp", 1, "BIRP",
        ("behaviour", "Behaviour", True),
        ("intervention", "Intervention"),
        ("response", "Response"),
        ("plan", "Plan"),
    ),
    _template(
        "play-therapy", 1, "Play therapy",
        ("materials", "Materials used"),
        ("themes", "Themes observed"),
        ("affect", "Affect"),
        ("response", "Response of the therapist"),
        ("non-verbal", "Non-verbal observation"),
        ("child-led", "Where the child led"),
        ("own-words", "The child's own words"),
        ("assessment", "Assessment"),
        ("plan", "Plan"),
    ),
    _template(
        "parent-consultation", 1, "Parent consultation",
        ("attendees", "Who took part"),
        ("topics", "What was talked about", True),
        ("guidance", "Guidance given"),
        ("agreements", "What was agreed"),
        ("plan", "Plan"),
    ),
    _template(
        "crisis", 1, "Crisis",
        ("presentation", "What happened", True),
        ("risk", "Risk assessed", True),
        ("protective", "What protects"),
        ("actions", "What was done", True),
        ("safety-plan", "Safety plan"),
        ("follow-up", "Follow-up"),
    ),
    _template(
        "intake", 1, "Intake",
        ("background", "Background"),
        ("family", "Family dynamics"),
        ("recent-events", "Recent events"),
        ("challenges", "Current challenges"),
        ("strengths", "Strengths"),
        ("expectations", "Expectations and worries"),
        ("assessment", "Assessment"),
        ("plan", "Plan"),
    ),
    _template(
        "closing", 1, "Closing",
        ("summary", "Summary of the work", True),
        ("progress", "Progress"),
        ("own-words", "The child's own words"),
        ("maintenance", "What keeps working"),
        ("recommendations", "Recommendations"),
    ),
)  # fmt: skip

_BY_VERSION = {(template.code, template.version): template for template in TEMPLATES}
LATEST = {template.code: template for template in sorted(TEMPLATES, key=lambda template: template.version)}


def latest(code: str) -> Template:
    """The newest version; Invalid names the field when there is none."""
    if code not in LATEST:
        raise Invalid("unknown-template", {"template": ["unknown"]})
    return LATEST[code]


def version_of(code: str, version: int) -> Template:
    """The version a note was begun with. Published versions are kept for ever: a stored note always finds its own."""
    return _BY_VERSION[(code, version)]
