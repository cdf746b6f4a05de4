"""Which texts are taken. Nothing is repaired silently: a text fits or is refused with its field named, never quoted."""

import unicodedata

from kernel.errors import Invalid

LAYOUT = frozenset("\n\r\t")  # what a text area sends besides letters
REFUSED_CATEGORIES = frozenset({"Cc", "Cs"})  # control characters; halves of surrogate pairs, which no UTF-8 can hold


def is_blank(text: str) -> bool:
    """Nothing a reader could see."""
    return not text.strip()


def problem(text: str, characters_max: int) -> str | None:
    """The code of what is wrong with a text that may be blank, None when it fits."""
    if len(text) > characters_max:
        return "too-long"
    if any(unicodedata.category(character) in REFUSED_CATEGORIES for character in text if character not in LAYOUT):
        return "control-character"
    return None


def checked(text: str, field: str, characters_max: int) -> str:
    """The text, which has words and fits; Invalid names the field otherwise."""
    found = "empty" if is_blank(text) else problem(text, characters_max)
    if found:
        raise Invalid("text-refused", {field: [found]})
    return text
