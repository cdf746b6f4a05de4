"""What every test run shares: the fixtures of the real engines, and honesty about what did not run.

A test marked `real` or `browser` is skipped on a machine without the engine, and the end of the run says so
in red. With ALLIANCE_REQUIRE_REAL=1 such a skip is a failure, and so is a module that skips itself.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# No property here is about time, and a crowded machine is no counterexample.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

MARKERS = {
    "real": "needs a real Kafka or MongoDB",
    "browser": "needs a real browser",
    "slow": "takes more than ten seconds",
}
ENGINE_FIXTURES = frozenset({"mongo_url", "mongo_server", "kafka_bootstrap", "kafka_server"})
MUST_RUN = ("real", "browser")
REFUSED = pytest.StashKey[list[str]]()

if (Path(__file__).parent / "contract" / "engines.py").is_file():
    pytest_plugins = ["tests.contract.engines"]


def everything_must_run() -> bool:
    """True under `./alliance test --real` and in the build."""
    return os.environ.get("ALLIANCE_REQUIRE_REAL") == "1"


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """The words given to `pytest.skip`, or what pytest knows instead."""
    text = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return text.removeprefix("Skipped: ")


def pytest_configure(config: pytest.Config) -> None:
    for name, meaning in MARKERS.items():
        config.addinivalue_line("markers", f"{name}: {meaning}")
    config.stash[REFUSED] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that asks for an engine is a real test, whether or not its author marked it."""
    for item in items:
        if ENGINE_FIXTURES.intersection(getattr(item, "fixturenames", ())):
            item.add_marker("real")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    must_run = [name for name in MUST_RUN if item.get_closest_marker(name)]
    if not (report.skipped and must_run) or hasattr(report, "wasxfail"):
        return report
    reason = f"{must_run[0]}: {reason_of(report)}"
    if everything_must_run():
        report.outcome = "failed"
        report.longrepr = f"ALLIANCE_REQUIRE_REAL=1, but this test did not run ({reason})"
    else:
        item.config.stash[REFUSED].append(f"{item.nodeid}  {reason}")
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if report.skipped and everything_must_run():
        reason = reason_of(report)
        report.outcome = "failed"
        report.longrepr = f"ALLIANCE_REQUIRE_REAL=1, but this module did not run ({reason})"
    elif report.skipped:
        collector.config.stash[REFUSED].append(f"{collector.nodeid}  {reason_of(report)}")
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    refused = config.stash[REFUSED]
    if not refused:
        return
    terminalreporter.section("did NOT run: nothing below is shown to work", sep="=", red=True, bold=True)
    for line in refused:
        terminalreporter.write_line(line, red=True)
    terminalreporter.write_line("`./alliance test --real` fetches the engines and runs them all.", red=True)
