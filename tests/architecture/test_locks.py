"""The lock files: whole, hashed, free of addresses; `dev` never disagrees with what runs in production."""

import re
import tomllib
from pathlib import Path

import pytest

from deploy.checks.tree import ROOT

PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def text_of(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    return dict(PIN.findall(text_of(name)))


def named(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~ ;]", requirement)[0] for requirement in requirements}


def test_dev_holds_every_package_of_runtime_in_the_same_version() -> None:
    assert pins("runtime").items() <= pins("dev").items()


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads(Path(ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert named(project["dependencies"]) <= pins("runtime").keys()
    assert named(project["optional-dependencies"]["dev"]) <= pins("dev").keys()


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_every_pin_has_a_hash_and_no_line_names_an_index(name: str) -> None:
    entries = re.split(r"\n(?=[a-z])", text_of(name))[1:]
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"://|--(?:extra-)?index|--find-links|--trusted", text_of(name))


def test_the_kafka_client_is_one_that_neither_loses_nor_invents_acknowledgements() -> None:
    version = tuple(int(part) for part in pins("runtime")["kafka-python"].split("."))
    assert (3, 0, 12) <= version < (3, 1)
