"""Every fault of a CSV roster names its row, its column and its reason, and nobody."""

from datetime import date

import pytest

from contracts.codes import AuthorityKind, ConsentBasis
from deploy.roster import csv_file
from deploy.roster.checks import Known, check, check_sizes, families
from deploy.roster.faults import Faults, RosterUnreadable
from deploy.roster.people import Roster
from services.consent.model import Clinic
from tests.component.rosters import HEADER, as_csv, row, town

TODAY = date(2026, 11, 22)
CLINIC = Clinic(
    id="clinic-1", network="net-1", jurisdiction="US-CO", zone="America/Denver", name="Harbour Denver",
    languages=("en",), on_call=("p",), agency_name="Agency",
)  # fmt: skip
KNOWN = Known((CLINIC,), frozenset({"US-CO", "US-MD"}), frozenset({"t-1"}))


def read(*rows: dict[str, str]) -> tuple[Roster, set[tuple[int, str, str]]]:
    faults = Faults()
    roster = csv_file.read(as_csv(*rows), faults)
    check(roster, KNOWN, TODAY, faults)
    check_sizes(families(roster), faults)
    return roster, {(fault.row, fault.column, fault.code) for fault in faults}


def test_a_row_becomes_a_child_an_adult_and_an_authority() -> None:
    roster, faults = read(row(care_team="t-1", email_verified="yes"))
    assert faults == set()
    child, adult = roster.children["c-1"], roster.adults["a-1"]
    assert (child.birth_day, child.basis, child.care_team) == (date(2015, 3, 4), ConsentBasis.GUARDIAN, ("t-1",))
    assert child.edges[0].authority is AuthorityKind.SOLE_LEGAL
    assert [(one.channel, one.verified) for one in adult.contacts] == [("email", True), ("sms", False)]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("child_id", "", "missing"),
        ("child_id", "x" * 129, "too-long"),
        ("child_name", "  ", "missing"),
        ("child_name", "N" * 201, "too-long"),
        ("child_name", "two\nlines", "control-character"),
        ("birth_day", "03/04/2015", "date-form"),
        ("birth_day", "2015-02-30", "no-such-day"),
        ("birth_day", "2030-01-01", "in-the-future"),
        ("birth_day", "1915-03-04", "not-a-child"),
        ("clinic", "Elsewhere", "unknown-clinic"),
        ("jurisdiction", "US-XX", "unknown-jurisdiction"),
        ("basis", "parents", "unknown-basis"),
        ("confidentiality_agreement", "perhaps", "yes-or-no"),
        ("care_team", "t-9", "unknown-practitioner"),
        ("agency", "a-9", "unknown-adult"),
        ("adult_id", "", "missing"),
        ("adult_name", "", "missing"),
        ("adult_language", "English", "not-a-language"),
        ("adult_zone", "Denver", "not-a-zone"),
        ("adult_email", "rita.q.example.org", "not-an-address"),
        ("adult_phone", "call me", "not-an-address"),
        ("authority", "mother", "unknown-authority"),
        ("since", "", "missing"),
        ("since", "2010-01-01", "before-birth"),
        ("until", "2015-03-04", "before-since"),
        ("source", "The court said so.", "not-a-code"),
        ("verifier", "t-9", "unknown-practitioner"),
        ("lives_with_child", "", "yes-or-no"),
    ],
)
def test_a_cell_that_does_not_fit_is_named(column: str, cell: str, code: str) -> None:
    _, faults = read(row(**{column: cell}))
    assert (2, column, code) in faults


def test_no_fault_repeats_what_stood_in_the_file() -> None:
    canary = "Zebulon Canary"
    faults = Faults()
    for column in HEADER:
        roster = csv_file.read(as_csv(row(**{column: canary})), faults)
        check(roster, KNOWN, TODAY, faults)
    assert len(faults) > 10
    assert not any("canary" in repr(fault).lower() for fault in faults)


@pytest.mark.parametrize(
    ("column", "cell"),
    [("child_name", "Another"), ("birth_day", "2015-03-05"), ("basis", "both"), ("care_team", "t-1"), ("clinic", "x")],
)
def test_two_rows_about_one_child_must_agree(column: str, cell: str) -> None:
    _, faults = read(row(), row(**{"adult_id": "a-2", "adult_email": "", "adult_phone": "", column: cell}))
    assert (3, column, "contradiction") in faults


def test_two_rows_about_one_adult_must_agree() -> None:
    second = row(child_id="c-2", adult_name="Other Name", adult_email="other@example.org")
    _, faults = read(row(), second)
    assert {(3, "adult_name", "contradiction"), (3, "adult_email", "contradiction")} <= faults


def test_the_same_authority_twice_is_a_fault() -> None:
    _, faults = read(row(), row())
    assert faults == {(3, "authority", "duplicate")}


def test_nobody_shares_an_address_however_it_is_spelt() -> None:
    second = row(adult_id="a-2", adult_email="RITA.Q+school@example.org", adult_phone="+13035550160")
    _, faults = read(row(), second)
    assert faults == {(3, "adult_email", "shared-address"), (3, "adult_phone", "shared-address")}


def test_an_identifier_is_a_child_s_or_an_adult_s() -> None:
    _, faults = read(row(), row(child_id="c-2", adult_id="c-1", adult_email="", adult_phone=""))
    assert (3, "adult_id", "child-and-adult") in faults


def test_an_identifier_that_stands_for_many_people_is_found() -> None:
    _, faults = read(*(row(child_id=f"c-{number}") for number in range(250)))
    assert (2, "adult_id", "family-too-large") in faults


def test_siblings_and_their_parents_are_one_family() -> None:
    roster, faults = read(*town(60))
    found = families(roster)
    assert faults == set()
    assert sum(len(family.children) for family in found) == 60
    assert any(len(family.children) == 2 for family in found)
    seen = [adult.external for family in found for adult in family.adults]
    assert len(seen) == len(set(seen)) == len(roster.adults)


def test_a_child_may_have_no_adult_yet() -> None:
    empty = dict.fromkeys([name for name in HEADER if name.startswith("adult_")], "")
    roster, faults = read(row(basis="court", authority="", since="", source="", lives_with_child="", **empty))
    assert faults == set()
    assert roster.children["c-1"].edges == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_what_spreadsheets_write_is_read(delimiter: str, mark: bytes) -> None:
    faults = Faults()
    roster = csv_file.read(mark + as_csv(row(child_name="Zoë Ñuñez"), delimiter=delimiter), faults)
    assert list(faults) == []
    assert roster.children["c-1"].name == "Zoë Ñuñez"


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (as_csv(row(child_name="Zoë")).decode().encode("latin-1"), "encoding", "line 2"),
        (as_csv(row()).decode().encode("utf-16"), "encoding", "UTF-16"),
        (b"a,b\n1,2\n", "columns", "child_id"),
        (b"", "columns", "child_id"),
        (as_csv(row()).replace(b"agency", b"agent"), "columns", "number 9"),
        (as_csv(row()) + b'"open', "csv", "line"),
        (b"\0" * 40, "binary", "no text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, code: str, says: str) -> None:
    with pytest.raises(RosterUnreadable, match=says) as refused:
        csv_file.read(content, Faults())
    assert refused.value.code == code


def test_rows_are_counted_as_an_editor_counts_lines() -> None:
    faults = Faults()
    content = as_csv(row()) + b"\r\n" + b"too,few\r\n"
    csv_file.read(content, faults)
    assert [(fault.row, fault.code) for fault in faults] == [(4, "cells")]
