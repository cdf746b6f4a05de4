"""Where an episode stands, for staff."""

from typing import Any

from contracts.codes import DisclosureClass
from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from services.notes.decisions.access import CLINICAL
from services.notes.decisions.episodes import undone
from services.notes.model.episode import CHECKPOINTS, Checklist, Episode, Move, begun, episode_id
from services.notes.queries import permission
from services.notes.repository import EPISODES


def episode(reader: Reader, child_id: str, clinic: str) -> dict[str, Any]:
    """Its stage, its way there with the words that were said, and what is still to be done."""
    child, clinics = permission.reading_reach(
        reader, child_id, CLINICAL, DisclosureClass.SESSION_DETAIL, "read-episode"
    )
    if clinic not in clinics:
        raise NotFound("no-such-episode")
    found = reader.known(EPISODES, episode_id(child.id, clinic)) or begun(child.id, clinic)
    seen = {
        "child": child.id,
        "clinic": clinic,
        "stage": found.stage.value,
        "ending": found.ended.value if found.ended else None,
        "moves": [_move(reader, found, move) for move in found.moves],
        "checklists": [_checklist(found, checklist) for checklist in CHECKPOINTS],
    }
    reader.shown(child.id, "read-episode", clinic=clinic)
    return seen


def _move(reader: Reader, found: Episode, move: Move) -> dict[str, Any]:
    return {
        "stage": move.stage.value,
        "ending": move.ending.value if move.ending else None,
        "by": move.by,
        "at": to_text(move.at),
        "words": reader.open(found.child, move.words) if move.words else None,
    }


def _checklist(found: Episode, checklist: Checklist) -> dict[str, Any]:
    done = [tick for tick in found.ticks if tick.checklist is checklist]
    return {
        "checklist": checklist.value,
        "done": [{"item": tick.item, "by": tick.by, "at": to_text(tick.at)} for tick in done],
        "undone": list(undone(found, checklist)),
    }
