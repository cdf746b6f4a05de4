"""Packs are read strictly, hold for their period, and are known by their content."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.consent.repository import packs, policy_version, shipped
from services.consent.rules.packs import (
    Book,
    HarmNotice,
    Pack,
    PackStatus,
    PacksWrong,
    SessionLimit,
    book_from,
    pack_from,
    packs_of,
    problems_of,
)

ILLINOIS = packs()["US-IL"]
PLAIN: dict[str, Any] = {
    "jurisdiction": "US-IL",
    "age_of_consent": 12,
    "parent_information": "forbidden",
    "harm_notice": "may",
    "tell_minor": True,
    "majority": 18,
    "citation": "405 ILCS 5/3-501",
    "status": "verified-text",
}
LONG = "x" * 1501


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in PLAIN.items() if key != name}


def found_in(*items: Any) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in problems_of({"packs": list(items)})]


def test_a_plain_pack_is_read() -> None:
    assert found_in(PLAIN) == []
    pack = pack_from({**PLAIN, "session_limit": {"sessions": 8, "below_age": 17}})
    assert (pack.harm_notice, pack.session_limit) == (HarmNotice.MAY, SessionLimit(sessions=8, below_age=17))


WRONG: list[tuple[Mapping[str, Any], str, str]] = [
    ({"surprise": 1}, "surprise", "unknown-field"),
    ({"What is this?": 1}, "[unnamed]", "unknown-field"),
    ({"jurisdiction": "Illinois"}, "jurisdiction", "not-a-jurisdiction"),
    ({"jurisdiction": "us-il"}, "jurisdiction", "not-a-jurisdiction"),
    ({"jurisdiction": None}, "jurisdiction", "not-a-jurisdiction"),
    ({"jurisdiction": ["US-IL"]}, "jurisdiction", "not-a-jurisdiction"),
    ({"since": "2027"}, "since", "not-a-day"),
    ({"since": "2027-02-29"}, "since", "not-a-day"),
    ({"since": "20270101"}, "since", "not-a-day"),
    ({"since": 20270101}, "since", "not-a-day"),
    ({"until": "2027-13-01"}, "until", "not-a-day"),
    ({"since": "2027-01-01", "until": "2027-01-01"}, "until", "ends-before-it-begins"),
    ({"since": "2027-01-01", "until": "2026-01-01"}, "until", "ends-before-it-begins"),
    ({"age_of_consent": "12"}, "age_of_consent", "not-a-number"),
    ({"age_of_consent": True}, "age_of_consent", "not-a-number"),
    ({"age_of_consent": 12.5}, "age_of_consent", "not-a-number"),
    ({"age_of_consent": -1}, "age_of_consent", "out-of-range"),
    ({"age_of_consent": 40}, "age_of_consent", "out-of-range"),
    ({"age_of_consent": 19}, "age_of_consent", "above-majority"),
    ({"detail_age": 19}, "detail_age", "above-majority"),
    ({"detail_age": "eleven"}, "detail_age", "not-a-number"),
    ({"summary_age": 22}, "summary_age", "out-of-range"),
    ({"majority": 3}, "majority", "out-of-range"),
    ({"majority": None}, "majority", "not-a-number"),
    ({"parent_information": "perhaps"}, "parent_information", "not-a-choice"),
    ({"parent_information": None}, "parent_information", "not-a-choice"),
    ({"parent_information": ["forbidden"]}, "parent_information", "not-a-choice"),
    ({"harm_notice": "must"}, "harm_notice", "not-a-choice"),
    ({"psychotherapy_notes": "open"}, "psychotherapy_notes", "not-a-choice"),
    ({"status": "hearsay"}, "status", "not-a-choice"),
    ({"tell_minor": "yes"}, "tell_minor", "not-yes-or-no"),
    ({"tell_minor": 1}, "tell_minor", "not-yes-or-no"),
    ({"citation": "  "}, "citation", "blank"),
    ({"citation": 405}, "citation", "not-text"),
    ({"citation": LONG}, "citation", "too-long"),
    ({"source": LONG}, "source", "too-long"),
    ({"note": None}, "note", "not-text"),
    ({"checked": "yesterday"}, "checked", "not-a-day"),
    ({"session_limit": 8}, "session_limit", "not-an-object"),
    ({"session_limit": {}}, "session_limit", "empty-limit"),
    ({"session_limit": {"below_age": 17}}, "session_limit", "empty-limit"),
    ({"session_limit": {"sessions": 0}}, "session_limit.sessions", "out-of-range"),
    ({"session_limit": {"days": "a week"}}, "session_limit.days", "not-a-number"),
    ({"session_limit": {"sessions": 8, "weeks": 3}}, "session_limit.weeks", "unknown-field"),
]


@pytest.mark.parametrize(("change", "field", "code"), WRONG)
def test_a_malformed_pack_is_refused_with_the_field_named(change: Mapping[str, Any], field: str, code: str) -> None:
    assert found_in(PLAIN, {**PLAIN, "jurisdiction": "US-OH", **change}) == [(f"packs.1.{field}", code)]


@pytest.mark.parametrize("field", sorted(PLAIN))
def test_a_missing_field_is_named(field: str) -> None:
    assert found_in(without(field)) == [(f"packs.0.{field}", "required")]


@pytest.mark.parametrize(
    ("file", "path", "code"),
    [
        ([], "file", "not-an-object"),
        (None, "file", "not-an-object"),
        ({}, "packs", "required"),
        ({"packs": {}}, "packs", "not-a-list"),
        ({"packs": None}, "packs", "not-a-list"),
        ({"packs": [], "rules": 1}, "rules", "unknown-field"),
        ({"packs": ["US-IL"]}, "packs.0", "not-an-object"),
        ({"packs": [PLAIN] * 401}, "packs", "too-many"),
    ],
)
def test_a_file_that_holds_no_packs_is_refused_with_the_place_named(file: Any, path: str, code: str) -> None:
    assert [(problem.path, problem.code) for problem in problems_of(file)] == [(path, code)]


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(PacksWrong) as wrong:
        packs_of({"packs": [{**without("majority"), "status": "hearsay"}, 7, {**PLAIN, "tell_minor": None}]})
    assert [problem.path for problem in wrong.value.problems] == [
        "packs.0.majority",
        "packs.0.status",
        "packs.1",
        "packs.2.tell_minor",
    ]


def test_two_packs_for_one_day_in_one_place_are_refused() -> None:
    assert found_in(PLAIN, PLAIN) == [("packs.1.since", "overlaps")]
    until, since = {**PLAIN, "until": "2027-01-01"}, {**PLAIN, "since": "2027-01-01"}
    assert found_in(since, until) == []
    assert found_in(since, {**until, "until": "2027-01-02"}) == [("packs.1.since", "overlaps")]


def test_a_pack_holds_from_its_first_day_up_to_its_last() -> None:
    pack = pack_from({**PLAIN, "since": "2026-01-01", "until": "2027-01-01"})
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31), date(2027, 1, 1))
    assert [pack.holds(day) for day in days] == [False, True, True, False]


def test_the_period_of_the_day_is_found_and_a_day_without_a_period_has_no_rules() -> None:
    first = {**PLAIN, "since": "2020-01-01", "until": "2026-01-01"}
    second = {**PLAIN, "since": "2027-01-01", "age_of_consent": 13}
    book = book_from(json.dumps({"packs": [second, first]}))
    ages = [book.on("US-IL", date(year, 6, 1)) for year in (2019, 2020, 2026, 2027)]
    assert [pack and pack.age_of_consent for pack in ages] == [None, 12, None, 13]
    assert book.on("US-OH", date(2027, 6, 1)) is None


def test_a_networks_packs_replace_whole_jurisdictions_and_leave_the_others() -> None:
    own = Book([replace(ILLINOIS, since="2027-01-01"), replace(ILLINOIS, jurisdiction="US-WY")])
    both = own.over(shipped())
    assert both.on("US-IL", date(2026, 6, 1)) is None
    assert both.on("US-WY", date(2026, 6, 1)) is not None
    assert both.on("US-CO", date(2026, 6, 1)) == packs()["US-CO"]


def test_the_policy_version_changes_with_the_pack() -> None:
    other = replace(ILLINOIS, age_of_consent=13)
    assert policy_version(ILLINOIS) == policy_version(replace(ILLINOIS))
    assert len({policy_version(pack) for pack in (ILLINOIS, other, None)}) == 3


def test_a_books_version_depends_on_the_content_and_not_on_the_order() -> None:
    packs_there = shipped().packs
    assert Book(reversed(packs_there)).version == shipped().version
    changed = (replace(packs_there[0], note="read again"), *packs_there[1:])
    assert Book(changed).version != shipped().version


def test_every_shipped_pack_says_where_it_was_read_unless_it_is_unverified() -> None:
    assert len(shipped().packs) == 33

    def read(pack: Pack) -> bool:
        return bool(pack.source) and pack.checked is not None

    assert all(read(pack) is (pack.status is not PackStatus.UNVERIFIED) for pack in shipped().packs)
