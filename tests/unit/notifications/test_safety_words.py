"""The lexicon finds what families write in two languages, whatever the case, the accents and the signs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.decisions.safety_words import Alarm, alarm, lexicon_of, normalised
from services.notifications.talk import crisis_line, lexicon

POSSIBLE = [
    "She wants to die", "he said he'd KILL   himself", "I found cuts on her left arm", "She has a farewell letter",
    "no. she wants to die", "not suicidal, but he hurts himself", "Dad hits her when he is drunk",
    "He doesn’t want to live any more", "s\u200buicidal", "ＳＵＩＣＩＤＥ", "there is a loaded gun at home",
    "Dice que no quiere vivir", "se cortó los brazos", "su papá le pega", "tiene ganas de morir",
    "TOMÓ MUCHAS PASTILLAS",
    "She's scared of her dad", "he swallowed all the pills", "matar\na su hermano",
]  # fmt: skip
CALM = [
    "Can we come on Tuesday at four?", "The invoice names the wrong day.", "We were killing time at the station.",
    "She is dying to see you.", "He got a water gun for his birthday.", "¿Podemos cambiar la cita?",
    "Me muero de risa con ella.", "Fue un golpe de suerte.", "She practised breathing twice and slept well.",
    "Practicó la respiración y durmió bien.", "The diet is going well", "",
]  # fmt: skip
NEGATED = ["He did not hurt himself", "She never wants to die", "No thoughts of suicide", "nunca se hizo daño"]


@pytest.mark.parametrize("text", POSSIBLE)
def test_what_may_speak_of_danger_is_found(text: str) -> None:
    assert alarm(lexicon(), text) is Alarm.POSSIBLE


@pytest.mark.parametrize("text", CALM)
def test_what_is_said_every_day_is_not(text: str) -> None:
    assert alarm(lexicon(), text) is None


@pytest.mark.parametrize("text", NEGATED)
def test_a_negator_makes_it_a_mention_and_never_silence(text: str) -> None:
    assert alarm(lexicon(), text) is Alarm.MENTIONED


@given(st.sampled_from(POSSIBLE), st.text(max_size=60), st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_words_around_a_hit_never_hide_it(hit: str, before: str, after: str) -> None:
    assert alarm(lexicon(), f"{before}. {hit} . {after}") is not None


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_normal_form_is_stable(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


def test_a_phrase_that_could_never_be_found_is_refused_when_the_lexicon_is_read() -> None:
    table = {"phrases": ["Suicídio"], "idioms": [], "negators": [], "turns": []}
    with pytest.raises(ValueError, match="normal form"):
        lexicon_of({"version": "1", "languages": {"xx": table}})


def test_a_country_without_a_line_on_record_has_none_and_no_number_is_invented() -> None:
    assert crisis_line("DE") is None
    line = crisis_line("US-CO")
    assert line is not None
    assert (line.call, line.text) == ("988", "988")
    assert line.source
