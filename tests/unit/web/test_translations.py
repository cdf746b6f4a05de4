"""Every text that a family reads is there in Spanish and in Arabic, with the same places for values."""

import re
from collections.abc import Mapping

import pytest

from deploy.checks.family_texts import LANDING, TABLES, family_texts, texts_of
from services.web.browser.language import LANGUAGES, catalogue

TRANSLATED = [language for language in LANGUAGES if language != "en"]
PLACE = re.compile(r"%(?:\(\w+\))?\w")


def test_the_languages_of_the_pages_are_those_of_the_messages() -> None:
    assert TRANSLATED == ["es", "ar"]


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_text_of_the_way_from_a_message_to_its_page_is_missing(language: str) -> None:
    texts = {text for path in LANDING for text in texts_of(path)}
    assert len(texts) > 40
    assert texts - catalogue(language).keys() == set()


def test_no_text_of_the_family_pages_is_missing_in_spanish() -> None:
    texts = {text for place, text in family_texts() if not place.startswith("words: ")}
    assert len(texts) > 50
    assert texts - catalogue("es").keys() == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_over_empty_or_without_its_places(language: str) -> None:
    for source, target in catalogue(language).items():
        assert target.strip()
        assert sorted(PLACE.findall(source)) == sorted(PLACE.findall(target))


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
def test_what_families_read_of_codes_is_there_in_spanish(table: Mapping[str, str]) -> None:
    assert set(table.values()) - catalogue("es").keys() == set()
