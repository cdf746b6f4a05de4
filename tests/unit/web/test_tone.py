"""Plain language without blame: what is named, what is let be, how hard a text is to read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.checks import words
from services.web.decisions.tone import Remarks, ease, found, grade, is_hard, remarks, sentences
from services.web.tone import lexicons

PLAIN = "She came in with a smile today. We played a game and she told me how she felt. It went well for her."
HARD = (
    "Notwithstanding intermittent dysregulation, comprehensive psychoeducational intervention necessitates "
    "consistent implementation of individualised behavioural reinforcement methodologies across environments, "
    "facilitating generalisation and sustainable interpersonal regulation."
)
LLANO = "Hoy vino con una sonrisa. Jugamos un rato y nos contó cómo se sentía. Le fue bien en el juego con los demás."
ARDUO = (
    "La implementación sistemática de intervenciones psicoeducativas individualizadas proporciona oportunidades "
    "extraordinarias para la generalización comportamental, favoreciendo consecuentemente la autorregulación emocional "
    "intersubjetiva y la convivencia."
)


def named(text: str, language: str = "en") -> tuple[str, ...]:
    return remarks(text, language, lexicons()).words


def test_a14_every_template_and_family_page_is_plain_and_without_blame_and_a_banned_word_is_rejected() -> None:
    assert words.findings(Path()) == []
    banned = ("failed", "non-compliant", "incumplimiento", "fracasó", "فشلت")
    assert all(named(f"… {word} …") == (word,) for word in banned)
    assert [is_hard(text, "en") for text in (PLAIN, HARD)] == [False, True]
    assert [is_hard(text, "es") for text in (LLANO, ARDUO)] == [False, True]


@pytest.mark.parametrize(
    ("text", "blamed"),
    [
        ("You failed to practise, and he was non-compliant.", ("failed", "non-compliant")),
        ("YOU FORGOT the diary.", ("YOU FORGOT",)),
        ("It isn’t your fault.", ("your fault",)),  # said in comfort too: it warns, the writer decides
        ("It is all\nyour   fault.", ("your   fault",)),
        ("He was attention-seeking.", ("attention-seeking",)),
        ("Ana no cumplió; es culpa de usted.", ("no cumplió", "culpa")),
        ("Disculpe la espera.", ()),
        ("وإهمالك سبب ذلك", ("وإهمالك",)),
        ("الفَشَل ليس نهاية", ("الفشل",)),
        ("She was unfailingly kind and has failures of no sort.", ()),
        ("", ()),
    ],
)
def test_blame_is_named_as_it_is_written_and_only_whole_words(text: str, blamed: tuple[str, ...]) -> None:
    assert named(text) == blamed


def test_blame_is_named_once_and_in_whatever_language_it_comes() -> None:
    assert named("failed and failed, y fue por su culpa") == ("failed", "por su culpa")


def test_a_long_sentence_is_named_and_a_list_of_lines_is_none() -> None:
    long = " ".join(["word"] * 31)
    assert remarks(f"Short one. {long}.", "en", lexicons()).long == (long,)
    assert remarks("\n".join(["one line"] * 40), "en", lexicons()).long == (" ".join(["one line"] * 40),)
    assert not remarks("\n\n".join(["one line"] * 40), "en", lexicons()).long
    assert sentences("One. Two? ثلاثة؟ Four") == ["One", "Two", "ثلاثة", "Four"]


def test_the_formulas_give_the_published_numbers() -> None:
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)
    assert ease("El gato come pan.") == pytest.approx(206.84 - 60 * (6 / 4) - 1.02 * 4)


def test_nothing_is_said_about_the_age_of_few_words_or_of_a_language_without_a_formula() -> None:
    few = "Notwithstanding intermittent dysregulation."
    assert not is_hard(few, "en")
    assert not is_hard(HARD, "ar")


@given(st.text(max_size=400), st.sampled_from(["en", "es", "ar", "fr"]))
def test_any_text_can_be_looked_at(text: str, language: str) -> None:
    made = remarks(text, language, lexicons())
    assert bool(made) is (made != Remarks())


def test_words_that_would_tell_a_stranger_are_known_in_each_language() -> None:
    texts = {"en": "your therapist", "es": "su terapeuta", "ar": "معالجك"}
    assert all(found(lexicons()[language].specialty, text) for language, text in texts.items())
