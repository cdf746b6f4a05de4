"""Second factors that a person holds: an app, a passkey, a strip of codes. Each opens their own links and no others."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pyotp import TOTP

from kernel.auth.principal import Principal
from services.notifications.model import NoticeKind
from services.notifications.repository import FACTORS, PROOFS
from tests.component.notifications_family import (
    THERAPIST,
    WEB,
    disclosed,
    guardian,
    mailed_link,
    notices,
    settled_family,
)
from tests.component.notifications_world import World, image, notifications
from tests.passkey_device import Device

MOTHER, FATHER = guardian("mother"), guardian("father")
ORIGIN, HOST = "https://alliance.example", "alliance.example"
Link = tuple[str, str]


@pytest.fixture
def told(tmp_path: Path) -> Iterator[World]:
    with notifications(tmp_path) as made:
        settled_family(made)
        disclosed(made)
        yield made


def device(**differently: Any) -> Device:
    return Device(**{"origin": ORIGIN, "host": HOST, **differently})


def app_of(told: World, who: Principal = MOTHER) -> TOTP:
    """Set up, with its first code taken."""
    secret = told.post_as(who, "/me/authenticator/offers").json()["secret"]
    app = TOTP(secret)
    answer = told.post_as(who, "/me/authenticator", {"code": app.at(told.clock.now())})
    assert answer.status_code == 201, answer.text
    told.later(seconds=30)
    return app


def passkey_of(told: World, held: Device, who: Principal = MOTHER) -> Any:
    options = told.get("/me/passkeys/options", who).json()["options"]
    return told.post_as(who, "/me/passkeys", {"credential": held.made(options)})


def prove(told: World, link: Link, way: str, **typed: str) -> Any:
    return told.post_as(WEB, f"/pointers/{link[0]}/{way}", {"mac": link[1], **typed})


def asked_for(told: World, link: Link) -> dict[str, Any]:
    options: dict[str, Any] = told.get(f"/pointers/{link[0]}", WEB, mac=link[1]).json()["passkey"]
    return options


def another_link(told: World, number: int) -> Link:
    disclosed(told, disclosure=f"disclosure-{number}", item=f"concern-{number}")
    return mailed_link(told)


def test_a_code_of_the_app_opens_the_link_of_its_owner_and_no_message_is_sent(told: World) -> None:
    app, link = app_of(told), mailed_link(told)
    assert told.get(f"/pointers/{link[0]}", WEB, mac=link[1]).json()["ways"] == ["authenticator"]
    answer = prove(told, link, "authenticator-proofs", code=app.at(told.clock.now()))
    assert (answer.status_code, answer.json()["person"], answer.json()["way"]) == (201, "mother", "authenticator")
    assert notices(told, NoticeKind.CODE) == []


def test_a_code_of_the_app_is_taken_once_over_all_links(told: World) -> None:
    app, first, second = app_of(told), mailed_link(told), another_link(told, 2)
    code = app.at(told.clock.now())
    assert prove(told, first, "authenticator-proofs", code=code).status_code == 201
    assert prove(told, second, "authenticator-proofs", code=code).status_code == 422
    earlier = app.at(told.clock.now() - timedelta(seconds=30))
    assert prove(told, second, "authenticator-proofs", code=earlier).status_code == 422
    told.later(seconds=30)
    assert prove(told, second, "authenticator-proofs", code=app.at(told.clock.now())).status_code == 201


@pytest.mark.parametrize(("seconds", "status"), [(-60, 422), (-30, 201), (30, 201), (60, 422)])
def test_a_telephones_clock_may_be_half_a_minute_off(told: World, seconds: int, status: int) -> None:
    app, link = app_of(told), mailed_link(told)
    told.later(minutes=5)
    off = app.at(told.clock.now() + timedelta(seconds=seconds))
    assert prove(told, link, "authenticator-proofs", code=off).status_code == status


def test_the_secret_of_an_app_is_nowhere_in_the_store_and_is_not_shown_again(told: World) -> None:
    app = app_of(told)
    assert app.secret not in image(told)
    assert told.get("/me/authenticator/offer", MOTHER).status_code == 404
    assert app.secret not in told.get("/me/factors", MOTHER).text
    assert told.post_as(MOTHER, "/me/authenticator/offers").json()["code"] == "authenticator-there"


def test_an_app_counts_only_after_its_first_right_code(told: World) -> None:
    secret = told.post_as(MOTHER, "/me/authenticator/offers").json()["secret"]
    link = mailed_link(told)
    code = TOTP(secret).at(told.clock.now())
    assert prove(told, link, "authenticator-proofs", code=code).status_code == 422
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert told.post_as(MOTHER, "/me/authenticator", {"code": wrong}).json()["code"] == "wrong-code"
    assert told.get("/me/factors", MOTHER).json()["authenticator"] is None


def test_one_persons_app_opens_no_link_of_anothers(told: World) -> None:
    app, link = app_of(told, FATHER), mailed_link(told)
    assert prove(told, link, "authenticator-proofs", code=app.at(told.clock.now())).status_code == 422
    assert told.get("/me/factors", MOTHER).json()["authenticator"] is None


def test_a_passkey_opens_the_link_of_its_owner(told: World) -> None:
    held = device()
    assert passkey_of(told, held).status_code == 201
    link = mailed_link(told)
    options = asked_for(told, link)
    assert options["allowCredentials"] == [], "whoever holds a link learns of no device"
    answer = prove(told, link, "passkey-proofs", credential=held.shown(options))
    assert (answer.status_code, answer.json()["way"]) == (201, "passkey")
    assert told.all(FACTORS)[0].passkeys[0].count == 1


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "https://alliance.example.evil"}, {"host": "evil.example"}, {"verifies": False}],
)
def test_a_passkey_made_elsewhere_or_without_looking_at_its_owner_is_refused(told: World, wrong: Any) -> None:
    answer = passkey_of(told, device(**wrong))
    assert (answer.status_code, answer.json()["code"]) == (422, "passkey")
    assert told.all(FACTORS) == []


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "https://alliance.example.evil"}, {"host": "evil.example"}, {"verifies": False}, {"id": b"another"},
     {"key": Device(ORIGIN, HOST).key}],
)  # fmt: skip
def test_a_passkey_shown_elsewhere_unverified_or_by_another_key_opens_nothing(told: World, wrong: Any) -> None:
    held = device()
    passkey_of(told, held)
    link = mailed_link(told)
    for name, value in wrong.items():
        setattr(held, name, value)
    answer = prove(told, link, "passkey-proofs", credential=held.shown(asked_for(told, link)))
    assert (answer.status_code, answer.json()["code"]) == (422, "wrong-credential")


def test_an_answer_to_another_links_challenge_or_to_an_old_one_opens_nothing(told: World) -> None:
    held = device()
    passkey_of(told, held)
    first, second = mailed_link(told), another_link(told, 2)
    for_first = held.shown(asked_for(told, first))
    assert prove(told, second, "passkey-proofs", credential=for_first).status_code == 422
    told.later(minutes=11)
    assert prove(told, first, "passkey-proofs", credential=for_first).status_code == 422
    assert prove(told, first, "passkey-proofs", credential=held.shown(asked_for(told, first))).status_code == 201


def test_a_counter_that_went_back_tells_of_a_copied_key(told: World) -> None:
    held = device(count=7)
    passkey_of(told, held)
    held.count = 3
    link = mailed_link(told)
    assert prove(told, link, "passkey-proofs", credential=held.shown(asked_for(told, link))).status_code == 422
    synced = device(id=b"synced", counts=False)
    passkey_of(told, synced)
    assert prove(told, link, "passkey-proofs", credential=synced.shown(asked_for(told, link))).status_code == 201


def test_one_persons_passkey_opens_no_link_of_anothers(told: World) -> None:
    mine, his = device(), device(id=b"his")
    passkey_of(told, mine)
    passkey_of(told, his, FATHER)
    link = mailed_link(told)
    assert prove(told, link, "passkey-proofs", credential=his.shown(asked_for(told, link))).status_code == 422


@pytest.mark.parametrize("credential", ["{}", "[]", "null", "x", '{"id": "x"}', '{"id": 7}', '{"id":"x","response":1}'])
def test_what_is_no_answer_of_a_device_is_refused(told: World, credential: str) -> None:
    passkey_of(told, device())
    link = mailed_link(told)
    assert prove(told, link, "passkey-proofs", credential=credential).status_code == 422
    assert told.post_as(MOTHER, "/me/passkeys", {"credential": credential}).status_code == 422


def test_recovery_codes_are_shown_once_stored_as_digests_and_good_once(told: World) -> None:
    answer = told.post_as(MOTHER, "/me/recovery-codes", key="strip-of-the-mother").json()["codes"]
    assert told.post_as(MOTHER, "/me/recovery-codes", key="strip-of-the-mother").json()["codes"] == answer
    assert len(set(answer)) == 8
    assert not any(code in image(told) for code in answer)
    first, second = mailed_link(told), another_link(told, 2)
    typed = answer[3].lower().replace("-", " ")
    assert prove(told, first, "recovery-proofs", code=typed).json()["way"] == "recovery-code"
    assert prove(told, second, "recovery-proofs", code=answer[3]).status_code == 422
    assert told.get("/me/factors", MOTHER).json()["recovery_codes"] == 7
    told.post_as(MOTHER, "/me/recovery-codes")
    assert prove(told, second, "recovery-proofs", code=answer[4]).status_code == 422, "a fresh strip ends the old one"


def test_what_was_removed_opens_nothing(told: World) -> None:
    app, held = app_of(told), device()
    key = passkey_of(told, held)
    assert key.status_code == 201
    known = told.get("/me/factors", MOTHER).json()
    for factor in ("authenticator", known["passkeys"][0]["passkey"]):
        assert told.post_as(FATHER, f"/me/factors/{factor}/removal").status_code == 404
        assert told.post_as(MOTHER, f"/me/factors/{factor}/removal").status_code == 201
    link = mailed_link(told)
    assert asked_for(told, link) is None
    assert prove(told, link, "authenticator-proofs", code=app.at(told.clock.now())).status_code == 422


@pytest.mark.parametrize("path", ["/me/factors", "/me/authenticator/offer", "/me/passkeys/options", "/me/children"])
def test_staff_and_strangers_see_nobodys_factors(told: World, path: str) -> None:
    assert told.get(path, THERAPIST).status_code == 403
    assert told.get(path, WEB).status_code == 403


def test_a_sent_code_still_goes_over_another_channel_whatever_else_is_set_up(told: World) -> None:
    app_of(told)
    link = mailed_link(told)
    answer = told.get(f"/pointers/{link[0]}", WEB, mac=link[1]).json()
    assert {channel["channel"] for channel in answer["channels"]} == {"sms"}
    assert told.all(PROOFS) == []
    assert re.search(r"\d", str(answer["channels"]))
