"""Stages, checkpoints and endings. An episode with an open concern does not end; a planned end has been prepared."""

from dataclasses import replace
from datetime import datetime

from contracts.codes import EpisodeStage
from contracts.notes import StageChanged
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid
from services.notes.model.episode import CHECKPOINTS, MOVES_MAX, Checklist, Ending, Episode, Move, Tick


def moved(episode: Episode, move: Move) -> Decision:
    """Any stage but the one it is in: the path is not always forwards."""
    _require_going_on(episode)
    if move.stage is episode.stage:
        raise Invalid("stage-refused", {"stage": ["unchanged"]})
    return _with(episode, move)


def ticked(episode: Episode, checklist: Checklist, item: str, by: str, at: datetime) -> Decision:
    """Each step counts once; who did it first stays on record."""
    _require_going_on(episode)
    if item not in CHECKPOINTS[checklist]:
        raise Invalid("checkpoint-refused", {"item": ["unknown"]})
    known = any((tick.checklist, tick.item) == (checklist, item) for tick in episode.ticks)
    tick = Tick(checklist=checklist, item=item, by=by, at=at)
    changed = episode if known else replace(episode, ticks=(*episode.ticks, tick))
    facts = {"episode": episode.id, "checklist": checklist.value, "item": item}
    return Decision(changes=() if known else (changed,), reply={"episode": episode.id}, facts=facts)


def ended(episode: Episode, move: Move, at_risk: bool) -> Decision:
    """Not while a concern is open. As planned only from termination, with every step before closing done."""
    _require_going_on(episode)
    if at_risk:
        raise Forbidden("open-concern")
    if move.ending is Ending.PLANNED:
        if episode.stage is not EpisodeStage.TERMINATION:
            raise Invalid("ending-refused", {"ending": ["not-in-termination"]})
        if missing := undone(episode, Checklist.CLOSING):
            raise Invalid("ending-refused", {f"checklist.{item}": ["undone"] for item in missing})
    return _with(episode, move)


def reopened(episode: Episode, move: Move) -> Decision:
    """Only what has ended comes back."""
    if episode.ended is None:
        raise Forbidden("episode-going-on")
    return _with(episode, move)


def undone(episode: Episode, checklist: Checklist) -> tuple[str, ...]:
    """The steps that nobody has ticked off, in their order."""
    done = {tick.item for tick in episode.ticks if tick.checklist is checklist}
    return tuple(item for item in CHECKPOINTS[checklist] if item not in done)


def _require_going_on(episode: Episode) -> None:
    if episode.ended is not None:
        raise Forbidden("episode-ended")


def _with(episode: Episode, move: Move) -> Decision:
    if len(episode.moves) >= MOVES_MAX:
        raise Invalid("stage-refused", {"stage": ["too-many"]})
    changed = replace(episode, stage=move.stage, moves=(*episode.moves, move))
    event = StageChanged(
        child=episode.child,
        clinic=episode.clinic,
        stage=move.stage,
        changed_by=move.by,
        changed_at=move.at,
        ending=move.ending.value if move.ending else None,
    )
    facts = {"episode": episode.id, "stage": move.stage.value, "ending": event.ending or ""}
    return Decision(changes=(changed,), events=(event,), reply={"episode": episode.id}, facts=facts)
