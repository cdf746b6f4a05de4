"""What child, family and therapist want life to be like in the end. Each wording is its own document."""

from dataclasses import dataclass
from datetime import datetime

from kernel.kind import Sealed
from services.goals.model.voice import Agreement, Voice, heard

VISION_CHARACTERS_MAX = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Vision:
    """The wording of one revision. The newest counts; earlier ones stay, with who had agreed to them."""

    id: str
    child: str
    clinic: str
    revision: int
    text: Sealed
    voices: tuple[Voice, ...]
    agreements: tuple[Agreement, ...]
    written_by: str
    written_at: datetime

    @property
    def agreed(self) -> bool:
        """By every voice that is needed, to this very wording."""
        return heard(self.voices, self.agreements)
