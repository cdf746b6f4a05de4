"""What an adult saw at home: behaviour, sleep, mood, or a story of it. Each belongs to whoever saw it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kernel.kind import Sealed

WORDS_CHARACTERS_MAX = 2_000
INTENSITY = range(5)  # 0 barely ... 4 very strong
SLEEP_MINUTES = range(24 * 60 + 1)
WAKINGS = range(31)
LATE_DAYS_MAX = 60  # how far back something may have been seen


class Seen(StrEnum):
    """What kind of thing was seen."""

    BEHAVIOUR = "behaviour"
    SLEEP = "sleep"
    MOOD = "mood"
    STORY = "story"


class Behaviour(StrEnum):
    """Told without blame; what was easy is worth as much as what was hard."""

    OUTBURST = "outburst"
    WITHDRAWAL = "withdrawal"
    WORRY = "worry"
    CLINGING = "clinging"
    REFUSAL = "refusal"
    HITTING = "hitting"
    CALMED_DOWN = "calmed-down"
    ASKED_FOR_HELP = "asked-for-help"
    KINDNESS = "kindness"
    COOPERATION = "cooperation"


class Mood(StrEnum):
    """In the order of the scale."""

    VERY_LOW = "very-low"
    LOW = "low"
    EVEN = "even"
    GOOD = "good"
    VERY_GOOD = "very-good"


class LinkKind(StrEnum):
    """What an observation led to, or was about."""

    GOAL = "goal"
    SESSION = "session"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """To a goal here, to a session or a note of the notes service."""

    kind: LinkKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The four parts of a story, sealed."""

    before: Sealed | None
    happened: Sealed
    after: Sealed | None
    feeling: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """`observed_at` is when it was, `recorded_at` when it was told. Another guardian sees it only once `released`."""

    id: str
    child: str
    clinic: str
    kind: Seen
    behaviour: Behaviour | None
    intensity: int | None
    minutes: int | None
    wakings: int | None
    mood: Mood | None
    story: Story | None
    words: Sealed | None
    observed_by: str
    observed_at: datetime
    recorded_at: datetime
    released: bool = False
    reviewed_by: str | None = None
    links: tuple[Link, ...] = ()
