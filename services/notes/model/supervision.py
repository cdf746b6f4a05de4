"""Whose notes need a second signature."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervision:
    """In one clinic, from a moment on; `ended_at` when the author signs alone again."""

    id: str
    clinic: str
    author: str
    set_by: str
    set_at: datetime
    ended_at: datetime | None = None


def supervision_id(clinic: str, author: str) -> str:
    """One for each author and clinic."""
    return f"{clinic}:{author}"
