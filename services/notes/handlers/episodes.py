"""Episodes: load, check who asks, seal, decide."""

from contracts.codes import EpisodeStage
from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.notes.commands.episodes import EndEpisode, MoveStage, ReopenEpisode, TickCheckpoint
from services.notes.decisions import access, episodes, texts
from services.notes.handlers.reach import clinical
from services.notes.model.episode import WORDS_CHARACTERS_MAX, Ending, Episode, Move, begun, episode_id
from services.notes.repository import EPISODES, has_open_concern


def move_stage(command: MoveStage, work: Work) -> Decision:
    """By whoever treats or supervises."""
    episode = _episode(command.child, command.clinic, work)
    return episodes.moved(episode, _move(command.child, command.stage, command.words, work))


def tick_checkpoint(command: TickCheckpoint, work: Work) -> Decision:
    """Likewise."""
    episode = _episode(command.child, command.clinic, work)
    return episodes.ticked(episode, command.checklist, command.item, work.actor.person, work.now)


def end_episode(command: EndEpisode, work: Work) -> Decision:
    """In the stage it has come to, which is what was reached."""
    episode = _episode(command.child, command.clinic, work)
    move = _move(command.child, episode.stage, command.words, work, command.ending)
    return episodes.ended(episode, move, has_open_concern(work, command.child, command.clinic))


def reopen_episode(command: ReopenEpisode, work: Work) -> Decision:
    """From the beginning, with everything that is on record."""
    episode = _episode(command.child, command.clinic, work)
    return episodes.reopened(episode, _move(command.child, EpisodeStage.COMMITMENT, command.words, work))


def _episode(child: str, clinic: str, work: Work) -> Episode:
    _, clinics = clinical(child, work)
    access.require_clinic(clinic, clinics)
    return work.known(EPISODES, episode_id(child, clinic)) or begun(child, clinic)


def _move(child: str, stage: EpisodeStage, words: str | None, work: Work, ending: Ending | None = None) -> Move:
    sealed = None
    if words is not None:
        sealed = work.seal(child, texts.checked(words, "words", WORDS_CHARACTERS_MAX))
    return Move(stage=stage, by=work.actor.person, at=work.now, words=sealed, ending=ending)


COMMANDS: dict[type, CommandHandler] = {
    MoveStage: move_stage,
    TickCheckpoint: tick_checkpoint,
    EndEpisode: end_episode,
    ReopenEpisode: reopen_episode,
}
