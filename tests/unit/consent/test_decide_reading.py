"""A malformed case is refused whole, and every problem is named with its path."""

import json
from typing import Any

import pytest

from services.consent.decide.problems import Malformed
from services.consent.decide.reading import case_from_text
from services.consent.repository import shipped
from tests.unit.consent.case_files import LONG_AGO, adult, case_file, edge, outcomes, problems

FORM = {"grantor": "mother", "grantee": "father", "classes": ["goals-progress"], "verified": True, "since": LONG_AGO}


def test_a_plain_case_has_no_problem() -> None:
    assert problems() == {}


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ({"surprise": 1}, "surprise", "unknown-field"),
        ({"adults": [adult("mother", nickname="m")]}, "adults[0].nickname", "unknown-field"),
        ({"basis": None}, "basis", "null"),
        ({"basis": "uncle"}, "basis", "not-a-choice"),
        ({"confidentiality_agreement": "yes"}, "confidentiality_agreement", "not-true-or-false"),
        ({"child": {"birth_day": "2015-02-29"}}, "child.birth_day", "not-a-day"),
        ({"child": {"birth_day": "2026-03-04"}}, "child.birth_day", "born-after-the-question"),
        ({"clinic": {"zone": "Denver"}}, "clinic.zone", "not-a-zone"),
        ({"clinic": {"zone": "UTC", "policy": {"detail_age": 12.5}}}, "clinic.policy.detail_age", "not-a-whole-number"),
        ({"clinic": {"zone": "UTC", "policy": {"detail_age": 40}}}, "clinic.policy.detail_age", "out-of-range"),
        ({"at": "2026-03-02T09:00:00"}, "at", "moment"),
        ({"at": "2026-13-02T09:00:00Z"}, "at", "moment"),
        ({"at": "2026-03-02"}, "at", "moment"),
        ({"at": 5}, "at", "not-text"),
        ({"at": "0026-03-02T09:00:00Z"}, "at", "out-of-range"),
        ({"adults": {}}, "adults", "not-a-list"),
        ({"adults": [adult("my mother")]}, "adults[0].person", "not-a-name"),
        ({"adults": [adult("mother\n")]}, "adults[0].person", "not-a-name"),
        ({"adults": [adult("child")]}, "adults[0].person", "reserved-name"),
        ({"adults": [adult("a"), adult("b"), adult("a")]}, "adults[2].person", "person-twice"),
        ({"adults": [adult("a", edge(until="2018-01-01T00:00:00Z"))]}, "adults[0].authorities[0].until",
         "until-before-since"),
        ({"adults": [adult("a", edge(id="x")), adult("b", edge(id="x"))]}, "adults[1].authorities[0].id", "id-twice"),
        ({"consents": [{**FORM, "id": "f"}, {**FORM, "id": "f"}]}, "consents[1].id", "id-twice"),
        ({"consents": [{**FORM, "grantor": "uncle"}]}, "consents[0].grantor", "unknown-person"),
        ({"consents": [{**FORM, "grantee": "child"}]}, "consents[0].grantee", "unknown-person"),
        ({"dangers": [{"person": "uncle", "state": "alleged", "since": LONG_AGO}]}, "dangers[0].person",
         "unknown-person"),
        ({"assents": [{"person": "uncle", "agrees": True, "since": LONG_AGO}]}, "assents[0].person", "unknown-person"),
        ({"persons": ["uncle"]}, "persons[0]", "unknown-person"),
        ({"persons": ["mother", "mother"]}, "persons[1]", "person-twice"),
        ({"item": {"disclosure_class": "goals-progress", "about": ["uncle"]}}, "item.about[0]", "unknown-person"),
        ({"item": {"disclosure_class": "safety-concern", "severity": "low"}}, "item.concern_kind",
         "required-of-a-safety-concern"),
        ({"item": {"disclosure_class": "home-practice", "severity": "low"}}, "item.severity",
         "only-of-a-safety-concern"),
        ({"jurisdiction": None}, "jurisdiction", "jurisdiction-or-pack"),
        ({"expected": {"persons": {"mother": {"outcome": "yes"}}}}, "expected.persons.mother.outcome", "not-a-choice"),
        ({"expected": {"persons": {"uncle": {"outcome": "permit"}}}}, "expected.persons.uncle", "unknown-person"),
    ],
)  # fmt: skip
def test_one_thing_is_wrong(more: dict[str, Any], path: str, code: str) -> None:
    assert problems(**more) == {path: code}


def test_everything_that_is_wrong_is_named_at_once() -> None:
    found = problems(
        at="soon",
        adults=[adult("mother", edge(kind="king", until="2018-01-01T00:00:00Z")), adult("mother")],
        consents=[{**FORM, "until": "2018-01-01T00:00:00Z"}, {**FORM, "verified": 1}],
        persons=["uncle"],
        basis="uncle",
    )
    assert found == {
        "at": "moment",
        "adults[0].authorities[0].kind": "not-a-choice",
        "adults[1].person": "person-twice",
        "basis": "not-a-choice",
        "consents[0].grantee": "unknown-person",
        "consents[0].until": "until-before-since",
        "consents[1].grantee": "unknown-person",
        "consents[1].verified": "not-true-or-false",
        "persons[0]": "unknown-person",
    }


def test_a_slip_of_the_pen_is_answered_with_the_name_that_was_meant() -> None:
    with pytest.raises(Malformed) as refused:
        case_from_text(json.dumps(case_file(adults=[{"person": "mother", "authorites": []}])), shipped().on)
    assert [(problem.path, problem.hint) for problem in refused.value.problems] == [
        ("adults[0].authorites", "authorities")
    ]


@pytest.mark.parametrize(
    ("text", "path", "code"),
    [
        ('{"at": }', "line 1, column 8", "not-json"),
        ('{"at": NaN}', "file", "not-json"),
        ("[" * 100_000, "file", "not-json"),
        ('{"title": "\\ud800"}', "file", "half-character"),
        ('{"\\ud800": 1}', "file", "half-character"),
        ('"a case"', "file", "not-an-object"),
        ("[]", "file", "not-an-object"),
    ],
)
def test_what_is_no_json_object_is_refused_with_the_place(text: str, path: str, code: str) -> None:
    assert problems(text) == {path: code}


def test_a_name_that_stands_twice_in_one_object_is_refused() -> None:
    text = json.dumps(case_file())[:-1] + ', "basis": "minor"}'
    assert problems(text) == {"basis": "name-twice"}


def test_a_pack_in_the_file_is_the_law_and_is_read_as_strictly() -> None:
    pack = {
        "jurisdiction": "XX", "age_of_consent": 12, "parent_information": "forbidden", "harm_notice": "shall",
        "tell_minor": False, "majority": 18, "citation": "Act 1", "status": "verified-text",
    }  # fmt: skip
    alone = {"jurisdiction": None, "basis": "minor", "child": {"birth_day": "2012-01-01"}}
    assert outcomes(pack=pack, **alone) == {"mother": "withhold", "father": "withhold"}
    assert outcomes(pack={**pack, "status": "unverified"}, **alone) == {"mother": "escalate", "father": "escalate"}
    assert problems(pack=pack) == {"pack": "jurisdiction-and-pack"}
    wrong = {**pack, "majority": "old", "colour": 1, "session_limit": {"sessions": 0}}
    assert problems(pack=wrong, jurisdiction=None) == {
        "pack.majority": "not-a-number",
        "pack.colour": "unknown-field",
        "pack.session_limit.sessions": "out-of-range",
    }


def test_a_place_without_rules_is_decided_by_nobody_but_a_human() -> None:
    assert outcomes(jurisdiction="US-ZZ") == {"mother": "escalate", "father": "escalate"}


def test_the_same_moment_in_another_notation_is_the_same_moment() -> None:
    for text in ("2026-03-02T16:00Z", "2026-03-02T16:00:00.000Z", "2026-03-02T17:00:00+01:00"):
        assert outcomes(at=text) == outcomes()
