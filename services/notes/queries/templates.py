"""The forms notes are written in: those every clinic has, and those of the asker's clinics."""

from dataclasses import asdict
from typing import Any

from kernel.reader import Reader
from services.notes.model.shipped import TEMPLATES
from services.notes.repository import clinic_templates


def templates(reader: Reader) -> dict[str, Any]:
    """Every published version with its sections, for the editor. Of a retired template none."""
    own = clinic_templates(reader, reader.principal.clinics())
    retired = {(found.clinic, found.code) for found in own if found.retired}
    alive = [found.template for found in own if (found.clinic, found.code) not in retired]
    return {"templates": [asdict(template) for template in (*TEMPLATES, *alive)]}
