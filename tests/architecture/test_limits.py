from pathlib import Path

import pytest

from deploy.checks import limits
from deploy.checks.tree import ROOT
from tests.architecture.trees import plant


def function_of(lines: int) -> str:
    return 'def long():\n    """Not\n    counted."""\n' + "    x = 1\n" * lines


def test_the_repository_keeps_every_limit() -> None:
    assert [str(finding) for finding in limits.findings(ROOT)] == []


def test_a_file_over_the_limit_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "kernel/long.py", "x = 1\n" * (limits.FILE_LINES_MAX + 1))
    plant(tmp_path, "kernel/just_right.py", "x = 1\n" * limits.FILE_LINES_MAX)
    assert [finding.path for finding in limits.findings(tmp_path)] == ["kernel/long.py"]


def test_the_launcher_is_held_to_the_limit_too(tmp_path: Path) -> None:
    plant(tmp_path, "alliance", "x = 1\n" * (limits.FILE_LINES_MAX + 1))
    assert [finding.path for finding in limits.findings(tmp_path)] == ["alliance"]


def test_a_function_over_the_limit_is_found_and_its_docstring_does_not_count(tmp_path: Path) -> None:
    plant(tmp_path, "kernel/long.py", function_of(limits.FUNCTION_LINES_MAX + 1))
    plant(tmp_path, "kernel/just_right.py", function_of(limits.FUNCTION_LINES_MAX))
    assert [finding.path for finding in limits.findings(tmp_path)] == ["kernel/long.py"]


EMPTY_NAMES = ["kernel/utils.py", "services/notes/helpers/text.py", "tests/unit/common.py"]


@pytest.mark.parametrize("path", EMPTY_NAMES)
def test_a_name_that_says_nothing_is_found(tmp_path: Path, path: str) -> None:
    plant(tmp_path, path)
    assert path in [finding.path for finding in limits.findings(tmp_path)]


@pytest.mark.parametrize("path", ["kernel/relay.py", "docs/adr/0001.md", "Makefile", ".ci/run"])
def test_a_promise_instead_of_work_is_found(tmp_path: Path, path: str) -> None:
    plant(tmp_path, path, "# TO" "DO: the rest\n")
    assert [finding.path for finding in limits.findings(tmp_path)] == [path]


def test_what_tools_leave_behind_is_not_judged(tmp_path: Path) -> None:
    plant(tmp_path, ".venv/lib/utils.py", "# FIX" "ME\n")
    plant(tmp_path, "kernel/__pycache__/utils.py", "# FIX" "ME\n")
    (tmp_path / "kernel" / "__init__.py").touch()
    assert limits.findings(tmp_path) == []


def test_a_folder_of_modules_that_is_no_package_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "services/notes/model.py")
    (tmp_path / "services" / "notes" / "__init__.py").unlink()
    assert [finding.path for finding in limits.findings(tmp_path)] == ["services/notes"]
