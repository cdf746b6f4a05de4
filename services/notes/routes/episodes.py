"""Stages, checklists and endings of an episode of care."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notes.commands import episodes as commands
from services.notes.queries import episodes as kept
from services.notes.routes.doors import CHILD, CLINICAL
from services.notes.schemas import episodes as schemas

episodes = Blueprint("episodes", __name__, description="The course of an episode of care")
EPISODE = f"{CHILD}/episodes/<string:clinic>"


@episodes.get(EPISODE)
@allow(*CLINICAL)
@episodes.response(200, schemas.EpisodeAnswer)
def read_episode(child: str, clinic: str) -> dict[str, Any]:
    """Where it stands."""
    return kept.episode(reader(), child, clinic)


@episodes.post(f"{EPISODE}/stage")
@allow(*CLINICAL)
@episodes.arguments(schemas.NewStage)
@episodes.response(200, schemas.EpisodeReference)
def move_stage(body: dict[str, Any], child: str, clinic: str) -> dict[str, Any]:
    """Say which stage it has come to, forwards or back."""
    return run(commands.MoveStage(child=child, clinic=clinic, **body))


@episodes.post(f"{EPISODE}/checkpoints")
@allow(*CLINICAL)
@episodes.arguments(schemas.NewTick)
@episodes.response(200, schemas.EpisodeReference)
def tick_checkpoint(body: dict[str, Any], child: str, clinic: str) -> dict[str, Any]:
    """A step of a checklist is done."""
    return run(commands.TickCheckpoint(child=child, clinic=clinic, **body))


@episodes.post(f"{EPISODE}/ending")
@allow(*CLINICAL)
@episodes.arguments(schemas.NewEnding)
@episodes.response(200, schemas.EpisodeReference)
def end_episode(body: dict[str, Any], child: str, clinic: str) -> dict[str, Any]:
    """It is over: not while a concern is open, and as planned only when the closing steps are done."""
    return run(commands.EndEpisode(child=child, clinic=clinic, **body))


@episodes.post(f"{EPISODE}/reopening")
@allow(*CLINICAL)
@episodes.arguments(schemas.NewReopening)
@episodes.response(200, schemas.EpisodeReference)
def reopen_episode(body: dict[str, Any], child: str, clinic: str) -> dict[str, Any]:
    """The child comes back."""
    return run(commands.ReopenEpisode(child=child, clinic=clinic, **body))
