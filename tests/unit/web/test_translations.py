"""Every text of the family pages is there in Spanish, with the same places for values."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import services.web
from services.web.browser.language import catalogue
from services.web.browser.words import talk

ROOT = Path(services.web.__file__).parent
FAMILY = (
    *sorted((ROOT / "templates" / "family").glob("*.html")),
    ROOT / "templates" / "base.html",
    ROOT / "templates" / "parts" / "forms.html",
    ROOT / "templates" / "parts" / "crisis.html",
    ROOT / "pages" / "asking.py",
    ROOT / "templates" / "parts" / "here.html",
    ROOT / "pages" / "factors.py",
    ROOT / "pages" / "family.py",
    ROOT / "pages" / "item.py",
    ROOT / "pages" / "landing.py",
)
TEXT = re.compile(r"""\b_\(\s*(['"])(.*?)\1\s*\)""")


def messages() -> set[str]:
    return {found[1] for path in FAMILY for found in TEXT.findall(path.read_text(encoding="utf-8"))}


def test_no_text_of_the_family_pages_is_missing_in_spanish() -> None:
    assert len(messages()) > 50
    assert messages() - catalogue("es").keys() == set()


def test_no_translation_is_left_over_empty_or_without_its_places() -> None:
    for source, target in catalogue("es").items():
        assert target.strip()
        assert sorted(re.findall(r"%\w", source)) == sorted(re.findall(r"%\w", target))


@pytest.mark.parametrize("table", [talk.CATEGORY, talk.REDIRECT, talk.THREAD_REFUSAL])
def test_what_families_read_of_conversations_is_there_in_spanish(table: Mapping[str, str]) -> None:
    assert set(table.values()) - catalogue("es").keys() == set()
