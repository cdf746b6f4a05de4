"""The law changes while a notice is on its way: what counts is the version in force at delivery."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from services.consent.commands.packs import ActivatePacks, ApprovePacks, ProposePacks
from services.consent.decisions.disclosures import disclosure_id
from services.consent.packs.kept import packs
from services.consent.rules.packs import Pack, ParentInformation
from tests.builders import NORTH, InMemory, platform, staff
from tests.component.consent_world import ADMIN, MOTHER, SUPERVISOR, World, child_body, clinic_body, update
from tests.component.notifications_servers import Post

OFFICER, SECOND = staff("olga", Role.PRIVACY_OFFICER), staff("otto", Role.PRIVACY_OFFICER)
LAXER = replace(packs()["US-CO"], parent_information=ParentInformation.PERMITTED)
SOON = timedelta(minutes=6)


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    made.start()
    yield made
    made.stop()


@pytest.fixture
def town(tmp_path: Path, post: Post) -> Iterator[InMemory]:
    """A girl of fourteen who consented alone, under a law of the network that lets her parents know."""
    names = ("consent", "notes", "goals", "notifications")
    with platform(tmp_path, names, environ={"ALLIANCE_SMTP_PORT": str(post.port)}) as made:
        world = World(made)
        world.done("/clinics", ADMIN, clinic_body())
        for person in ("mother", "father"):
            name = {"person": person, "network": NORTH, "name": "Somebody", "language": "en", "zone": "America/Denver"}
            world.done("/people", ADMIN, name)
        world.done("/children", ADMIN, child_body(basis="minor", birth_day="2012-01-20"))
        address = {"channel": "email", "address": "mother@post.example", "verified": True}
        made.post("notifications", "/people/mother/contact-points", ADMIN, address)
        in_force(made, LAXER)
        made.clock.advance(timedelta(hours=8))  # the middle of the morning in Denver
        made.settle()
        yield made


def in_force(town: InMemory, *own: Pack) -> None:
    """In six minutes."""
    dispatcher = town.platform.nodes["consent"].dispatcher
    version = str(dispatcher.run(ProposePacks(network=NORTH, packs=own), OFFICER)["version"])
    dispatcher.run(ApprovePacks(network=NORTH, version=version), SECOND)
    since = town.clock.now() + SOON
    dispatcher.run(ActivatePacks(network=NORTH, version=version, since=since), OFFICER)


def notices(town: InMemory) -> list[Any]:
    disclosure = disclosure_id("goals", "update-1")
    ledger = town.get("notifications", f"/children/c1/disclosures/{disclosure}/ledger", SUPERVISOR).json()
    adults = {item["person"]: item for item in ledger["adults"]}
    return list(adults["mother"]["notices"])


def waited(town: InMemory, hours: int = 24) -> None:
    for _ in range(hours * 2):
        town.clock.advance(timedelta(minutes=30))
        town.settle()


def test_under_the_networks_own_law_the_mother_is_told(town: InMemory, post: Post) -> None:
    World(town).hear(update())
    town.settle()
    assert [to for _, to, _ in post.letters] == ["mother@post.example"]
    assert len(town.get("notifications", "/children/c1/inbox", MOTHER).json()["items"]) == 1


def test_a_notice_that_waits_while_the_law_changes_is_not_delivered(town: InMemory, post: Post) -> None:
    post.answer = lambda stage, to: "451 4.3.0 try again later" if stage == "rcpt" else None
    World(town).hear(update())
    town.settle()
    assert notices(town)
    in_force(town)
    town.clock.advance(SOON)
    post.answer = lambda stage, to: None
    waited(town)
    assert post.letters == []
    assert town.get("notifications", "/children/c1/inbox", MOTHER).json() == {"items": []}


def test_a_page_that_was_open_under_one_law_is_closed_under_the_next(town: InMemory, post: Post) -> None:
    World(town).hear(update())
    town.settle()
    path = f"/children/c1/disclosures/{disclosure_id('goals', 'update-1')}/mine"
    assert town.get("notifications", path, MOTHER).status_code == 200
    in_force(town)
    town.clock.advance(SOON)
    assert town.get("notifications", path, MOTHER).status_code in (404, 410)
    assert len(post.letters) == 1
