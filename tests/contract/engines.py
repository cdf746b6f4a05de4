"""Fixtures of the real engines: addresses that a whole run shares, and private servers to stop and kill.

``mongo_url`` and ``kafka_bootstrap`` take ALLIANCE_MONGO_URL and ALLIANCE_KAFKA_BOOTSTRAP when
they are set, else start the fetched engine once per run. ``mongo_server`` and ``kafka_server``
are always fetched engines, fresh for one test. What a fixture starts it stops, whatever the tests
did. Without the engine a test is skipped and the reason says what to do; with
ALLIANCE_REQUIRE_REAL=1 it fails.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import pytest

from deploy.engines.errors import EngineMissing
from deploy.engines.kafka import KafkaServer
from deploy.engines.mongo import MongoServer

Server = TypeVar("Server", MongoServer, KafkaServer)


@pytest.fixture(scope="session")
def mongo_url() -> Iterator[str]:
    """A replica set's URL, one for the whole run: take a database name of your own."""
    if given := os.environ.get("ALLIANCE_MONGO_URL"):
        yield given
        return
    with _started(MongoServer) as server:
        yield server.url


@pytest.fixture(scope="session")
def kafka_bootstrap() -> Iterator[str]:
    """`host:port` of a broker, one for the whole run: take topic and group names of your own."""
    if given := os.environ.get("ALLIANCE_KAFKA_BOOTSTRAP"):
        yield given
        return
    with _started(KafkaServer) as server:
        yield server.bootstrap


@pytest.fixture
def mongo_server() -> Iterator[MongoServer]:
    """A running MongoDB of this test alone, to `stop`, `kill` and `start` again on its data."""
    with _started(MongoServer) as server:
        yield server


@pytest.fixture
def kafka_server() -> Iterator[KafkaServer]:
    """A running broker of this test alone, to `stop`, `kill` and `start` again on its records."""
    with _started(KafkaServer) as server:
        yield server


@contextmanager
def _started(kind: type[Server]) -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="alliance-engine-") as folder:
        server = kind(Path(folder))
        try:
            server.start()
        except EngineMissing as absent:
            _refuse(str(absent))
        try:
            yield server
        finally:
            server.stop()


def _refuse(reason: str) -> NoReturn:
    if os.environ.get("ALLIANCE_REQUIRE_REAL") == "1":
        pytest.fail(f"ALLIANCE_REQUIRE_REAL=1, and {reason}", pytrace=False)
    pytest.skip(f"no real engine: {reason}")
