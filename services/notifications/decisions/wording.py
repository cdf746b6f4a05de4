"""What may stand in a message: plain text, not empty, not endless."""

import unicodedata

from kernel.errors import Invalid
from services.notifications.decisions.limits import WORDS_MAX

ALLOWED_CONTROLS = frozenset("\n\t")


def plain(words: str) -> str:
    """The words without blanks around them; Invalid naming `words`."""
    text = words.strip()
    if not text:
        raise Invalid("words", {"words": ["required"]})
    if len(text) > WORDS_MAX:
        raise Invalid("words", {"words": ["too-long"]})
    if any(unicodedata.category(char) == "Cc" and char not in ALLOWED_CONTROLS for char in text):
        raise Invalid("words", {"words": ["control-character"]})
    return text
