"""Everything that is ever sent is looked at here, word by word."""

import re
from pathlib import Path

import pytest

import services.notifications.messages as messages
from contracts.codes import Channel, ConcernKind, DisclosureClass
from services.notifications.messages import LANGUAGES, alert_text, language_known, rendered, wording
from services.notifications.model import AlertKind, NoticeKind

SPECIALTY = re.compile(
    r"therap|terap|clinic|clínic|health|salud|mental|psych|psic|child|niñ|hij|son\b|daughter|famil|parent|padre|madre"
    r"|patient|pacient|session|sesión|doctor|médic|treat|tratam|concern|safe|segur|urgent|alert|risk|riesgo|harm|daño"
    r"|abuse|suic|diagnos|appointment|cita\b|note\b|nota\b",
    re.IGNORECASE,
)
PRESSURE = re.compile(r"failed|must\b|immediately|overdue|non-compliant|debe\b|inmediat", re.IGNORECASE)
LINK = "https://alliance.example/m/" + "0" * 32 + "." + "f" * 32
EVERY = [(language, name) for language in LANGUAGES for name in wording(language)]


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_a_template_has_no_specialty_no_pressure_no_name_and_no_number(language: str, name: str) -> None:
    for text in wording(language)[name].values():
        assert SPECIALTY.search(text) is None, SPECIALTY.search(text)
        assert PRESSURE.search(text) is None
        assert re.search(r"\d", text) is None
        assert not any(code.value in text for code in (*ConcernKind, *DisclosureClass))
        # A capital inside a sentence would be a name.
        inside = re.sub(r"(^|[.:!?]\s+|\n+)\W*\w", r"\1", text)
        assert re.search(r"[A-ZÁÉÍÓÚÑ]", inside) is None, inside


@pytest.mark.parametrize(("language", "name"), EVERY)
def test_the_only_thing_that_varies_is_one_link_or_one_code(language: str, name: str) -> None:
    template = wording(language)[name]
    assert template["body"].count("{variable}") == (0 if name.endswith(("-alert", "-contact")) else 1)
    assert "{" not in template["body"].replace("{variable}", "")
    assert "{" not in template.get("subject", "")
    assert "\n" not in template.get("subject", "")
    assert "http" not in template["body"]


def test_every_language_has_every_message() -> None:
    kinds = {*NoticeKind, *AlertKind}
    expected = {f"{channel}-{kind}" for channel in (Channel.EMAIL, Channel.SMS) for kind in kinds}
    assert all(set(wording(language)) == expected for language in LANGUAGES)
    assert {path.stem for path in Path(messages.__file__).parent.glob("*.json")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_message_fits_one_part(language: str) -> None:
    words = [alert_text(kind, Channel.SMS, language, "123456") for kind in AlertKind]
    for text in (rendered(NoticeKind.POINTER, Channel.SMS, language, LINK), *words):
        assert text.body.isascii()  # else it is coded in 70 characters a part
        assert len(text.body) <= 160


def test_the_code_message_says_nothing_else() -> None:
    assert rendered(NoticeKind.CODE, Channel.SMS, "en", "123456").body == "Your code is 123456"


@pytest.mark.parametrize(
    ("asked", "served"),
    [("es", "es"), ("es-MX", "es"), ("ES", "es"), ("en-GB", "en"), ("fr", "en"), (None, "en"), ("", "en")],
)
def test_an_unknown_language_is_served_in_english(asked: str | None, served: str) -> None:
    assert language_known(asked) == served
