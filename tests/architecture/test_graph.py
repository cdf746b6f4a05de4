import shutil
from pathlib import Path

import pytest

from deploy.checks import graph
from deploy.checks.tree import ROOT
from tests.architecture.trees import plant


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout in which all walls stand, with the real configuration."""
    shutil.copy(ROOT / graph.CONFIGURATION, tmp_path / graph.CONFIGURATION)
    for package in ("kernel", "contracts", "services/notes", "services/goals"):
        plant(tmp_path, f"{package}/model.py")
    return tmp_path


def test_the_layers_of_the_repository_hold_and_its_services_do_not_know_each_other() -> None:
    outcome = graph.check(ROOT)
    assert outcome.ok, outcome.output


def test_a_checkout_in_which_some_packages_are_not_written_yet_passes(checkout: Path) -> None:
    outcome = graph.check(checkout)
    assert outcome.ok, outcome.output


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("kernel", "contracts"),
        ("contracts", "services.notes"),
        ("services.notes", "simulation"),
        ("services.notes", "services.goals"),
    ],
)
def test_an_import_against_the_layers_or_between_services_is_found(
    checkout: Path, importer: str, imported: str
) -> None:
    plant(checkout, "simulation/model.py")
    plant(checkout, f"{importer.replace('.', '/')}/model.py", f"import {imported}.model\n")
    outcome = graph.check(checkout)
    assert not outcome.ok
    assert f"{importer}.model -> {imported}.model" in outcome.output


def test_a_composition_may_import_services(checkout: Path) -> None:
    plant(checkout, "simulation/run.py", "import services.notes.model\nimport services.goals.model\n")
    outcome = graph.check(checkout)
    assert outcome.ok, outcome.output
