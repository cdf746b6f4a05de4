"""The demo is loaded through the services' doors, once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.demo.load import Loader
from deploy.demo.network import PASSWORD, address_of, demo, demo_id
from deploy.engines.ports import free_row
from deploy.onebox import OneBox
from kernel.clock import SystemClock
from kernel.errors import GatewayUnavailable
from kernel.stream import STREAMS
from services.consent.repository import FAMILIES
from services.web.browser.passwords import account_id, is_right
from services.web.repository import ACCOUNT


@pytest.fixture
def box(tmp_path: Path) -> Iterator[OneBox]:
    running = OneBox(tmp_path, free_row(2), {})
    running.prepare()
    running.start()
    yield running
    running.stop()


def loader(box: OneBox, client: object | None = None) -> Loader:
    web = box.platform.nodes["web"]
    return Loader(
        demo=demo(), client=client or web.call, accounts=web.dispatcher, clock=SystemClock(), data_dir=box.data_dir
    )  # type: ignore[arg-type]


def written(box: OneBox) -> dict[str, list[tuple[str, int]]]:
    """What loading has written, as versions: positions of families, events of notes and goals."""
    nodes = box.platform.nodes
    families = nodes["consent"].store.find(FAMILIES.collection, {}, ("_id",), 10_000)
    found = {"consent": [(family["_id"], family["_v"]) for family in families]}
    for name in ("notes", "goals"):
        rows = nodes[name].store.find(STREAMS, {}, ("_id",), 10_000)
        found[name] = [(row["_id"], row["sequence"]) for row in rows]
    return found


class Breaking:
    """Answers like the real one, and goes away after some requests: a loading that is killed."""

    def __init__(self, box: OneBox, requests: int) -> None:
        self._real, self._left = box.platform.nodes["web"].call, requests

    def get(self, *asked: object) -> object:
        return self._real.get(*asked)  # type: ignore[arg-type]

    def post(self, *asked: object) -> object:
        self._left -= 1
        if self._left < 0:
            raise GatewayUnavailable("gone")
        return self._real.post(*asked)  # type: ignore[arg-type]


def test_a_second_loading_changes_nothing(box: OneBox) -> None:
    said: list[str] = []
    assert loader(box).run(lambda words, done, total: said.append(words))
    before = written(box)
    assert not loader(box).run(lambda *_: None)
    (box.data_dir / "loaded.json").write_text((box.data_dir / "loaded.json").read_text().replace("true", "false"))
    assert loader(box).run(lambda *_: None)
    assert written(box) == before
    assert set(said) == {"people", "clinics", "contact points", "sign-ins", "children", "care"}


def test_a_loading_that_was_cut_off_goes_on_and_loads_nothing_twice(box: OneBox, tmp_path: Path) -> None:
    for requests in (40, 165, 200):
        with pytest.raises(GatewayUnavailable):
            loader(box, Breaking(box, requests)).run(lambda *_: None)
    assert loader(box).run(lambda *_: None)
    store = box.platform.nodes["consent"].store
    assert store.count(FAMILIES.collection, {}) == len(list(demo().children()))
    sessions = box.platform.nodes["web"].call.get(
        "notes", f"/children/{demo_id('maya-lindqvist')}/sessions", demo().staff_principal("sofia-reyes")
    )
    assert len(sessions["sessions"]) == 3


def test_every_member_of_staff_can_sign_in_and_the_networks_are_apart(box: OneBox) -> None:
    loader(box).run(lambda *_: None)
    store, call = box.platform.nodes["web"].store, box.platform.nodes["web"].call
    for _, person in demo().staff():
        document = store.get(ACCOUNT.collection, account_id(address_of(person.slug)))
        assert document is not None
        assert document["person"] == demo_id(person.slug)
    assert is_right(document["secret"], PASSWORD)
    mine = call.get("consent", "/clinics", demo().staff_principal("ada-kowal"))["clinics"]
    assert [clinic["name"] for clinic in mine] == ["Lakeshore Chicago"]
