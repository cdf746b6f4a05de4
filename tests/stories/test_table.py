"""The page of the hard cases names every test there is, and none that is not."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from deploy.checks.tree import ROOT

PAGE = ROOT / "docs" / "architecture" / "hard-cases.md"
RULES = ROOT / "tests" / "unit" / "consent" / "test_hard_cases.py"
STORIES = ROOT / "tests" / "stories"
CASES = range(1, 15)
_TEST = re.compile(r"test_\d+_\w+")


def names_in(*files: Path) -> Iterator[str]:
    """The tests of a hard case, by name."""
    for file in files:
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and _TEST.fullmatch(node.name):
                yield node.name


def test_the_page_names_each_test_once_and_no_other() -> None:
    named = _TEST.findall(PAGE.read_text("utf-8"))
    assert sorted(named) == sorted(names_in(RULES, *STORIES.glob("test_*.py")))


def test_every_case_has_a_test_of_the_rules_and_a_story() -> None:
    for level in ([RULES], list(STORIES.glob("test_*.py"))):
        assert {int(name.split("_")[1]) for name in names_in(*level)} == set(CASES)
