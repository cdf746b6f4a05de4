"""What is seen at home, and what the family says."""

from dataclasses import dataclass
from datetime import datetime

from kernel.command import OfChild
from services.goals.model.contribution import Topic
from services.goals.model.observation import Behaviour, LinkKind, Mood, Seen
from services.goals.model.voice import Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDraft:
    """Before, what happened, after, how it felt."""

    before: str
    happened: str
    after: str
    feeling: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitObservation(OfChild):
    """One thing seen; the fields of its kind and no others."""

    clinic: str
    kind: Seen
    observed_at: datetime
    behaviour: Behaviour | None
    intensity: int | None
    minutes: int | None
    wakings: int | None
    mood: Mood | None
    story: StoryDraft | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseObservation(OfChild):
    """Whoever saw it lets the other adults who may know see it too."""

    observation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewObservation(OfChild):
    """A clinician has looked at it for the plan."""

    observation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkObservation(OfChild):
    """A goal, a session or a note that goes with it."""

    observation: str
    kind: LinkKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribute(OfChild):
    """Say something. `voice` None: the asker's own."""

    clinic: str
    topic: Topic
    text: str
    voice: Voice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseContribution(OfChild):
    """Its author lets the other adults who may know read it too."""

    contribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerConcern(OfChild):
    """A clinician answers; the author reads it."""

    contribution: str
    answer: str
