"""The demo's people: invented, complete, without a name in an identifier."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.codes import AuthorityKind, ConsentBasis
from deploy.demo import network
from deploy.demo.network import address_of, birth_day, demo, demo_id


def test_there_are_two_networks_four_clinics_and_three_jurisdictions() -> None:
    clinics = [clinic for _, clinic in demo().clinics()]
    assert len(demo().networks) == 2
    assert len(clinics) == 4
    assert {clinic.jurisdiction for clinic in clinics} == {"US-CO", "US-MD", "US-IL"}


def test_about_twenty_children_show_every_kind_of_family() -> None:
    children = [child for _, child in demo().children()]
    kinds = {edge.authority for child in children for edge in child.adults}
    assert len(children) >= 20
    assert kinds >= {
        AuthorityKind.SOLE_LEGAL,
        AuthorityKind.JOINT_LEGAL,
        AuthorityKind.PROTECTIVE_ORDER,
        AuthorityKind.FOSTER,
        AuthorityKind.STATE_GUARDIAN,
        AuthorityKind.RIGHTS_TERMINATED,
        AuthorityKind.STEP_PARENT,
    }
    assert any(child.basis is ConsentBasis.MINOR and child.age[0] == 14 for child in children)
    assert any(child.dangers for child in children)


def test_one_guardian_has_children_in_two_clinics() -> None:
    edges = [(families.clinic, edge.who) for families, child in demo().children() for edge in child.adults]
    clinics = {clinic for clinic, who in edges if who == "lucia-ferreira"}
    assert clinics == {"denver", "baltimore"}


def test_no_address_or_number_could_reach_anybody() -> None:
    people = [*(adult for _, adult in demo().adults())]
    phones = [adult.phone for adult in people] + [staff.phone for _, staff in demo().staff()]
    assert all(phone[5:9] == "5550" and phone[9] == "1" and len(phone) == 12 for phone in phones)
    assert all(address_of(adult.slug).endswith("@example.org") for adult in people)


def test_identifiers_hold_no_name() -> None:
    for _, child in demo().children():
        assert not set(child.slug.split("-")) & {demo_id(child.slug)}
        assert len(demo_id(child.slug)) == 32


def test_ages_hold_on_the_day_of_loading() -> None:
    today = date(2026, 11, 22)
    for _, child in demo().children():
        born = birth_day(child, today)
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        assert age == child.age[0], child.slug


def test_a_reference_to_nobody_stops_the_start() -> None:
    stranger = network.Demo(demo().networks, (replace(demo().families[0], adults=()),))
    with pytest.raises(ValueError, match="nobody"):
        network._check_references(stranger)
