"""A guardian's page of their own addresses, in both languages; nobody else's stand on it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.component.web_world import Browser, WebWorld, web_world

NUMBER = "+13035550177"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[WebWorld]:
    with web_world(tmp_path) as world:
        world.raise_concern()
        yield world


def entered(mother: Browser) -> str:
    mother.get("/family/contact")
    [old] = re.findall(r'<option value="([^"]+)">text message: •••00', mother.text)
    answer = mother.send("/family/contact", {"channel": "sms", "address": NUMBER, "replaces": old})
    assert answer.status_code == 303, mother.text
    return str(answer.headers["Location"])


def test_a_new_number_is_shown_to_be_theirs_and_takes_over_from_the_old_one(world: WebWorld) -> None:
    mother = world.opened()
    place = entered(mother)
    mother.follow()
    assert "Show that it is yours" in mother.text
    assert NUMBER not in mother.text
    world.made.settle()
    assert world.phones.messages[-1]["to"] == NUMBER
    wrong = mother.send(f"{place}/proof", {"code": "000000"})
    assert (wrong.status_code, "does not fit" in mother.text) == (422, True)
    assert mother.send(f"{place}/proof", {"code": world.code()}).status_code == 303
    assert "important messages go the old way as well" in mother.follow().text
    world.made.settle()
    assert world.phones.messages[-1]["to"] == "+13035550100"
    assert "change was made" in world.phones.messages[-1]["text"]


def test_the_page_speaks_spanish_and_names_what_is_wrong(world: WebWorld) -> None:
    mother = world.opened()
    mother.get("/family/contact")
    mother.send("/language", {"language": "es"})
    mother.get("/family/contact")
    assert "Cómo le avisamos" in mother.text
    answer = mother.send("/family/contact", {"channel": "", "address": ""})
    assert answer.status_code == 422
    assert "Elija qué es." in mother.text
    assert "Escriba la dirección o el número." in mother.text
    assert mother.send("/family/contact", {"channel": "sms", "address": "5550100"}).status_code == 422
    [mail] = re.findall(r'<option value="([^"]+)">correo electrónico', mother.text)
    other = {"channel": "sms", "address": NUMBER, "replaces": mail}
    assert mother.send("/family/contact", other).status_code == 422
    assert 'id="replaces-error"' in mother.text


def test_the_last_way_stays_and_another_goes_later(world: WebWorld) -> None:
    mother = world.opened()
    mother.get("/family/contact")
    first, second = re.findall(r'action="(/family/contact/[^"]+/removal)"', mother.text)
    assert mother.send(first, {}).status_code == 303
    assert "It will be removed" in mother.follow().text
    assert mother.send(second, {}).status_code == 409
    assert "This is the last way to reach you" in mother.text


@pytest.mark.parametrize("place", ["/family/contact", "/family/contact/point-1"])
def test_nobody_without_a_second_factor_comes_to_it(world: WebWorld, place: str) -> None:
    assert Browser(world).get(place).status_code in (303, 401, 403, 404)
    assert "•••" not in Browser(world).get(place).text
