"""The words that families should not have to read, as data, in each language they read."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from services.web.decisions.tone import Lexicon, lexicon_of


@cache
def lexicons() -> Mapping[str, Lexicon]:
    """Language to its words, as shipped."""
    tables = json.loads((files(__package__) / "words.json").read_text("utf-8"))["languages"]
    return {language: lexicon_of(table) for language, table in tables.items()}
