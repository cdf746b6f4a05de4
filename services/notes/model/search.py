"""An index of what notes say that nobody can read, and that means nothing once the child's key is gone.

Each child has a secret of its own for it, drawn by chance and sealed under the child's key. An entry is a keyed digest
of one word of one note under that secret. Whoever has the store alone learns how many different words a note has and
which notes of one child share a word; nothing can be compared between children, and no word be guessed and tried.
"""

from dataclasses import dataclass

from kernel.kind import Sealed

WORDS_MAX = 2_000  # different words of one note that are indexed; the longest note of a sampled year had a third of it
WORD_CHARACTERS_MIN = 3  # shorter ones are found in every note
WORD_CHARACTERS_MAX = 40
ASKED_MAX = 8  # words of one question
SECRET_DIGITS = 40  # 132 bits
DIGEST_CHARACTERS = 32  # 128 bits: two words never meet


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSecret:
    """The child's secret for its index."""

    id: str
    child: str
    secret: Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchEntry:
    """A word of a note. `private`: it stands only in parts that the care team does not see."""

    id: str
    child: str
    note: str
    token: str
    private: bool


def secret_id(child: str) -> str:
    """One secret for each child."""
    return f"search:{child}"
