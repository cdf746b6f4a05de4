"""What a section holds besides words: choices, a level, observations. Kept sealed, as the words are."""

from dataclasses import dataclass

CUSTOM_MAX = 10  # choices in the writer's own words, a section
CUSTOM_CHARACTERS_MAX = 80
OBSERVED_MAX = 30  # observations, a section
ACTIVITY_CHARACTERS_MAX = 120
INTENSITY_MAX = 4  # 0 not at all to 4 all the time, as the participation


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A behaviour by its code, what the child was doing, and how marked it was, 0 to 4."""

    code: str
    activity: str
    intensity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """Each part is empty unless the section's form is of that sort."""

    codes: tuple[str, ...] = ()
    custom: tuple[str, ...] = ()
    level: int | None = None
    observed: tuple[Observed, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing was chosen, rated or observed."""
        return not (self.codes or self.custom or self.observed) and self.level is None
