from pathlib import Path

from deploy.checks import rooms
from deploy.checks.tree import ROOT
from tests.architecture.trees import plant


def test_every_service_has_the_same_rooms() -> None:
    assert [str(finding) for finding in rooms.findings(ROOT)] == []


def test_every_extra_room_has_a_reason() -> None:
    reasons = [reason for extra in rooms.extra_rooms(ROOT).values() for reason in extra.values()]
    assert all(len(reason.split()) > 1 for reason in reasons)


def test_a_room_nobody_knows_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "services/notes/README.md")
    plant(tmp_path, "services/notes/decisions.py")
    plant(tmp_path, "services/notes/cellar.py")
    plant(tmp_path, "services/notes/attic/boxes.py")
    found = {finding.path for finding in rooms.findings(tmp_path)}
    assert found == {
        "services/notes/cellar.py",
        "services/notes/attic/__init__.py",
        "services/notes/attic/boxes.py",
    }


def test_an_extra_room_with_a_reason_is_accepted_in_its_service_alone(tmp_path: Path) -> None:
    plant(tmp_path, "pyproject.toml", '[tool.alliance.rooms]\nnotes = { cellar = "a deep reason" }\n')
    for service in ("notes", "goals"):
        plant(tmp_path, f"services/{service}/README.md")
        plant(tmp_path, f"services/{service}/cellar.py")
    assert [finding.path for finding in rooms.findings(tmp_path)] == ["services/goals/cellar.py"]


def test_a_service_without_a_readme_is_found(tmp_path: Path) -> None:
    plant(tmp_path, "services/notes/model.py")
    assert [finding.path for finding in rooms.findings(tmp_path)] == ["services/notes"]
