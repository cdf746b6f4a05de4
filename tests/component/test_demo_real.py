"""The same demo as separate processes on a real Kafka and a real MongoDB, and the same tour through it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deploy.demo.guard import NotThisMachine
from deploy.demo.house import Ports
from deploy.demo.network import demo
from deploy.demo.real import KAFKA, MONGO, RealHouse
from deploy.engines.cache import mongod_path
from deploy.engines.errors import EngineMissing
from deploy.engines.ports import free_row
from deploy.operator.health import Level, examined
from deploy.operator.stations import stations
from deploy.tour.steps import STEPS
from deploy.tour.walk import Walk, client_for


@contextmanager
def without_words(words: str) -> Iterator[None]:
    """A step that says nothing."""
    assert words
    yield


def house(folder: Path, **variables: str) -> RealHouse:
    return RealHouse(folder, Ports(free_row(4)), variables, without_words, lambda *_: None)


@pytest.fixture(scope="module")
def engines() -> None:
    try:
        mongod_path()
    except EngineMissing as missing:
        pytest.skip(str(missing))


@pytest.mark.real
@pytest.mark.slow
def test_the_tour_holds_on_real_engines(engines: None, tmp_path: Path) -> None:
    street = house(tmp_path)
    places = street.start()
    try:
        client = client_for(places)
        walk = Walk(demo(), places, client)
        for _, step in STEPS:
            step(walk)
        walk.close()
        client.close()
        assert street.processes is not None
        own = {
            "ALLIANCE_DATA_DIR": str(tmp_path),
            MONGO: street.processes.mongo_url,
            KAFKA: street.processes.kafka_bootstrap,
        }
        with stations(own) as found:
            assert [finding for finding in examined(found) if finding.level is Level.FAIL] == []
        assert len({process.pid for process in street.processes.running.values()}) == 10
    finally:
        clean = street.stop()
    assert clean
    assert not (tmp_path / "running.json").exists()


@pytest.mark.parametrize(
    "variables",
    [
        {MONGO: "mongodb://db.example.net/?replicaSet=rs", KAFKA: "127.0.0.1:9092"},
        {MONGO: "mongodb://127.0.0.1/?replicaSet=rs", KAFKA: "127.0.0.1:9092,kafka.example.net:9092"},
    ],
)
def test_engines_elsewhere_are_refused_before_anything_starts(tmp_path: Path, variables: dict[str, str]) -> None:
    with pytest.raises(NotThisMachine):
        house(tmp_path, **variables).start()
    assert list(tmp_path.iterdir()) == []


def test_one_engine_alone_is_no_pair(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="both"):
        house(tmp_path, **{MONGO: "mongodb://127.0.0.1/?replicaSet=rs"}).start()
