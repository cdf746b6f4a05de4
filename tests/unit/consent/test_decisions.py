"""Changing what decisions rest on: what is refused, what is kept, and how the position moves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from contracts.codes import AuthorityKind, BasisChange, ConsentBasis, DangerState, DisclosureClass
from kernel.auth.principal import Kind, Principal
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.kind import Sealed
from services.consent import commands
from services.consent.decisions import access, danger, evidence, registration
from services.consent.decisions.trails import Act
from services.consent.model import ADULTS_MAX, FACTS_MAX, Family, Team
from services.consent.rules.case import Adult, Provision, RestrictionKind
from tests.unit.consent.families import AT, LONG_AGO, assent, authority, consent, order

TESS, SUE = Act("tess", AT), Act("sue", AT)
GOALS = (DisclosureClass.GOALS_PROGRESS,)
FAMILY = Family(
    id="c1",
    network="north",
    clinics=("hill",),
    jurisdiction="US-CO",
    name=Sealed("sealed"),
    birth_day="2016-02-29",
    basis=ConsentBasis.GUARDIAN,
    agreement=False,
    care_team=("tess",),
    teams=(Team(clinic="hill", persons=("tess",)),),
    agency=None,
    position=7,
    people=("father", "mother"),
    adults=(Adult(person="father", household="west"), Adult(person="mother")),
    authorities=(authority("father", AuthorityKind.JOINT_LEGAL), authority("mother", AuthorityKind.JOINT_LEGAL)),
)


def registration_of(**more: Any) -> commands.RegisterChild:
    return commands.RegisterChild(
        **{
            "child": "c1",
            "network": "north",
            "clinic": "hill",
            "jurisdiction": "US-CO",
            "name": "Ada",
            "birth_day": "2016-02-29",
            "basis": ConsentBasis.GUARDIAN,
            "confidentiality_agreement": False,
            "child_incapable": False,
            "care_team": ("tess",),
            "adults": (),
            "agency": None,
            **more,
        }
    )


def placed(**more: Any) -> commands.PlaceRestriction:
    return commands.PlaceRestriction(
        **{
            "child": "c1",
            "person": "father",
            "kind": RestrictionKind.COURT_ORDER,
            "classes": (),
            "since": LONG_AGO,
            "until": None,
            "source": "court-order",
            **more,
        }
    )


def consented(**more: Any) -> commands.GiveConsent:
    return commands.GiveConsent(
        **{
            "child": "c1",
            "grantor": "mother",
            "grantee": "gran",
            "classes": GOALS,
            "provision": Provision.PERMIT,
            "verified": True,
            "since": LONG_AGO,
            "until": None,
            **more,
        }
    )


def test_each_change_moves_the_position_by_one_and_says_where_it_stands() -> None:
    decision = evidence.place_restriction(FAMILY, placed(), "r1")
    [after], [event] = decision.changes, decision.events
    assert (after.position, decision.reply) == (8, {"restriction": "r1", "position": 8})
    assert event.change is BasisChange.RESTRICTION  # type: ignore[attr-defined]


def test_what_ends_before_it_begins_is_refused_with_the_field() -> None:
    with pytest.raises(Invalid) as refused:
        evidence.place_restriction(FAMILY, placed(until=LONG_AGO), "r1")
    assert refused.value.fields == {"until": ["before-since"]}


def test_an_order_against_somebody_unknown_is_refused() -> None:
    with pytest.raises(Invalid, match="not-on-record"):
        evidence.place_restriction(FAMILY, placed(person="stranger"), "r1")


def test_an_end_can_be_brought_forward_but_not_put_off() -> None:
    family = replace(FAMILY, restrictions=(order("father", until=AT),))
    later = commands.LiftRestriction(child="c1", restriction="order-father", until=AT + timedelta(days=1))
    sooner = replace(later, until=AT - timedelta(days=1))
    assert evidence.lift_restriction(family, later).changes[0].restrictions[0].until == AT
    assert evidence.lift_restriction(family, sooner).changes[0].restrictions[0].until == sooner.until
    with pytest.raises(Invalid):
        evidence.lift_restriction(family, replace(later, until=LONG_AGO - timedelta(days=1)))
    with pytest.raises(NotFound, match="no-such-restriction"):
        evidence.lift_restriction(family, replace(later, restriction="other"))


def test_nobody_consents_on_their_own_behalf_or_without_being_on_record() -> None:
    with pytest.raises(Invalid, match="grantor-is-grantee"):
        evidence.give_consent(FAMILY, consented(grantee="mother"), "k1")
    with pytest.raises(Invalid, match="not-on-record"):
        evidence.give_consent(FAMILY, consented(grantor="stranger"), "k1")
    assert evidence.give_consent(FAMILY, consented(), "k1").changes[0].people == ("father", "gran", "mother")


def test_a_revoked_consent_stays_on_record_and_is_revoked_once() -> None:
    family = replace(FAMILY, consents=(consent("mother", "gran", *GOALS, id="k1"),))
    revoke = commands.RevokeConsent(child="c1", consent="k1")
    [after] = evidence.revoke_consent(family, revoke, AT).changes
    assert (len(after.consents), after.consents[0].until) == (1, AT)
    assert evidence.revoke_consent(after, revoke, AT).changes == ()


def test_the_childs_new_word_ends_the_old_one_of_the_same_thing_only() -> None:
    family = replace(FAMILY, assents=(assent("mother", *GOALS), assent("father", *GOALS)))
    said = commands.RecordAssent(child="c1", person="mother", classes=GOALS, agrees=False)
    [after] = evidence.record_assent(family, said, "a1", AT).changes
    assert [item.until for item in after.assents] == [AT, None, None]


def test_granting_authority_keeps_where_an_adult_lives_unless_told() -> None:
    grant = commands.GrantAuthority(
        child="c1",
        person="father",
        kind=AuthorityKind.SOLE_LEGAL,
        since=AT,
        until=None,
        source="court-order",
        verifier=None,
        lives_with_child=None,
        household=None,
    )
    assert evidence.grant_authority(FAMILY, grant, "a1").changes[0].adults[0].household == "west"
    moved = replace(grant, lives_with_child=True, household="east")
    assert evidence.grant_authority(FAMILY, moved, "a1").changes[0].adults[0] == Adult(
        person="father", lives_with_child=True, household="east"
    )


def test_families_stay_within_their_limits() -> None:
    full = replace(FAMILY, restrictions=tuple(order("father", id=f"r{place}") for place in range(FACTS_MAX)))
    with pytest.raises(Invalid, match="too-many-facts"):
        evidence.place_restriction(full, placed(), "r-more")
    people = tuple(sorted(f"adult-{place:02d}" for place in range(ADULTS_MAX)))
    crowded = replace(FAMILY, people=(*people, "mother"), adults=tuple(Adult(person=person) for person in people))
    with pytest.raises(Invalid, match="too-many-adults"):
        evidence.give_consent(crowded, consented(), "k1")


def test_a_finding_ends_the_allegation_and_two_people_end_the_finding() -> None:
    flag = commands.FlagDanger(child="c1", person="father", state=DangerState.ALLEGED)
    alleged = danger.flag_danger(FAMILY, flag, "d1", TESS).changes[0]
    found = danger.flag_danger(alleged, replace(flag, state=DangerState.SUBSTANTIATED), "d2", TESS).changes[0]
    assert [item.until for item in found.dangers] == [AT, None]
    resolve = commands.ResolveDanger(child="c1", danger="d2", reason="retracted")
    pending = danger.resolve_danger(found, None, resolve, TESS)
    assert (pending.events, pending.changes[0].position) == ((), found.position)
    assert danger.flagged(pending.changes[0], "father", AT)
    with pytest.raises(Forbidden, match="second-person-needed"):
        danger.resolve_danger(pending.changes[0], None, resolve, TESS)
    cleared = danger.resolve_danger(pending.changes[0], None, resolve, SUE).changes[0]
    assert not danger.flagged(cleared, "father", AT)
    with pytest.raises(Invalid, match="not-active"):
        danger.resolve_danger(cleared, None, resolve, TESS)


def test_nobody_is_flagged_as_unfounded_by_one_person() -> None:
    flag = commands.FlagDanger(child="c1", person="father", state=DangerState.UNFOUNDED)
    with pytest.raises(Invalid, match="removal-needs-two"):
        danger.flag_danger(FAMILY, flag, "d1", TESS)


def test_registering_again_never_drops_an_adult_or_an_order() -> None:
    family = replace(FAMILY, restrictions=(order("father"),))
    [after] = registration.register_child(family, registration_of(jurisdiction="US-MD"), family.name, AT).changes
    assert (after.people, after.restrictions, after.authorities) == (
        family.people,
        family.restrictions,
        family.authorities,
    )


def test_a_child_taken_into_a_second_clinic_is_in_both() -> None:
    decision = registration.register_child(FAMILY, registration_of(clinic="lake"), FAMILY.name, AT)
    assert decision.changes[0].clinics == ("hill", "lake")
    assert [event.wire_type for event in decision.events] == ["consent.child-registered.v1"]


def test_the_care_team_of_a_clinic_the_child_is_not_in_is_refused() -> None:
    change = commands.ChangeCareTeam(child="c1", clinic="lake", care_team=("olaf",))
    with pytest.raises(Invalid, match="not-in-clinic"):
        registration.change_care_team(FAMILY, change)
    same = replace(change, clinic="hill", care_team=("tess", "tess"))
    assert registration.change_care_team(FAMILY, same).changes == ()


def test_staff_who_are_of_the_family_do_not_look_after_it() -> None:
    held = frozenset({("hill", "supervisor")})
    assert access.looks_after(Principal("sue", Kind.STAFF, "north", held), FAMILY)
    assert not access.looks_after(Principal("father", Kind.STAFF, "north", held), FAMILY)
    assert not access.looks_after(Principal("sue", Kind.STAFF, "south", held), FAMILY)
    assert not access.looks_after(Principal("sue", Kind.STAFF, "north", frozenset({("lake", "supervisor")})), FAMILY)
    assert not access.looks_after(Principal("sue", Kind.GUARDIAN, "north"), FAMILY)
