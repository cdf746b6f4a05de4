"""What comes in from other systems."""

from dataclasses import dataclass
from typing import Any

from kernel.command import OfChild
from services.consent.fhir.terms import Release


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportConsent(OfChild):
    """A FHIR Consent about this child: its facts are given, or what is over is revoked. All of it or nothing."""

    release: Release
    document: Any  # as it was sent; read when it is known whose family it is about
