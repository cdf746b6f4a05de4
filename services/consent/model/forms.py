"""Consent forms as a clinic prints them. What a form said when it was signed is what its version says for ever."""

from dataclasses import dataclass
from datetime import datetime

from contracts.codes import DisclosureClass


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTemplate:
    """One version of one form. `digest`: SHA-256 of the printed text, in hexadecimal."""

    id: str
    clinic: str
    network: str
    form: str
    version: int
    classes: tuple[DisclosureClass, ...]  # what may be ticked on it
    digest: str
    language: str
    valid_days: int | None  # from the signature on; None: until it is revoked
    published_at: datetime
    withdrawn_at: datetime | None = None


def template_id(clinic: str, form: str, version: int) -> str:
    """The same version of the same form of the same clinic is the same template."""
    return f"{clinic}:{form}:{version}"
