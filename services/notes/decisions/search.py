"""Words as they are looked for: without case and accents, long enough to tell something."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from kernel.errors import Invalid
from services.notes.model.search import (
    ASKED_MAX,
    DIGEST_CHARACTERS,
    WORD_CHARACTERS_MAX,
    WORD_CHARACTERS_MIN,
    WORDS_MAX,
    SearchEntry,
)

WORD = re.compile(r"\w+")


def words_of(text: str) -> list[str]:
    """Different words in the order in which they first stand there."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    found = (word[:WORD_CHARACTERS_MAX] for word in WORD.findall(plain) if len(word) >= WORD_CHARACTERS_MIN)
    return list(dict.fromkeys(found))


def asked(words: str) -> list[str]:
    """What a question looks for; every word must be found."""
    found = words_of(words)
    if not found:
        raise Invalid("search-refused", {"words": ["too-short"]})
    if len(found) > ASKED_MAX:
        raise Invalid("search-refused", {"words": ["too-many"]})
    return found


def token(secret: str, word: str) -> str:
    """The word under the child's secret."""
    return hmac.new(secret.encode(), word.encode(), hashlib.sha256).hexdigest()[:DIGEST_CHARACTERS]


def entries(child: str, note: str, secret: str, open_text: str, private_text: str) -> tuple[SearchEntry, ...]:
    """One entry a word. A word that the care team may read anywhere in the note is not private."""
    shared = set(words_of(open_text))
    every = words_of(f"{open_text}\n{private_text}")[:WORDS_MAX]
    made = []
    for word in every:
        digest = token(secret, word)
        made.append(
            SearchEntry(id=f"{note}:{digest}", child=child, note=note, token=digest, private=word not in shared)
        )
    return tuple(made)


def found_in(wanted: Mapping[str, Sequence[str]], hits: Iterable[SearchEntry]) -> dict[str, bool]:
    """Notes that have every wanted word of their child, and whether one of these is private.

    `wanted`: for each child the tokens of the words that are looked for.
    """
    seen: dict[str, dict[str, SearchEntry]] = {}
    for hit in hits:
        seen.setdefault(hit.note, {})[hit.token] = hit
    return {
        note: any(hit.private for hit in by_token.values())
        for note, by_token in seen.items()
        if set(by_token) >= set(wanted[next(iter(by_token.values())).child])
    }
