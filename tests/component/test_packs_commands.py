"""`./alliance packs`: files and the shipped packs without a store, a network's own with one."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from deploy.cli.__main__ import main
from services.consent.packs.kept import packs
from services.consent.rules.packs import Pack
from tests.component.standing import stand

ILLINOIS = replace(packs()["US-IL"], since=None)
TWO = (replace(ILLINOIS, until="2027-01-01"), replace(ILLINOIS, since="2027-01-01", age_of_consent=13))
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.delenv("ALLIANCE_DATA_DIR", raising=False)

    def said(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main(["packs", *words])
        told = capsys.readouterr()
        return code, told.out + told.err

    return said


@pytest.fixture(scope="module")
def stood(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stood") / "data"
    stand(folder)
    return folder


@pytest.fixture
def data(stood: Path, tmp_path: Path) -> str:
    return str(shutil.copytree(stood, tmp_path / "data"))


def file(folder: Path, *given: Pack, name: str = "own.json") -> str:
    path = folder / name
    path.write_text(json.dumps({"packs": [asdict(pack) for pack in given]}), encoding="utf-8")
    return str(path)


def test_the_shipped_packs_are_listed_and_shown_without_a_store(run: Run) -> None:
    code, said = run("list")
    assert code == 0
    assert "Illinois              US-IL   from 2019-01-01  12        forbidden" in said
    assert len(json.loads(run("list", "--json")[1])) == 33
    code, said = run("show", "US-IL")
    assert code == 0
    assert "the limit on the minor's consent alone: 8 sessions, until the age of 17" in said
    assert json.loads(run("show", "US-IL", "--json")[1])[0]["age_of_consent"] == 12
    assert run("show", "US-WY") == (2, "alliance: no rules are on file for US-WY\n")


def test_a_sound_file_is_said_to_be_sound_with_what_it_would_change(run: Run, tmp_path: Path) -> None:
    code, said = run("check", file(tmp_path, *TWO))
    assert code == 0
    assert "sound: 2 packs" in said
    assert "Illinois: from 2027-01-01 the age of consent becomes 13 (was 12)" in said


MALFORMED: list[tuple[bytes, str]] = [
    (b"", "line 1, column 1: is not JSON (Expecting value)"),
    (b'{"packs": [}', "line 1, column 12: is not JSON (Expecting value)"),
    (b'{"packs": []} more', "line 1, column 15: is not JSON (Extra data)"),
    (b'{"packs": [NaN]}', "file: is not JSON"),
    (b"[" * 200_000, "file: is not JSON"),
    (b'{"packs": "\xff"}', "file: is not UTF-8 text"),
    (b"[]", "file: is not an object"),
    (b"{}", "packs: is missing"),
    (b'{"packs": {}}', "packs: is not a list"),
    (b'{"packs": [], "rules": []}', "rules: is no field of ours"),
    (b'{"packs": [{"jurisdiction": "US-IL", "jurisdiction": "US-OH"}]}', "jurisdiction: one name twice in an object"),
    (b'{"packs": [7]}', "packs.0: is not an object"),
    (b'{"packs": [{"majority": 90}]}', "packs.0.majority: is out of range (16 to 21)"),
    (b'{"packs": [{"majority": 90}]}', "packs.0.citation: is missing"),
    (b'{"packs": [{"status": "sure"}]}', "packs.0.status: is none of the choices (verified-text"),
    (b'{"packs": [{"since": "today"}]}', "packs.0.since: is not a day of the calendar (YYYY-MM-DD)"),
    (b'{"packs": [{"tell_minor": "no"}]}', "packs.0.tell_minor: is neither true nor false"),
]


@pytest.mark.parametrize(("content", "says"), MALFORMED)
def test_a_malformed_file_is_refused_with_the_field_named(run: Run, tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "packs.json"
    path.write_bytes(content)
    for words in (("check", str(path)), ("diff", "shipped", str(path)), ("propose", str(path))):
        code, said = run(*words)
        assert code == 2, said
        assert says in said


def test_the_problems_can_be_read_by_a_program(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "packs.json"
    path.write_text(json.dumps({"packs": [{**asdict(ILLINOIS), "majority": 90, "tell_minor": 1}]}), encoding="utf-8")
    code, said = run("check", str(path), "--json")
    assert code == 2
    assert [(item["path"], item["code"]) for item in json.loads(said)["problems"]] == [
        ("packs.0.tell_minor", "not-yes-or-no"),
        ("packs.0.majority", "out-of-range"),
    ]


def test_a_file_that_is_not_there_is_said_to_be_missing(run: Run, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.json")
    for words in (("check", missing), ("diff", "shipped", missing)):
        assert run(*words) == (2, f"alliance: {missing}: there is no such file\n")


def test_a_difference_is_told_in_words_and_by_the_exit_code(run: Run, tmp_path: Path) -> None:
    one, two = file(tmp_path, ILLINOIS), file(tmp_path, *TWO, name="two.json")
    code, said = run("diff", one, two)
    assert (code, said) == (1, "  Illinois: from 2027-01-01 the age of consent becomes 13 (was 12)\n")
    assert run("diff", one, one) == (0, "  they say the same on every day\n")
    code, said = run("diff", one, two, "--json")
    assert json.loads(said)[0] | {"before": "12", "after": "13", "since": "2027-01-01"} == json.loads(said)[0]


def proposed(run: Run, data: str, path: str) -> str:
    code, said = run("propose", path, "--data", data, "--operator", "ann", "--json")
    assert code == 0
    return str(json.loads(said)["version"])


def test_from_a_file_to_being_in_force_by_two_people(run: Run, tmp_path: Path, data: str) -> None:
    path = file(tmp_path, *TWO)
    version = proposed(run, data, path)
    assert run("activate", version, "--at", "2099-01-01T00:00:00Z", "--data", data) == (
        1,
        "  nobody has approved it yet\n",
    )
    code, said = run("approve", version, "--data", data, "--operator", "ann")
    assert (code, said) == (1, "  whoever proposed a version cannot approve it: give another name by --operator\n")
    assert run("approve", version, "--data", data, "--operator", "ben") == (0, f"  {version}: approved\n")
    code, said = run("activate", version, "--at", "2020-01-01T00:00:00+00:00", "--data", data)
    assert code == 1
    assert "that moment has passed" in said
    code, said = run("activate", version, "--at", "2099-01-01T00:00:00-06:00", "--data", data, "--operator", "ben")
    assert (code, said) == (0, f"  {version}: in force from 2099-01-01T06:00:00.000000Z on\n")
    code, said = run("versions", "--data", data)
    assert code == 0
    assert f"{version}  operator:ann  operator:ben       1" in said
    assert f"{version} from 2099-01-01T06:00:00.000000Z on, by operator:ben\n" in said
    assert run("diff", "in-force", "shipped", "--data", data)[0] == 0
    assert run("diff", "in-force", version, "--data", data)[0] == 1
    assert len(json.loads(run("list", "--in-force", "--data", data, "--json")[1])) == 33


def test_proposing_says_what_it_would_change(run: Run, tmp_path: Path, data: str) -> None:
    code, said = run("propose", file(tmp_path, *TWO), "--data", data)
    assert code == 0
    assert "Illinois: from 2027-01-01 the age of consent becomes 13 (was 12)" in said
    assert "a second person approves it" in said


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("approve", "0123456789ab"), 1, "there is no such version"),
        (("activate", "0123456789ab", "--at", "2099-01-01T00:00:00"), 2, "needs its offset from UTC"),
        (("activate", "0123456789ab", "--at", "some day"), 2, "Invalid isoformat string"),
        (("diff", "shipped", "0123456789ab"), 1, "there is no such version"),
        (("versions", "--network", "elsewhere"), 0, "version"),
    ],
)
def test_what_is_not_there_or_not_understood_is_said(
    run: Run, data: str, words: tuple[str, ...], code: int, says: str
) -> None:
    found, said = run(*words, "--data", data)
    assert found == code, said
    assert says in said
