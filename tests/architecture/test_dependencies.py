"""What the code imports is what the project declares; nothing works only because a tool is installed."""

import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from deploy.checks.tree import PACKAGES, ROOT, python_files, relative
from deploy.checks.walls import imports
from tests.architecture.test_locks import pins

OWN = frozenset(PACKAGES)
RUNS_IN_PRODUCTION = ("kernel", "contracts", "services")
DEVELOPMENT_ONLY = ("simulation", "deploy", "benchmarks", "tests")


def third_party(path: Path) -> set[str]:
    tops = {imported.partition(".")[0] for _, imported in imports(path)}
    return tops - OWN - sys.stdlib_module_names


def undeclared(packages: tuple[str, ...], lock: str) -> list[str]:
    """`path: package` for every import that no distribution in the lock provides."""
    distributions, locked = packages_distributions(), pins(lock)

    def is_locked(name: str) -> bool:
        found = distributions.get(name, [])
        return any(distribution.lower().replace("_", "-") in locked for distribution in found)

    found = ((path, name) for path in python_files(ROOT, packages) for name in sorted(third_party(path)))
    return [f"{relative(ROOT, path)}: {name}" for path, name in found if not is_locked(name)]


@pytest.mark.parametrize(
    ("packages", "lock"), [(RUNS_IN_PRODUCTION, "runtime"), (DEVELOPMENT_ONLY, "dev")]
)
def test_every_import_is_provided_by_a_locked_package(packages: tuple[str, ...], lock: str) -> None:
    assert undeclared(packages, lock) == []
