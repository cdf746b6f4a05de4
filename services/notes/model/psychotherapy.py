"""A psychotherapy note (45 CFR 164.501): the clinician's own thinking, apart from the record in every respect.

Its own collection, and two keys: sealed under a key for the child's psychotherapy notes alone, and that again under
the child's key. Whoever holds one cannot read it, and destroying either destroys it. Nobody but its author reads it;
no list, search, print, export, transfer, event or family page knows of it.
"""

from dataclasses import dataclass
from datetime import datetime

from kernel.kind import Sealed

TEXT_CHARACTERS_MAX = 20_000  # as a section
TEXTS_MAX = 500  # ten years of weekly sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class PsychotherapyNote:
    """`revision` guards against two tabs, as with a draft. A withdrawn one has lost its text."""

    id: str
    child: str
    clinic: str
    author: str
    session: str | None
    text: Sealed | None
    revision: int
    created_at: datetime
    changed_at: datetime


def key_scope(child: str) -> str:
    """The subject of its own key, beside the child's."""
    return f"{child}:psychotherapy"
