"""What the code imports is what the project declares; nothing works only because a tool is installed."""

import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from deploy.checks.tree import PACKAGES, ROOT, python_files, relative
from deploy.checks.walls import imports
from tests.architecture.test_locks import named, pins

OWN = frozenset(PACKAGES)
SEPARATORS = re.compile(r"[-_.]+")  # one and the same in the name of a distribution
RUNS_IN_PRODUCTION = ("kernel", "contracts", "services")
DEVELOPMENT_ONLY = ("simulation", "deploy", "benchmarks", "tests")
MEASURED_BESIDE = ROOT / "benchmarks" / "peers"  # other engines: the extra `bench`, installed by who measures


def third_party(path: Path) -> set[str]:
    tops = {imported.partition(".")[0] for _, imported in imports(path)}
    return tops - OWN - sys.stdlib_module_names


def undeclared(packages: tuple[str, ...], lock: str) -> list[str]:
    """`path: package` for every import that no distribution in the lock provides."""
    distributions, locked = packages_distributions(), pins(lock)

    def is_locked(name: str) -> bool:
        found = distributions.get(name, [])
        return any(SEPARATORS.sub("-", distribution).lower() in locked for distribution in found)

    paths = (path for path in python_files(ROOT, packages) if path.parent != MEASURED_BESIDE)
    found = ((path, name) for path in paths for name in sorted(third_party(path)))
    return [f"{relative(ROOT, path)}: {name}" for path, name in found if not is_locked(name)]


@pytest.mark.parametrize(("packages", "lock"), [(RUNS_IN_PRODUCTION, "runtime"), (DEVELOPMENT_ONLY, "dev")])
def test_every_import_is_provided_by_a_locked_package(packages: tuple[str, ...], lock: str) -> None:
    assert undeclared(packages, lock) == []


def test_engines_measured_beside_ours_are_all_of_the_extra_for_benchmarks_and_stand_in_one_place() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    imported = {name for path in MEASURED_BESIDE.glob("*.py") for name in third_party(path)}
    assert imported == named(project["optional-dependencies"]["bench"])
