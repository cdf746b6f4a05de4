"""The same service with the real consent rules and the real notes beside it: from a concern to the acknowledgement."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import SYSTEM
from tests.builders import InMemory, platform
from tests.component.consent_world import ADMIN, FATHER, MOTHER, SUPERVISOR, THERAPIST
from tests.component.consent_world import World as Consent
from tests.component.notifications_servers import Phones, Post
from tests.component.notifications_world import CODE, link_in

WEB = SYSTEM("web")
NAMES = ("consent", "notes", "goals", "notifications")
CONCERN = {
    "clinic": "clinic-hill", "kind": "abuse-physical", "severity": "serious", "about": ["father"],
    "child_told": "told", "wording": "Canary: what she said",
}  # fmt: skip


@pytest.fixture
def servers() -> Iterator[tuple[Post, Phones]]:
    post, phones = Post(), Phones()
    post.start()
    phones.start()
    yield post, phones
    post.stop()
    phones.stop()


@pytest.fixture
def town(tmp_path: Path, servers: tuple[Post, Phones]) -> Iterator[InMemory]:
    post, phones = servers
    environ = {"ALLIANCE_SMTP_PORT": str(post.port), "ALLIANCE_SMS_URL": phones.url}
    with platform(tmp_path, NAMES, environ=environ) as made:
        Consent(made).settled()
        for number, person in enumerate(("mother", "father"), start=1):
            for channel, address in (("email", f"{person}@post.example"), ("sms", f"+1555010000{number}")):
                body = {"channel": channel, "address": address, "verified": True}
                answer = made.post("notifications", f"/people/{person}/contact-points", ADMIN, body)
                assert answer.status_code == 201, answer.text
        made.settle()
        yield made


def raised(town: InMemory) -> str:
    """The disclosure of a concern about the father, on its way."""
    answer = town.post("notes", "/children/c1/concerns", THERAPIST, CONCERN)
    assert answer.status_code == 201, answer.text
    town.settle()
    items = town.get("notifications", "/children/c1/inbox", MOTHER).json()["items"]
    return str(items[0]["disclosure"])


def done(town: InMemory, path: str, who: Any, body: dict[str, Any] | None = None) -> Any:
    answer = town.post("notifications", path, who, body or {})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_concern_about_the_father_reaches_the_mother_alone_and_her_acknowledgement_ends_it(
    town: InMemory, servers: tuple[Post, Phones]
) -> None:
    post, phones = servers
    disclosure = raised(town)
    assert [to for _, to, _ in post.letters] == ["mother@post.example"]
    assert not any(b"Canary" in content for _, _, content in post.letters)
    pointer, mac = link_in(post.letters[0][2])
    done(town, f"/pointers/{pointer}/codes", WEB, {"mac": mac})
    town.settle()
    found = CODE.search(phones.messages[-1]["text"])
    assert found is not None
    proof = done(town, f"/pointers/{pointer}/proofs", WEB, {"mac": mac, "code": found[0]})
    assert (proof["person"], proof["disclosure"]) == ("mother", disclosure)
    path = f"/children/c1/disclosures/{disclosure}"
    assert done(town, f"{path}/views", MOTHER)["engagement"] == "opened"
    assert done(town, f"{path}/acknowledgements", MOTHER)["engagement"] == "acknowledged"
    ledger = town.get("notifications", f"{path}/ledger", SUPERVISOR).json()
    assert ledger["ladder"]["state"] == "acknowledged"
    adults = {item["person"]: item for item in ledger["adults"]}
    assert (adults["father"]["outcome"], adults["father"]["notices"]) == ("withhold", [])
    assert adults["mother"]["rules"]


def test_the_mother_comes_upon_nothing_before_the_child_was_told_and_is_told_right_after(
    town: InMemory, servers: tuple[Post, Phones]
) -> None:
    post, _ = servers
    first = {**CONCERN, "child_told": "not-yet"}
    assert town.post("notes", "/children/c1/concerns", THERAPIST, first).status_code == 201
    town.settle()
    assert post.letters == []
    assert town.get("notifications", "/children/c1/inbox", MOTHER).json() == {"items": []}
    tasks = town.get("notifications", "/tasks", THERAPIST).json()["tasks"]
    [task] = [item for item in tasks if item["code"] == "tell-child-first"]
    path = f"/children/c1/disclosures/{task['disclosure']}"
    assert town.get("notifications", f"{path}/mine", MOTHER).status_code == 404
    done(town, f"/children/c1/tasks/{task['task']}/done", THERAPIST, {"outcome": "child-told", "words": "On the way."})
    town.settle()
    assert [to for _, to, _ in post.letters] == ["mother@post.example"]
    assert town.get("notifications", f"{path}/mine", MOTHER).status_code == 200
    hold = town.get("notifications", f"{path}/ledger", SUPERVISOR).json()["ladder"]["hold"]
    assert (hold["reason"], hold["released_by"]) == ("task-done", "tess")


def test_the_excluded_father_sees_what_he_would_see_without_the_concern(town: InMemory) -> None:
    before = town.get("notifications", "/children/c1/inbox", FATHER)
    disclosure = raised(town)
    after = town.get("notifications", "/children/c1/inbox", FATHER)
    assert (before.status_code, before.json()) == (after.status_code, after.json())
    mine = town.get("notifications", f"/children/c1/disclosures/{disclosure}/mine", FATHER)
    nothing = town.get("notifications", "/children/c1/disclosures/nothing/mine", FATHER)
    assert (mine.status_code, mine.json()["code"]) == (nothing.status_code, nothing.json()["code"])
