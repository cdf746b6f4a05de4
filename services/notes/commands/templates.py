"""A clinic's own templates."""

from dataclasses import dataclass

from kernel.command import OfClinic
from services.notes.model.templates import SectionForm


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishTemplate(OfClinic):
    """A new version of the clinic's own template, the first if there is none."""

    code: str
    title: str
    forms: tuple[SectionForm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireTemplate(OfClinic):
    """No note is begun with it any more."""

    code: str
