"""An import is all or nothing per family, changes nothing the second time, and leaves no name where none may be."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.codes import Channel
from deploy.cli.__main__ import main
from deploy.operator import chains
from deploy.operator.stations import Station
from deploy.roster import csv_file
from deploy.roster.checks import check
from deploy.roster.faults import Faults
from deploy.roster.importing import Imported, Importer
from kernel.clock import SystemClock
from kernel.outbox import OUTBOX
from kernel.stream import STREAMS
from services.consent.repository import FAMILIES, PERSONS
from services.notifications.repository import CONTACT_POINTS
from tests.component.rosters import as_csv, row, town
from tests.component.standing import NETWORK, OPERATOR, looked_at, person, stand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    stand(tmp_path, 0)
    return tmp_path


@pytest.fixture
def standing(folder: Path) -> Iterator[dict[str, Station]]:
    with looked_at(folder) as found:
        yield found


def importer(standing: dict[str, Station]) -> Importer:
    return Importer(standing["consent"], standing["notifications"], NETWORK, OPERATOR)


def brought(standing: dict[str, Station], *rows: dict[str, str]) -> Imported:
    faults, it = Faults(), importer(standing)
    roster = csv_file.read(as_csv(*rows), faults)
    check(roster, it.known(roster), SystemClock().now().date(), faults)
    assert list(faults) == []
    return it.run(it.plan(roster), lambda *_: None)


def counts(standing: dict[str, Station]) -> tuple[int, int, int]:
    consent = standing["consent"].store
    return (
        consent.count(FAMILIES.collection, {}),
        consent.count(PERSONS.collection, {}),
        standing["notifications"].store.count(CONTACT_POINTS.collection, {}),
    )


def test_everybody_comes_with_an_event_an_audit_row_and_an_address(standing: dict[str, Station]) -> None:
    result = brought(standing, *town(150))
    people = standing["consent"].store.count(PERSONS.collection, {})
    assert (result.children, result.faults) == (150, [])
    assert counts(standing) == (150, people, 2 * people)
    assert standing["consent"].store.count(OUTBOX, {"type": "consent.child-registered.v1"}) == 150
    for station in (standing["consent"], standing["notifications"]):
        assert chains.verify(station, None, lambda *_: None).holds


def test_the_second_import_of_the_same_file_writes_nothing(standing: dict[str, Station]) -> None:
    brought(standing, *town(60))
    heads = [standing[name].store.find(STREAMS, {}, ("_id",), 1000) for name in ("consent", "notifications")]
    again = brought(standing, *town(60))
    assert (again.families, again.faults) == (0, [])
    assert [standing[name].store.find(STREAMS, {}, ("_id",), 1000) for name in ("consent", "notifications")] == heads


def test_a_changed_file_changes_what_it_says(standing: dict[str, Station]) -> None:
    brought(standing, row())
    result = brought(standing, row(child_name="Ana Maria Quiroga", authority="joint-legal"))
    [family] = standing["consent"].store.find(FAMILIES.collection, {})
    assert result.families == 1
    assert {edge["kind"] for edge in family["authorities"]} == {"sole-legal", "joint-legal"}
    assert standing["consent"].node.dispatcher.vault.open(family["_id"], family["name"]) == "Ana Maria Quiroga"


def test_identifiers_cannot_be_guessed_from_the_clinic_s(standing: dict[str, Station], tmp_path: Path) -> None:
    other = tmp_path / "other"
    stand(other, 0)
    with looked_at(other) as there:
        mine, theirs = importer(standing), importer(there)
        roster = csv_file.read(as_csv(row()), Faults())
        assert mine.ids(roster).child("c-1") == mine.ids(roster).child("c-1")
        assert mine.ids(roster).child("c-1") != theirs.ids(roster).child("c-1")
        assert mine.ids(roster).child("1") != mine.ids(roster).adult("1")


def test_a_refused_family_is_refused_whole_and_the_others_come(standing: dict[str, Station]) -> None:
    """The second family's adult is registered in another network already."""
    plan_of = importer(standing)
    rows = (row(), row(child_id="c-2", adult_id="a-2", adult_email="", adult_phone=""))
    stranger = plan_of.ids(csv_file.read(as_csv(*rows), Faults())).adult("a-2")
    elsewhere = replace(OPERATOR, network="net-2")
    standing["consent"].node.dispatcher.run(replace(person(stranger), network="net-2"), elsewhere)
    result = brought(standing, *rows)
    assert [(fault.row, fault.code) for fault in result.faults] == [(3, "no-such-network")]
    families = standing["consent"].store.find(FAMILIES.collection, {})
    assert [family["people"] for family in families] == [
        [plan_of.ids(csv_file.read(as_csv(row()), Faults())).adult("a-1")]
    ]


def test_an_address_of_somebody_else_is_left_out_and_told(standing: dict[str, Station]) -> None:
    brought(standing, row(child_id="c-9", adult_id="a-9"))
    result = brought(standing, row())
    assert {(fault.row, fault.column, fault.code) for fault in result.faults} == {
        (2, "adult_email", "address-of-another"),
        (2, "adult_phone", "address-of-another"),
    }
    assert counts(standing)[0] == 2


def test_a_verified_address_stays_verified(standing: dict[str, Station]) -> None:
    brought(standing, row(email_verified="yes"))
    brought(standing, row(email_verified="no"))
    points = standing["notifications"].store.find(CONTACT_POINTS.collection, {"channel": Channel.EMAIL.value})
    assert [point["verified"] for point in points] == [True]


def test_the_command_line_shows_faults_and_imports_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in os.environ if name.startswith("ALLIANCE_")]:
        monkeypatch.delenv(name)
    file = tmp_path / "people.csv"
    data = ("--data", str(folder))
    file.write_bytes(as_csv(row(), row(child_id="c-2", birth_day="1.2.2015", adult_email="", adult_phone="")))
    assert main(["roster", "import", str(file), *data]) == 1
    said = capsys.readouterr().out
    assert "date-form" in said
    assert "1.2.2015" not in said
    file.write_bytes(as_csv(row()))
    assert main(["roster", "import", str(file), *data, "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["children_new"] == 1
    assert main(["roster", "import", str(file), *data]) == 0
    assert "Quiroga" not in capsys.readouterr().out
    assert main(["roster", "import", str(tmp_path / "absent.csv"), *data]) == 1
    with looked_at(folder) as standing:
        assert counts(standing) == (1, 1, 2)


def test_no_name_is_readable_in_the_files(folder: Path) -> None:
    with looked_at(folder) as standing:
        brought(standing, row(child_name="Zebulon Canary", adult_name="Zebulona Canary"))
    for file in folder.rglob("*"):
        assert not file.is_file() or b"Canary" not in file.read_bytes(), file.name
