"""Which passwords are taken (NIST SP 800-63B-4): long ones that nobody guesses; no rules about signs and numerals."""

from collections.abc import Sequence
from enum import StrEnum

from services.web.settings import (
    PASSWORD_CHARACTERS_MAX,
    PASSWORD_CHARACTERS_MIN,
    PASSWORD_LOOKED_AT_MAX,
    PASSWORD_SCORE_MIN,
)


class Weakness(StrEnum):
    """Why a password is not taken."""

    SHORT = "short"
    LONG = "long"
    GUESSED = "guessed"


def weakness(password: str, own: Sequence[str] = ()) -> Weakness | None:
    """What is wrong with it, if anything. `own`: words that whoever knows the person would try, like their name."""
    if len(password) < PASSWORD_CHARACTERS_MIN:
        return Weakness.SHORT
    if len(password) > PASSWORD_CHARACTERS_MAX:
        return Weakness.LONG
    return Weakness.GUESSED if _score(password, own) < PASSWORD_SCORE_MIN else None


def _score(password: str, own: Sequence[str]) -> int:
    # Imported when somebody sets a password: its lists of common words take memory that no other process needs.
    from zxcvbn import zxcvbn

    found = zxcvbn(password[:PASSWORD_LOOKED_AT_MAX], user_inputs=["alliance", *own])
    return int(found["score"])
