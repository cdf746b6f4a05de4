"""A skipped test never passes for one that ran: tests/conftest.py, run on small suites."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.checks.tree import ROOT

SUITE = """
import pytest

@pytest.fixture
def mongo_url():
    pytest.skip("there is no mongod")

@pytest.mark.real
def test_marked():
    pytest.skip("there is no broker")

def test_that_asks_for_an_engine(mongo_url):
    pass

def test_plain():
    pytest.skip("not on this system")

@pytest.mark.real
@pytest.mark.xfail(reason="known")
def test_expected_to_fail():
    assert False
"""


def run_suite(folder: Path, suite: str, required: bool) -> subprocess.CompletedProcess[str]:
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "conftest.py")
    (folder / "test_suite.py").write_text(suite, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if name != "ALLIANCE_REQUIRE_REAL"}
    if required:
        environment["ALLIANCE_REQUIRE_REAL"] = "1"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)


def test_without_engines_the_run_passes_and_names_in_the_end_what_did_not_run(tmp_path: Path) -> None:
    done = run_suite(tmp_path, SUITE, required=False)
    assert done.returncode == 0, done.stdout
    summary = done.stdout.partition("did NOT run")[2]
    assert "test_marked  real: there is no broker" in summary
    assert "test_that_asks_for_an_engine  real: there is no mongod" in summary
    assert "test_plain" not in summary


def test_where_engines_are_required_a_skip_for_want_of_one_is_a_failure(tmp_path: Path) -> None:
    done = run_suite(tmp_path, SUITE, required=True)
    assert done.returncode == 1
    assert "1 failed, 1 skipped, 1 xfailed, 1 error" in done.stdout
    assert "there is no broker" in done.stdout


@pytest.mark.parametrize(
    ("required", "code"), [(False, pytest.ExitCode.NO_TESTS_COLLECTED), (True, pytest.ExitCode.INTERRUPTED)]
)
def test_a_module_that_skips_itself_is_named_and_fails_where_engines_are_required(
    tmp_path: Path, required: bool, code: pytest.ExitCode
) -> None:
    done = run_suite(
        tmp_path, "import pytest\npytest.skip('there is no broker', allow_module_level=True)\n", required
    )
    assert done.returncode == code
    assert "there is no broker" in done.stdout
