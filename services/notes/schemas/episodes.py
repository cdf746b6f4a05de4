"""Episodes as they come in and go out."""

from marshmallow import Schema, fields

from contracts.codes import EpisodeStage
from services.notes.model.episode import Checklist, Ending
from services.notes.schemas.fields import one_of
from services.notes.schemas.values import a_code


class NewStage(Schema):
    """The stage the episode has come to; why, at most 4,000 characters, where there is something to say."""

    stage = fields.Enum(EpisodeStage, by_value=True, required=True)
    words = fields.String(load_default=None, allow_none=True)


class NewTick(Schema):
    """A step that is done."""

    checklist = fields.Enum(Checklist, by_value=True, required=True)
    item = a_code(required=True)


class NewEnding(Schema):
    """How it ended and why; at most 4,000 characters."""

    ending = fields.Enum(Ending, by_value=True, required=True)
    words = fields.String(required=True)


class NewReopening(Schema):
    """Why it goes on; at most 4,000 characters."""

    words = fields.String(required=True)


class EpisodeReference(Schema):
    """Which episode."""

    episode = fields.String()


class StageMove(Schema):
    """One move, with its words."""

    stage = one_of(EpisodeStage)
    ending = fields.String(allow_none=True)
    by = fields.String()
    at = fields.String()
    words = fields.String(allow_none=True)


class DoneStep(Schema):
    """A step that was done."""

    item = fields.String()
    by = fields.String()
    at = fields.String()


class ChecklistAnswer(Schema):
    """A checklist with what is done and what is not."""

    checklist = one_of(Checklist)
    done = fields.List(fields.Nested(DoneStep))
    undone = fields.List(fields.String())


class EpisodeAnswer(Schema):
    """Where the episode stands."""

    child = fields.String()
    clinic = fields.String()
    stage = one_of(EpisodeStage)
    ending = fields.String(allow_none=True)
    moves = fields.List(fields.Nested(StageMove))
    checklists = fields.List(fields.Nested(ChecklistAnswer))
