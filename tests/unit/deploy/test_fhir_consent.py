"""`./alliance fhir-consent`: facts in plain words, or the element; nothing but the file is needed."""

import json
from pathlib import Path
from typing import Any

import pytest

from deploy.cli.__main__ import main
from tests.unit.consent.fhir_trees import codings, r4, rule


def called(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["fhir-consent", *words])
    out, err = capsys.readouterr()
    return code, out, err


@pytest.fixture
def kept(tmp_path: Path) -> Any:
    def keep(resource: Any) -> str:
        path = tmp_path / "consent.json"
        path.write_text(resource if isinstance(resource, str) else json.dumps(resource), encoding="utf-8")
        return str(path)

    return keep


def test_a_clear_consent_is_told_in_words(kept: Any, capsys: pytest.CaptureFixture[str]) -> None:
    tree = rule(provision=[{"type": "deny", "class": codings("attendance-billing")}])
    code, out, _ = called(capsys, kept(r4(tree)), "--release", "R4")
    assert code == 0
    assert "mother: permit grandmother: goals-progress\n" in out
    assert "mother: deny grandmother: attendance-billing\n" in out
    assert "from 2026-03-02T00:00:00.000000Z until 2026-03-20T00:00:00.000000Z; verified; active" in out


def test_an_unclear_one_is_named_by_its_element(kept: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert called(capsys, kept(r4(rule(None))), "--release", "R4") == (
        1, "", "not clear: Consent.provision.type: required\n",
    )  # fmt: skip
    code, out, _ = called(capsys, kept(r4(rule(None))), "--release", "R4", "--json")
    assert (code, json.loads(out)) == (1, {"element": "Consent.provision.type", "code": "required"})


def test_a_consent_changes_its_release_and_keeps_its_facts(kept: Any, capsys: pytest.CaptureFixture[str]) -> None:
    _, before, _ = called(capsys, kept(r4()), "--release", "R4", "--json")
    _, translated, _ = called(capsys, kept(r4()), "--release", "R4", "--as", "R5")
    (resource,) = json.loads(translated)
    assert resource["decision"] == "deny"
    _, after, _ = called(capsys, kept(resource), "--release", "R5", "--json")
    assert json.loads(after) == json.loads(before)


@pytest.mark.parametrize("text", ["{", '{"a": 1, "a": 2}', "\\xff"])
def test_what_is_no_json_is_another_exit_code(kept: Any, capsys: pytest.CaptureFixture[str], text: str) -> None:
    code, out, err = called(capsys, kept(text), "--release", "R4")
    assert (code, out) == (2, "")
    assert "no JSON" in err


def test_a_file_that_is_not_there_is_said_so(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = called(capsys, str(tmp_path / "nothing.json"), "--release", "R5")
    assert code == 2
    assert "No such file" in err


@pytest.mark.parametrize("document", ["[]", "null", "7", '{"resourceType": "Consent"}'])
def test_any_json_gets_an_answer(kept: Any, capsys: pytest.CaptureFixture[str], document: str) -> None:
    code, _, err = called(capsys, kept(document), "--release", "R4")
    assert code == 1
    assert err.startswith("not clear: Consent")
