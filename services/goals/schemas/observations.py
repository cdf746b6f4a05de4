"""Observations, contributions and the plan review on the wire."""

from typing import Any

from marshmallow import Schema, fields, post_load

from kernel.contract import Moment
from services.goals.commands import StoryDraft
from services.goals.model.contribution import Topic
from services.goals.model.observation import Behaviour, LinkKind, Mood, Seen
from services.goals.model.voice import Voice
from services.goals.schemas.fields import a, an_id, number, one_of


class NewStory(Schema):
    """At most 2,000 characters each; what happened is needed."""

    before = fields.String(load_default="")
    happened = fields.String(required=True)
    after = fields.String(load_default="")
    feeling = fields.String(load_default="")

    @post_load
    def draft(self, data: dict[str, Any], **_: Any) -> StoryDraft:
        """As the command carries it."""
        return StoryDraft(**data)


class NewObservation(Schema):
    """Behaviour has `behaviour` and `intensity` (0 to 4), sleep `minutes` and `wakings`, mood `mood`, a story `story`.

    `observed_at` is when it was, at most sixty days ago.
    """

    clinic = an_id(required=True)
    kind = a(Seen, required=True)
    observed_at = Moment(required=True)
    behaviour = a(Behaviour, load_default=None, allow_none=True)
    intensity = number(load_default=None, allow_none=True)
    minutes = number(load_default=None, allow_none=True)
    wakings = number(load_default=None, allow_none=True)
    mood = a(Mood, load_default=None, allow_none=True)
    story = fields.Nested(NewStory, load_default=None, allow_none=True)
    words = fields.String(load_default="")


class ObservationReference(Schema):
    """Which."""

    observation = fields.String()


class NewLink(Schema):
    """A goal, a session or a note that goes with it."""

    kind = a(LinkKind, required=True)
    id = an_id(required=True)


class LinkAnswer(Schema):
    """What goes with it."""

    kind = one_of(LinkKind)
    id = fields.String()


class StoryAnswer(Schema):
    """The four parts."""

    before = fields.String(allow_none=True)
    happened = fields.String()
    after = fields.String(allow_none=True)
    feeling = fields.String(allow_none=True)


class ObservationAnswer(ObservationReference):
    """A guardian gets `mine`; staff `observed_by`, `reviewed_by`, `clinic` and `links`."""

    kind = one_of(Seen)
    behaviour = fields.String(allow_none=True)
    intensity = fields.Integer(allow_none=True)
    minutes = fields.Integer(allow_none=True)
    wakings = fields.Integer(allow_none=True)
    mood = fields.String(allow_none=True)
    story = fields.Nested(StoryAnswer, allow_none=True)
    words = fields.String(allow_none=True)
    observed_at = fields.String()
    recorded_at = fields.String()
    released = fields.Boolean()
    mine = fields.Boolean()
    observed_by = fields.String()
    reviewed_by = fields.String(allow_none=True)
    clinic = fields.String()
    links = fields.List(fields.Nested(LinkAnswer))


class Observations(Schema):
    """Newest first."""

    observations = fields.List(fields.Nested(ObservationAnswer))


class Counted(Schema):
    """How often."""

    of = fields.String()
    count = fields.Integer()


class Patterns(Schema):
    """Over exactly what the reader may see; `observers` for staff alone."""

    days = fields.List(fields.Nested(Counted))
    behaviours = fields.List(fields.Nested(Counted))
    moods = fields.List(fields.Nested(Counted))
    observers = fields.List(fields.Nested(Counted))


class NewContribution(Schema):
    """At most 4,000 characters, kept verbatim. Clinicians enter a child's words with `voice`."""

    clinic = an_id(required=True)
    topic = a(Topic, required=True)
    text = fields.String(required=True)
    voice = a(Voice, load_default=None, allow_none=True)


class NewAnswer(Schema):
    """At most 2,000 characters; the author of the concern reads it."""

    answer = fields.String(required=True)


class ContributionReference(Schema):
    """Which."""

    contribution = fields.String()


class ContributionAnswer(ContributionReference):
    """A guardian gets `mine`, and `answer` to what they asked; staff also `by`, `clinic`, `answered_by`."""

    topic = one_of(Topic)
    voice = one_of(Voice)
    text = fields.String()
    at = fields.String()
    released = fields.Boolean()
    answered_at = fields.String(allow_none=True)
    answer = fields.String(allow_none=True)
    mine = fields.Boolean()
    by = fields.String()
    clinic = fields.String()
    answered_by = fields.String(allow_none=True)


class Contributions(Schema):
    """Newest first."""

    contributions = fields.List(fields.Nested(ContributionAnswer))


class PlanReview(Schema):
    """What waits: unseen observations, unanswered concerns, goals and strategies whose review is due."""

    observations = fields.List(fields.Nested(ObservationAnswer))
    concerns = fields.List(fields.Nested(ContributionAnswer))
    goals = fields.List(fields.String())
    strategies = fields.List(fields.String())
