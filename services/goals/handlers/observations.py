"""Observations from home, and what the family says: submitted, released by their authors, looked at, answered."""

from kernel.auth.principal import Kind
from kernel.decision import Decision
from kernel.errors import Forbidden, NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.goals.commands import (
    AnswerConcern,
    Contribute,
    LinkObservation,
    ReleaseContribution,
    ReleaseObservation,
    ReviewObservation,
    SubmitObservation,
)
from services.goals.decisions import contributions, observations, texts
from services.goals.handlers.reach import clinical, entitled, goal_of, in_clinic, require_open
from services.goals.model.contribution import ANSWER_CHARACTERS_MAX, TEXT_CHARACTERS_MAX, Contribution
from services.goals.model.involvement import Action
from services.goals.model.observation import LinkKind, Observation
from services.goals.repository.observations import CONTRIBUTIONS, OBSERVATIONS


def submit_observation(command: SubmitObservation, work: Work) -> Decision:
    """By a guardian who may know of goals and progress."""
    child = in_clinic(command.child, command.clinic, work, Action.OBSERVE)
    observations.require_fitting(command, work.now)
    return observations.submitted(
        command, lambda text: work.seal(child.id, text), work.actor, id=work.new_id(), now=work.now
    )


def release_observation(command: ReleaseObservation, work: Work) -> Decision:
    """By whoever saw it."""
    entitled(command.child, work)
    made = work.known(OBSERVATIONS, command.observation)
    if made is None or made.child != command.child or made.observed_by != work.actor.person:
        raise NotFound("no-such-observation")
    require_open(made.child, made.clinic, work, Action.OBSERVE)
    return observations.released(made)


def review_observation(command: ReviewObservation, work: Work) -> Decision:
    """By a clinician."""
    return observations.reviewed(_observation(command.child, command.observation, work), work.actor)


def link_observation(command: LinkObservation, work: Work) -> Decision:
    """By a clinician; a goal must be one of theirs. Sessions and notes are known to the notes service."""
    made = _observation(command.child, command.observation, work)
    if command.kind is LinkKind.GOAL:
        goal_of(command.child, command.id, work)
    return observations.linked(command, made)


def contribute(command: Contribute, work: Work) -> Decision:
    """By a guardian, or by a child whom a clinician has heard."""
    child = in_clinic(command.child, command.clinic, work, Action.SPEAK)
    if work.actor.kind is not Kind.GUARDIAN and command.voice is None:
        raise Forbidden("not-your-voice")
    texts.require(command.text, "text", TEXT_CHARACTERS_MAX)
    text = work.seal(child.id, command.text)
    return contributions.made(command, text, work.actor, id=work.new_id(), now=work.now)


def release_contribution(command: ReleaseContribution, work: Work) -> Decision:
    """By its author."""
    entitled(command.child, work)
    said = work.known(CONTRIBUTIONS, command.contribution)
    if said is None or said.child != command.child or said.by != work.actor.person:
        raise NotFound("no-such-contribution")
    require_open(said.child, said.clinic, work, Action.SPEAK)
    return contributions.released(said)


def answer_concern(command: AnswerConcern, work: Work) -> Decision:
    """By a clinician."""
    said = _contribution(command.child, command.contribution, work)
    texts.require(command.answer, "answer", ANSWER_CHARACTERS_MAX)
    return contributions.answered(said, work.seal(said.child, command.answer), work.actor, work.now)


def _observation(child: str, id: str, work: Work) -> Observation:
    _, clinics = clinical(child, work)
    made = work.known(OBSERVATIONS, id)
    if made is None or made.child != child or made.clinic not in clinics:
        raise NotFound("no-such-observation")
    return made


def _contribution(child: str, id: str, work: Work) -> Contribution:
    _, clinics = clinical(child, work)
    said = work.known(CONTRIBUTIONS, id)
    if said is None or said.child != child or said.clinic not in clinics:
        raise NotFound("no-such-contribution")
    return said


COMMANDS: dict[type, CommandHandler] = {
    SubmitObservation: submit_observation,
    ReleaseObservation: release_observation,
    ReviewObservation: review_observation,
    LinkObservation: link_observation,
    Contribute: contribute,
    ReleaseContribution: release_contribution,
    AnswerConcern: answer_concern,
}
