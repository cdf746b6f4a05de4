"""A real browser and the whole platform in one process, as `./alliance demo` starts it; both are stopped."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from deploy.demo.places import Places, found
from tests.e2e.browsing import CHROMIUM, FLAGS, Letters
from tests.e2e.waiting import free_ports, still, until

START_SECONDS = 90.0  # nine on an idle machine; the checks of a build share two cores
STOP_SECONDS = 30.0
QUIET_SECONDS = 2.0  # the loading of the families has told some of them something


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Places]:
    """The demo with its invented families, on free ports, in a folder of its own."""
    folder = tmp_path_factory.mktemp("demo")
    command = [sys.executable, "-m", "deploy.cli", "demo", "--data", str(folder), "--port", str(free_ports(4))]
    environ = {name: value for name, value in os.environ.items() if not name.startswith("ALLIANCE_")}
    with (folder / "output.txt").open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, env=environ)
        try:
            places = until(lambda: _running(process, folder), START_SECONDS, "the demo answers")
            everything = Letters(places.mailbox, after=0)
            still(lambda: len(everything.all()), QUIET_SECONDS, START_SECONDS, "the letters of the first families")
            yield places
        finally:
            process.terminate()
            process.wait(STOP_SECONDS)


def _running(process: "subprocess.Popen[bytes]", folder: Path) -> Places | None:
    assert process.poll() is None, (folder / "output.txt").read_text()
    return found(folder)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's, without anything that calls home."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}: install Debian's chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(chromium: Browser, demo: Places) -> Iterator[Callable[..., BrowserContext]]:
    """Makes somebody's own browser: no cookie of anybody else. Options are Playwright's."""
    contexts: list[BrowserContext] = []

    def arrives(**options: object) -> BrowserContext:
        contexts.append(chromium.new_context(base_url=demo.url, **options))  # type: ignore[arg-type]
        contexts[-1].set_default_timeout(15_000)
        return contexts[-1]

    yield arrives
    for context in contexts:
        context.close()


@pytest.fixture
def letters(demo: Places) -> Letters:
    """The demo's mailbox and telephone, from now on."""
    return Letters(demo.mailbox)
