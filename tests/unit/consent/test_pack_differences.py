"""What changes between two books, in plain words."""

from dataclasses import fields, replace
from typing import Any

from services.consent.packs.differences import differences, remarks
from services.consent.packs.words import CODES, FIELDS, described
from services.consent.repository import packs, shipped
from services.consent.rules.packs import Book, HarmNotice, Pack, PackStatus, ParentInformation, SessionLimit

ILLINOIS = packs()["US-IL"]
UNDATED = replace(ILLINOIS, since=None)


def told(before: list[Pack], after: list[Pack]) -> list[str]:
    return [str(item) for item in differences(Book(before), Book(after))]


def test_the_same_books_do_not_differ() -> None:
    assert differences(shipped(), Book(reversed(shipped().packs))) == ()


def test_a_change_from_a_day_on_is_one_sentence() -> None:
    after = [replace(UNDATED, until="2027-01-01"), replace(UNDATED, since="2027-01-01", age_of_consent=13)]
    assert told([UNDATED], after) == ["Illinois: from 2027-01-01 the age of consent becomes 13 (was 12)"]


def test_a_period_cut_in_two_without_a_change_is_no_difference() -> None:
    after = [replace(UNDATED, until="2027-01-01"), replace(UNDATED, since="2027-01-01")]
    assert told([UNDATED], after) == []
    assert told(after, [UNDATED]) == []


def test_neighbouring_periods_with_the_same_change_are_one_sentence() -> None:
    before = [replace(UNDATED, until="2027-01-01"), replace(UNDATED, since="2027-01-01")]
    assert told(before, [replace(UNDATED, majority=19)]) == ["Illinois: the age of majority becomes 19 (was 18)"]


def test_a_change_for_a_while_says_until_when() -> None:
    after = [
        replace(UNDATED, until="2027-01-01"),
        replace(UNDATED, since="2027-01-01", until="2028-01-01", tell_minor=False),
        replace(UNDATED, since="2028-01-01"),
    ]
    assert told([UNDATED], after) == [
        (
            "Illinois: from 2027-01-01 until 2028-01-01 telling the minor when a parent is told becomes left open"
            " (was obligatory)"
        ),
    ]


def test_every_changed_field_has_its_own_sentence_in_a_fixed_order() -> None:
    after = replace(
        UNDATED,
        parent_information=ParentInformation.REQUIRED,
        harm_notice=HarmNotice.SHALL,
        session_limit=SessionLimit(sessions=5, days=30),
        status=PackStatus.UNVERIFIED,
        age_of_consent=None,
        summary_age=15,
    )
    assert [line.removeprefix("Illinois: ") for line in told([UNDATED], [after])] == [
        "the age of consent becomes not fixed (was 12)",
        (
            'what a parent is told of care the minor consented to alone becomes "must be told"'
            ' (was "must not be told without the minor\'s agreement")'
        ),
        'notice to a parent of serious harm becomes "must be given" (was "may be given, by professional judgement")',
        "the limit on the minor's consent alone becomes 5 sessions or 30 days (was 8 sessions, until the age of 17)",
        "the age that narrows goals to a summary becomes 15 (was the clinic's own)",
        (
            'the verification becomes "not verified: escalates instead of deciding"'
            ' (was "verified in the text of the law")'
        ),
    ]


def test_rules_that_go_are_said_to_leave_every_question_to_a_human() -> None:
    assert told([ILLINOIS], []) == [
        "Illinois: from 2019-01-01 no rules are on file any more: every question of a minor's consent is for a human"
    ]
    assert told([UNDATED], [replace(UNDATED, until="2027-01-01")]) == [
        "Illinois: from 2027-01-01 no rules are on file any more: every question of a minor's consent is for a human"
    ]


def test_rules_that_come_are_told_field_by_field() -> None:
    found = told([], [replace(UNDATED, jurisdiction="US-WY", age_of_consent=14)])
    assert found[0] == "Wyoming: the age of consent becomes 14 (was no rules on file)"
    assert len(found) == 11


def test_places_are_told_by_name_in_the_order_of_names() -> None:
    after = [replace(pack, majority=19) for pack in shipped().packs]
    names = [str(item).partition(":")[0] for item in differences(shipped(), Book(after))]
    assert names == sorted(names)
    assert {"Alabama", "England", "Washington"} <= set(names)


def test_a_jurisdiction_without_a_name_is_called_by_its_code() -> None:
    assert told([], [replace(UNDATED, jurisdiction="FR")])[0].startswith("FR: ")


def test_every_field_and_every_code_of_a_pack_has_words() -> None:
    assert {field.name for field in fields(Pack)} - {"jurisdiction", "since", "until"} == set(FIELDS)
    kinds: list[Any] = [type(value) for value in (*CODES,)]
    assert all(code in CODES for kind in kinds for code in kind)
    assert all(len(described(pack)) == len(FIELDS) for pack in shipped().packs)


def test_unverified_packs_and_days_without_rules_are_remarked() -> None:
    book = Book(
        [
            replace(ILLINOIS, until="2026-01-01"),
            replace(ILLINOIS, since="2027-01-01", status=PackStatus.UNVERIFIED),
        ]
    )
    assert remarks(book) == [
        "Illinois: from 2027-01-01 not verified: it never decides",
        "Illinois: from 2026-01-01 until 2027-01-01 no rules are in force: every question is for a human",
    ]
