"""Templates as versioned data. A published version never changes: a note keeps the version it was begun with.

Every section is private unless its author shares it. `required` sections must have words before the note is signed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.notes.model.note import SECTION_CHARACTERS_MAX, Visibility

FORMS_MAX = 30  # sections of a clinic's template: more than the longest of ours, and every one fits into a note
OPTIONS_MAX = 60  # choices of one section: what fits on a page
TITLE_CHARACTERS_MAX = 120
LEVELS_MAX = 10  # the longest scale in use goes from 0 to 10


class Sort(StrEnum):
    """What a section takes besides words."""

    TEXT = "text"
    CHOICES = "choices"
    SCALE = "scale"
    OBSERVATIONS = "observations"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice: its code never changes, its title is for the eye."""

    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionForm:
    """What a section of this kind is called, how it starts out and what it takes.

    `characters_max` counts Unicode characters. `options` are the codes a choice or an observation may have; `custom`
    lets the writer add choices in their own words. A scale goes from 0 to `level_max`. `verbatim`: the words are
    somebody else's, the child's mostly, and written down as they were said.
    """

    kind: str
    title: str
    required: bool = False
    visibility: Visibility = Visibility.PRIVATE
    characters_max: int = SECTION_CHARACTERS_MAX
    sort: Sort = Sort.TEXT
    options: tuple[Option, ...] = ()
    custom: bool = False
    level_max: int = 0
    verbatim: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A named, numbered set of section forms in the order in which they are shown. `clinic`: whose own it is."""

    code: str
    version: int
    title: str
    forms: tuple[SectionForm, ...]
    clinic: str | None = None

    def form(self, kind: str) -> SectionForm | None:
        """The form of a kind, None when this template has no such section."""
        return next((form for form in self.forms if form.kind == kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicTemplate:
    """One version of a clinic's own template. A retired one begins no note; those begun with it keep it."""

    id: str
    clinic: str
    code: str
    version: int
    title: str
    forms: tuple[SectionForm, ...]
    published_by: str
    published_at: datetime
    retired: bool = False

    @property
    def template(self) -> Template:
        """As notes are written with it."""
        return Template(
            code=self.code, version=self.version, title=self.title, forms=self.forms, clinic=self.clinic
        )


def clinic_template_id(clinic: str, code: str, version: int) -> str:
    """One document a version."""
    return f"{clinic}:{code}:{version}"


def template(code: str, version: int, title: str, *sections: tuple[str, str] | tuple[str, str, bool]) -> Template:
    """A template of plain sections: kind, title and whether it must have words."""
    forms: list[SectionForm] = []
    for kind, label, *required in sections:
        options: dict[str, Any] = {"required": required[0]} if required else {}
        forms.append(SectionForm(kind=kind, title=label, **options))
    return Template(code=code, version=version, title=title, forms=tuple(forms))


def options(pairs: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
    """Choices in the order in which they are shown."""
    return tuple(Option(code=code, title=title) for code, title in pairs)
