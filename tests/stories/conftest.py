"""One platform for all stories: in memory, and once more on a real Kafka and a real MongoDB."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from deploy.engines.errors import EngineMissing
from tests.e2e.realpair import both_engines, refuse
from tests.stories.stage import Stage, in_memory, on_engines

REAL = pytest.param("real", marks=[pytest.mark.real, pytest.mark.slow])


@pytest.fixture(scope="session", params=["memory", REAL])
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Started once for all fourteen stories; each brings a clinic, children and adults of its own."""
    folder = tmp_path_factory.mktemp(f"stories-{request.param}")
    with ExitStack() as stack:
        if request.param == "memory":
            yield stack.enter_context(in_memory(folder))
            return
        try:
            mongo, kafka = stack.enter_context(both_engines(folder))
        except EngineMissing as absent:
            refuse(str(absent))
        yield stack.enter_context(on_engines(folder, mongo.url, kafka.bootstrap))
