"""What an observation must be like, who may see it, and what follows from it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from contracts.goals import ObservationSubmitted
from kernel.auth.principal import Principal
from kernel.decision import NOTHING, Decision
from kernel.errors import Invalid
from kernel.kind import Sealed
from services.goals.commands import LinkObservation, StoryDraft, SubmitObservation
from services.goals.decisions import texts
from services.goals.model.observation import (
    INTENSITY,
    LATE_DAYS_MAX,
    SLEEP_MINUTES,
    WAKINGS,
    WORDS_CHARACTERS_MAX,
    Link,
    Observation,
    Seen,
    Story,
)

LINKS_MAX = 20
OWN_FIELDS = {
    Seen.BEHAVIOUR: ("behaviour", "intensity"),
    Seen.SLEEP: ("minutes", "wakings"),
    Seen.MOOD: ("mood",),
    Seen.STORY: ("story",),
}
"""What each kind is made of; every other field stays empty."""
RANGES = {"intensity": INTENSITY, "minutes": SLEEP_MINUTES, "wakings": WAKINGS}
STORY_PARTS = ("before", "happened", "after", "feeling")


def require_fitting(command: SubmitObservation, now: datetime) -> None:
    """The fields of its kind, each in its range, seen before now."""
    faults: dict[str, str | None] = {name: _fault(command, name) for names in OWN_FIELDS.values() for name in names}
    faults["words"] = texts.problem(command.words, WORDS_CHARACTERS_MAX, required=False)
    if not now - timedelta(days=LATE_DAYS_MAX) <= command.observed_at <= now:
        faults["observed_at"] = "out-of-range"
    if command.story is not None:
        faults |= _story_faults(command.story)
    if found := {field: [code] for field, code in faults.items() if code}:
        raise Invalid("observation-refused", found)


def _fault(command: SubmitObservation, name: str) -> str | None:
    value, own = getattr(command, name), name in OWN_FIELDS[command.kind]
    if value is None:
        return "empty" if own else None
    if not own:
        return "not-of-this-kind"
    return "out-of-range" if name in RANGES and value not in RANGES[name] else None


def _story_faults(story: StoryDraft) -> dict[str, str | None]:
    return {
        f"story.{part}": texts.problem(getattr(story, part), WORDS_CHARACTERS_MAX, required=part == "happened")
        for part in STORY_PARTS
    }


def submitted(
    command: SubmitObservation, seal: Callable[[str], Sealed], by: Principal, *, id: str, now: datetime
) -> Decision:
    """Kept under its author's name; the clinicians' timeline hears of it at once."""
    made = Observation(
        id=id,
        child=command.child,
        clinic=command.clinic,
        kind=command.kind,
        behaviour=command.behaviour,
        intensity=command.intensity,
        minutes=command.minutes,
        wakings=command.wakings,
        mood=command.mood,
        story=None if command.story is None else _sealed(command.story, seal),
        words=seal(command.words) if command.words.strip() else None,
        observed_by=by.person,
        observed_at=command.observed_at,
        recorded_at=now,
    )
    event = ObservationSubmitted(
        child=made.child, observation=id, clinic=made.clinic, kind=made.kind.value, observed_by=by.person,
        observed_at=made.observed_at, recorded_at=now,
    )  # fmt: skip
    return Decision(changes=(made,), events=(event,), reply={"observation": id}, facts={"observation": id})


def _sealed(story: StoryDraft, seal: Callable[[str], Sealed]) -> Story:
    def part(text: str) -> Sealed | None:
        return seal(text) if text.strip() else None

    return Story(
        before=part(story.before), happened=seal(story.happened), after=part(story.after), feeling=part(story.feeling)
    )


def shown_to(made: Observation, person: str) -> bool:
    """A guardian sees their own and what its author has released."""
    return made.released or made.observed_by == person


def released(made: Observation) -> Decision:
    """Once given, it has been read; there is no taking back."""
    changed = replace(made, released=True)
    return NOTHING if made.released else Decision(changes=(changed,), facts={"observation": made.id})


def reviewed(made: Observation, by: Principal) -> Decision:
    """The first to look at it counts."""
    changed = replace(made, reviewed_by=by.person)
    return NOTHING if made.reviewed_by else Decision(changes=(changed,), facts={"observation": made.id})


def linked(command: LinkObservation, made: Observation) -> Decision:
    """The same link twice is one."""
    link = Link(kind=command.kind, id=command.id)
    if link in made.links:
        return NOTHING
    if len(made.links) >= LINKS_MAX:
        raise Invalid("link-refused", {"id": ["too-many"]})
    return Decision(changes=(replace(made, links=(*made.links, link)),), facts={"observation": made.id})
