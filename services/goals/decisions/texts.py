"""Which texts are taken. Nothing is repaired silently: a text fits or is refused with its field named, never quoted."""

import unicodedata

from kernel.errors import Invalid

LAYOUT = frozenset("\n\r\t")  # what a text area sends besides letters
REFUSED_CATEGORIES = frozenset({"Cc", "Cs"})  # control characters; halves of surrogate pairs, which no UTF-8 can hold


def problem(text: str, characters_max: int, *, required: bool = True) -> str | None:
    """The code of what is wrong with a text, None when it fits."""
    if required and not text.strip():
        return "empty"
    if len(text) > characters_max:
        return "too-long"
    refused = (unicodedata.category(character) in REFUSED_CATEGORIES for character in text if character not in LAYOUT)
    return "control-character" if any(refused) else None


def require(text: str, field: str, characters_max: int, *, required: bool = True) -> None:
    """Invalid names the field of a text that does not fit."""
    if found := problem(text, characters_max, required=required):
        raise Invalid("text-refused", {field: [found]})
