"""The words around an answer and for what is wrong in a file; another language is another file with the same keys."""

import json
from functools import cache
from importlib import resources
from typing import Any

from services.consent.decide.problems import Problem
from services.consent.rules.wording import language_known


class Labels:
    """Of one language."""

    def __init__(self, sections: dict[str, dict[str, str]]) -> None:
        self.sections = sections

    def of(self, section: str, code: str) -> str:
        """The words of a code; the code itself where there are none."""
        return self.sections[section].get(code, code)

    def say(self, label: str, **parts: Any) -> str:
        """A label with its gaps filled."""
        return self.sections["labels"][label].format(**parts)

    def problem(self, problem: Problem) -> str:
        """What is wrong at a path, and what would fit."""
        said = f"{problem.path} {self.of('problems', problem.code)}"
        if not problem.hint:
            return said
        return f"{said}; {self.say('meant' if problem.code == 'unknown-field' else 'fits', hint=problem.hint)}"


@cache
def labels(language: str | None) -> Labels:
    """The labels of the language, or of the one that stands in for it."""
    name = f"{language_known(language)}.json"
    text = (resources.files(__package__) / "words" / name).read_text(encoding="utf-8")
    return Labels(json.loads(text))
