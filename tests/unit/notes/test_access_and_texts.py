"""Who reaches a child, and which texts are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.consent import CareTeamChanged, ChildRegistered
from kernel.auth.principal import Kind, Principal, Role
from kernel.errors import Invalid, NotFound
from services.notes.decisions import access, texts
from tests.unit.notes.samples import AUTHOR, CHILD, SUPERVISOR


def staff(person: str, role: str, clinic: str = "hill", network: str = "north") -> Principal:
    return Principal(person, Kind.STAFF, network, frozenset({(clinic, role)}))


@pytest.mark.parametrize(
    ("asker", "roles", "clinics"),
    [
        (AUTHOR, access.CLINICAL, {"hill"}),
        (SUPERVISOR, access.CLINICAL, {"hill"}),
        (staff("t3", "therapist", "lake"), access.CLINICAL, {"lake"}),
        (staff("x", "front-desk"), access.CLINICAL, set()),
        (staff("x", "front-desk"), access.BOOKING, {"hill"}),
        (staff("x", "clinic-admin", "lake"), access.BOOKING, {"lake"}),
        (staff("x", "therapist"), access.BOOKING, set()),
        (staff("x", "supervisor", "sea"), access.CLINICAL, set()),
        (staff("t1", "therapist", network="south"), access.CLINICAL, set()),
        (Principal("x", Kind.STAFF, "north", frozenset({("*", "privacy-officer")})), access.BOOKING, set()),
        (Principal("t1", Kind.GUARDIAN, "north"), access.CLINICAL, set()),
        (Principal("t1", Kind.OPERATOR, "north"), access.CLINICAL, set()),
    ],
)
def test_reach_is_the_team_or_a_role_in_a_clinic_of_the_child(
    asker: Principal, roles: tuple[Role, ...], clinics: set[str]
) -> None:
    assert access.reach(CHILD, asker, roles) == clinics


def test_an_unknown_child_and_one_out_of_reach_look_the_same() -> None:
    seen = []
    for child in (None, CHILD):
        with pytest.raises(NotFound) as refused:
            access.reached(child, staff("x", "therapist", "sea"), access.CLINICAL)
        seen.append((refused.value.code, refused.value.fields))
    assert seen[0] == seen[1]


def test_a_second_clinic_adds_a_team_and_its_adults() -> None:
    first = ChildRegistered(
        child="c1", network="north", clinic="hill", jurisdiction="us-co", care_team=("t1",), adults=("mother",)
    )
    second = ChildRegistered(
        child="c1", network="north", clinic="lake", jurisdiction="us-co", care_team=("t3",), adults=("father",)
    )
    child = access.registered(access.registered(None, first), second)
    assert (child.team_in("hill"), child.team_in("lake"), child.adults) == (("t1",), ("t3",), ("father", "mother"))
    changed = access.team_changed(child, CareTeamChanged(child="c1", clinic="hill", care_team=("t9",)))
    assert (changed.team_in("hill"), changed.team_in("lake"), changed.team_in("sea")) == (("t9",), ("t3",), ())


@pytest.mark.parametrize("text", ["Grüße", "דוח", "a\tb\r\nc", "👩‍👧", "x" * 20])
def test_words_of_any_language_are_taken_as_they_are(text: str) -> None:
    assert texts.checked(text, "text", 20) is text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        (" \n\t", "empty"),
        ("x" * 21, "too-long"),
        ("a\x00", "control-character"),
        ("a\x7f", "control-character"),
        ("a\x85b", "control-character"),
        ("a\ud800", "control-character"),
    ],
)
def test_a_text_that_does_not_fit_is_refused_and_never_quoted(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        texts.checked(text, "words", 20)
    assert refused.value.fields == {"words": [code]}
    assert str(refused.value) == "text-refused"


@given(st.text(max_size=30))
def test_whatever_is_taken_can_be_written_as_utf_8_without_control_characters(text: str) -> None:
    if texts.problem(text, 20) is None:
        assert len(text) <= 20
        assert all(character.isprintable() or character.isspace() or ord(character) > 159 for character in text)
        text.encode()
