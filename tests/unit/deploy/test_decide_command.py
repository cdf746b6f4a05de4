"""`./alliance decide`: a page one reads, exit codes, and everything that is wrong in a file."""

import io
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest

from deploy.cli.__main__ import main
from services.consent.decide.document import case_schema
from services.consent.rules.wording import LANGUAGES

EXAMPLES = Path(__file__).parents[3] / "services/consent/decide/examples"
VERSIONS = re.compile(r"[0-9a-f]{12}")  # they change with every change of rules or packs
ABUSE = EXAMPLES / "02a-abuse-by-the-father.json"


def told(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What it prints on standard output; problems where the code is 2."""
    assert main(["decide", *words]) == code
    out, err = capsys.readouterr()
    assert bool(err) == (code == 2)
    return err if code == 2 else out


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever terminal the tests run in."""
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture
def case() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ABUSE.read_text("utf-8"))
    return found


def written(folder: Path, case: Any, name: str = "case.json") -> str:
    path = folder / name
    path.write_text(json.dumps(case), "utf-8")
    return str(path)


def test_the_page_says_who_may_know_why_and_what_must_happen_by_when(capsys: pytest.CaptureFixture[str]) -> None:
    page = told(capsys, str(ABUSE))
    for words in (
        "✗ father: may not know",
        "✓ mother: may know",
        "[45 CFR 164.502(g)(5), 164.512(c)(2)]",
        "on record: danger flag",
        "They read   “There is nothing to show here.",
        "by Tue 3 Mar 2026, 09:00: a guardian (mother)",
        "if not reached: the agency (child-protection)",
        "As expected.",
    ):
        assert words in page
    assert max(map(len, page.splitlines())) <= 100


def test_it_speaks_spanish(capsys: pytest.CaptureFixture[str]) -> None:
    page = told(capsys, str(ABUSE), "--language", "es")
    assert "✗ father: no puede saberlo" in page
    assert "antes de mar 3 mar 2026, 09:00" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_example_can_be_told_in_full(path: Path, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = told(capsys, str(path), "--full", "--language", language)
    assert "{" not in page


def test_one_person_alone_and_only_what_is_expected_of_that_person(capsys: pytest.CaptureFixture[str]) -> None:
    page = told(capsys, str(ABUSE), "--person", "mother")
    assert "mother: may know" in page
    assert "father: may not know" not in page
    assert "--person uncle" in told(capsys, str(ABUSE), "--person", "uncle", code=2)


def test_several_files_are_told_in_brief(capsys: pytest.CaptureFixture[str]) -> None:
    page = told(capsys, *map(str, sorted(EXAMPLES.glob("*.json"))))
    assert len(page.splitlines()) == 2 * len(list(EXAMPLES.glob("*.json")))


def test_what_was_not_expected_is_told_and_gives_exit_code_1(
    tmp_path: Path, case: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    case["expected"]["persons"]["father"] = {"outcome": "permit"}
    case["expected"]["duties"][0]["persons"] = ["father"]
    page = told(capsys, written(tmp_path, case), code=1)
    assert "persons.father.outcome: expected permit, found withhold" in page
    assert "duties[0].persons: expected father, found mother" in page
    assert told(capsys, written(tmp_path, case), str(ABUSE), code=1).count("✗") == 1


def test_every_problem_of_a_malformed_case_is_named_and_gives_exit_code_2(
    tmp_path: Path, case: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    case |= {"at": "soon", "basis": "king", "colour": "red"}
    case["adults"][0]["authorites"] = []
    page = told(capsys, written(tmp_path, case), code=2)
    assert page.splitlines()[0].startswith("4 problems in ")
    for words in (
        "at must be a moment with an offset",
        "basis is none of the values that fit; fits: guardian, minor, both, court",
        "colour is not a field of a case",
        "adults[0].authorites is not a field of a case; did you mean authorities?",
    ):
        assert words in page
    assert "falta" in told(capsys, written(tmp_path, {}), "--language", "es", code=2)


def test_a_file_that_cannot_be_decided_hides_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["decide", written(tmp_path, []), str(ABUSE), str(tmp_path / "none.json")]) == 2
    out, err = capsys.readouterr()
    assert "A boy of nine" in out
    assert "must be an object" in err
    assert "file cannot be read" in err


def test_a_file_cannot_speak_to_the_terminal(
    tmp_path: Path, case: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    page = told(capsys, written(tmp_path, {**case, "title": "\x1b[2Jgone", "story": "a\u202eb"}))
    assert "\ufffd[2Jgone" in page
    assert "\u202e" not in page
    assert "\x1b" not in told(capsys, written(tmp_path, {**case, "\x1b[2J": 1}), code=2)


def test_as_json_it_is_one_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(told(capsys, str(ABUSE), "--json"))
    assert [row["outcome"] for row in answer["persons"]] == ["withhold", "permit"]
    assert answer["expected"] == {"met": True, "differences": []}
    assert main(["decide", str(ABUSE), written(tmp_path, {}), "--json"]) == 2
    both = json.loads(capsys.readouterr().out)
    assert {"path": "at", "code": "required", "hint": ""} in both[str(tmp_path / "case.json")]["problems"]
    assert both[str(ABUSE)] == answer


def test_it_reads_standard_input_with_or_without_a_byte_order_mark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for mark in (b"", b"\xef\xbb\xbf"):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(mark + ABUSE.read_bytes())))
        assert "mother: may know" in told(capsys, "-")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\xfe")))
    assert "standard input" in told(capsys, "-", code=2)


def test_the_page_for_privacy_officers_shows_what_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    text = (Path(__file__).parents[3] / "docs/architecture/confidentiality.md").read_text("utf-8")
    shown = text.partition("$ ./alliance decide ")[2].partition("```")[0]
    name, _, page = shown.partition("\n\n")
    printed = told(capsys, str(Path(__file__).parents[3] / name))
    assert VERSIONS.sub("", page).strip("\n") == VERSIONS.sub("", printed).strip("\n")


def test_the_schema_is_printed_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(told(capsys, "--schema")) == case_schema()


def test_without_a_file_it_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert "name at least one case file" in told(capsys, code=2)
