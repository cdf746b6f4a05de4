"""The shared vision, and who has agreed to it."""

from typing import Any

from kernel.clock import to_text
from kernel.reader import Reader
from services.goals.model.child import Child
from services.goals.model.vision import Vision
from services.goals.queries.reach import family, is_family, team
from services.goals.repository.vision import newest_vision

ACTION = "read-vision"


def visions(reader: Reader, child_id: str) -> dict[str, Any]:
    """The newest wording in each clinic. A guardian sees which voices agree, not which persons."""
    child, clinics = _asked(reader, child_id)
    found = [vision for clinic in clinics if (vision := newest_vision(reader, child.id, clinic))]
    seen = {"visions": [_told(reader, vision) for vision in found]}
    reader.shown(child.id, ACTION)
    return seen


def _asked(reader: Reader, child_id: str) -> tuple[Child, list[str]]:
    if is_family(reader):
        child = family(reader, child_id, ACTION)
        return child, sorted(team.clinic for team in child.teams)
    child, clinics = team(reader, child_id, ACTION)
    return child, sorted(clinics)


def _told(reader: Reader, vision: Vision) -> dict[str, Any]:
    told: dict[str, Any] = {
        "clinic": vision.clinic,
        "revision": vision.revision,
        "text": reader.open(vision.child, vision.text),
        "agreed": vision.agreed,
        "voices": [voice.value for voice in vision.voices],
        "agreed_voices": sorted({yes.voice.value for yes in vision.agreements}),
        "agreed_by_me": any(yes.person == reader.principal.person for yes in vision.agreements),
        "written_at": to_text(vision.written_at),
    }
    if is_family(reader):
        return told
    people = [{"voice": yes.voice.value, "person": yes.person, "at": to_text(yes.at)} for yes in vision.agreements]
    return {**told, "written_by": vision.written_by, "agreements": people}
