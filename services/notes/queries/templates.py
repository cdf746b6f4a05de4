"""The forms notes are written in."""

from typing import Any

from services.notes.model.templates import TEMPLATES


def templates() -> dict[str, Any]:
    """Every published template with its sections, for the editor."""
    return {"templates": list(TEMPLATES)}
