"""`./alliance what-if`: what would be different, on a network's own store, before anything is activated."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from contracts.codes import AuthorityKind, ConsentBasis
from contracts.goals import UpdateShared
from deploy.cli.__main__ import main
from deploy.cli.what_if import ROWS_SHOWN
from kernel.audit import AUDIT
from kernel.envelope import Envelope
from services.consent.commands import RegisteredAdult
from services.consent.packs.kept import packs
from services.consent.repository import FAMILIES
from services.consent.rules.packs import Pack, ParentInformation
from tests.component.standing import CLINIC, NETWORK, OPERATOR, child, looked_at, stand

COLORADO = packs()["US-CO"]
LAXER = replace(COLORADO, parent_information=ParentInformation.PERMITTED)
CHILDREN = 30
LONG_AGO = datetime(2016, 1, 1, tzinfo=UTC)
Run = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Thirty children who consented alone, one update of each."""
    folder = tmp_path_factory.mktemp("data")
    stand(folder, children=0)
    with looked_at(folder) as standing:
        consent = standing["consent"].node.dispatcher
        adults = tuple(
            RegisteredAdult(
                person=person, authority=AuthorityKind.JOINT_LEGAL, since=LONG_AGO, until=None,
                source="birth-certificate", verifier="desk", lives_with_child=False, household=person,
            )
            for person in ("mother", "father")
        )  # fmt: skip
        for number in range(CHILDREN):
            plain = child(f"child-{number:02}")
            minor = replace(plain, basis=ConsentBasis.MINOR, birth_day="2012-06-01", adults=adults)
            consent.run(minor, OPERATOR)
            consent.hear(shared(f"child-{number:02}", consent.clock.now()))
    return str(folder)


def shared(child: str, at: datetime) -> Envelope:
    event = UpdateShared(
        child=child, goal="goal", update=f"update-{child}", clinic=CLINIC, level=1, shared_by="p-1", shared_at=at
    )
    return Envelope(
        id=f"event-{child}", source="goals", type=event.wire_type, time=at, key=child, sequence=1, correlation="c",
        causation="c", traceparent=None, event=event,
    )  # fmt: skip


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], data: str) -> Run:
    def said(*words: str) -> tuple[int, str]:
        capsys.readouterr()
        code = main(["what-if", *words, "--data", data])
        told = capsys.readouterr()
        return code, told.out + told.err

    return said


def file(folder: Path, content: Any, name: str = "tried.json") -> str:
    path = folder / name
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


def of_packs(folder: Path, *given: Pack) -> str:
    return file(folder, {"packs": [asdict(pack) for pack in given]})


def rows(data: str) -> tuple[int, int]:
    """Families with their versions, and audit rows."""
    with looked_at(Path(data)) as standing:
        store = standing["consent"].store
        families = store.find(FAMILIES.collection, {}, ("_id",), 1000)
        return sum(row["_v"] for row in families), len(store.find(AUDIT, {"stream": f"network:{NETWORK}"}, (), 1000))


def test_a_laxer_law_is_told_with_its_words_its_notices_and_their_counts(run: Run, tmp_path: Path) -> None:
    code, said = run("--pack", of_packs(tmp_path, LAXER))
    assert code == 1
    assert 'becomes "may be told" (was "must not be told without the minor\'s agreement")' in said
    assert "    newly told: child-00 father goals-progress of 20" in said
    assert "withhold minor-consent-protected -> permit legal-guardian" in said
    assert f"... and {2 * CHILDREN - ROWS_SHOWN} more; --all or --json lists them" in said
    assert "30 children, 30 disclosures, 30 of them touched" in said
    assert "     60  newly told\n" in said
    assert "      0  newly withheld\n" in said
    assert run("--pack", of_packs(tmp_path, LAXER), "--all")[1].count("newly told: child-") == 2 * CHILDREN


def test_what_changes_nothing_is_said_by_the_exit_code(run: Run, tmp_path: Path) -> None:
    code, said = run("--pack", of_packs(tmp_path, COLORADO))
    assert code == 0
    assert "30 children, 30 disclosures, 0 of them touched" in said


def test_a_program_reads_one_document_that_is_written_as_it_comes(run: Run, tmp_path: Path) -> None:
    code, said = run("--pack", of_packs(tmp_path, LAXER), "--json")
    found = json.loads(said)
    assert code == 1
    assert len(found["changes"]) == found["counts"]["newly-told"] == 2 * CHILDREN
    assert [row["child"] for row in found["changes"]] == sorted(row["child"] for row in found["changes"])
    assert run("--pack", of_packs(tmp_path, LAXER), "--json")[1] == said
    nothing = json.loads(run("--pack", of_packs(tmp_path, COLORADO), "--json")[1])
    assert (nothing["changes"], nothing["children"]) == ([], CHILDREN)


def test_a_clinics_policy_is_tried_from_a_file(run: Run, tmp_path: Path) -> None:
    policy = file(tmp_path, {"part2": True})
    code, said = run("--policy", policy)
    assert code == 0
    assert "every clinic: part2 becomes true" in said
    assert "30 of them touched" in said
    code, said = run("--policy", policy, "--clinic", CLINIC)
    assert (code, f"{CLINIC}: part2 becomes true" in said) == (0, True)
    assert run("--policy", policy, "--clinic", "elsewhere") == (1, "  the network has no such clinic\n")


def test_a_law_of_the_future_is_tried_on_its_day(run: Run, tmp_path: Path) -> None:
    path = of_packs(tmp_path, replace(COLORADO, until="2099-01-01"), replace(LAXER, since="2099-01-01"))
    code, said = run("--pack", path)
    assert code == 0
    assert "more would differ later: try --on 2099-01-01" in said
    assert run("--pack", path, "--on", "2099-01-01")[0] == 1


def test_a_proposed_version_is_tried_before_anybody_approves_it(
    run: Run, tmp_path: Path, data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["packs", "propose", of_packs(tmp_path, LAXER), "--data", data, "--json"]) == 0
    version = json.loads(capsys.readouterr().out)["version"]
    assert "     60  newly told\n" in run("--pack", version)[1]


def test_trying_changes_no_family_and_is_in_the_audit(run: Run, tmp_path: Path, data: str) -> None:
    before = rows(data)
    run("--pack", of_packs(tmp_path, LAXER))
    assert rows(data) == (before[0], before[1] + 1)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({}, "file: names nothing that would differ"),
        ({"detail_age": 90}, "detail_age: is out of range"),
        ({"detail_age": "old"}, "detail_age: does not fit"),
        ({"strictness": 1}, "strictness: is no field of ours"),
        ({"withheld": ["all"]}, "withheld.0: is none of the choices"),
        ([], "file: does not fit"),
    ],
)
def test_a_malformed_policy_is_refused_with_the_field_named(run: Run, tmp_path: Path, content: Any, says: str) -> None:
    code, said = run("--policy", file(tmp_path, content))
    assert code == 2
    assert says in said


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ((), 2, "say what to try"),
        (("--pack", "0123456789ab"), 1, "there is no such version"),
        (("--pack", "none.json"), 2, "there is no such file"),
        (("--policy", "none.json"), 2, "there is no such file"),
        (("--pack", "0123456789ab", "--clinic", CLINIC), 2, "--clinic says where a --policy would differ"),
    ],
)
def test_what_is_not_there_or_not_understood_is_said(run: Run, words: tuple[str, ...], code: int, says: str) -> None:
    found, said = run(*words)
    assert found == code, said
    assert says in said


def test_a_malformed_pack_file_is_refused_before_any_store_is_opened(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = file(tmp_path, {"packs": [{**asdict(LAXER), "majority": 90}]})
    assert main(["what-if", "--pack", path, "--data", str(tmp_path / "nowhere")]) == 2
    assert "packs.0.majority: is out of range (16 to 21)" in capsys.readouterr().out
