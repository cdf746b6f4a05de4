"""The stories the rules must get right, at the level of the decision."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from contracts.codes import (
    AuthorityKind,
    ConcernKind,
    ConsentBasis,
    ConsentStatus,
    DangerState,
    DisclosureClass,
    DutyBearer,
    DutyKind,
    Outcome,
)
from kernel.kind import Sealed
from services.consent.decisions.accounting import Entry, EntryKind, Purpose, for_guardian
from services.consent.decisions.glass import kept_out
from services.consent.model import Family
from services.consent.repository import packs
from services.consent.rules.case import Adult, ClinicPolicy, Consent
from services.consent.rules.duties import Backstop, backed, duties
from services.consent.rules.engine import rule, rule_all
from services.consent.rules.wording import READER_SEES_NOTHING, reader_words
from tests.unit.consent.families import (
    AT,
    FATHER,
    MOTHER,
    alone,
    answer,
    assent,
    authority,
    case,
    childs_consent,
    concern,
    consent,
    danger,
    item,
    order,
    refusal,
    with_edges,
)

C, A = DisclosureClass, AuthorityKind
ABUSE = concern(ConcernKind.ABUSE_PHYSICAL, about=(FATHER,))
BACKSTOP = Backstop(agency="agency", on_call=("nurse",))
HUMANS = Backstop(agency=None, on_call=("nurse",))


def test_1_illinois_a_parent_asks_whether_the_self_consented_girl_of_14_is_a_patient() -> None:
    for cls in (C.FACT_OF_TREATMENT, C.ATTENDANCE_BILLING, C.GOALS_PROGRESS, C.HOME_PRACTICE, C.SESSION_DETAIL):
        ruling = rule(alone(item=item(cls)), MOTHER)
        assert ruling.outcome is Outcome.WITHHOLD
        assert reader_words(ruling.outcome, ruling.obligations) == READER_SEES_NOTHING


def test_2_abuse_by_the_father_mother_and_agency_are_told_and_his_other_answers_do_not_change() -> None:
    told = case(item=ABUSE, dangers=(danger(FATHER),))
    rulings = rule_all(told)
    found = duties(ABUSE, rulings, BACKSTOP, AT)
    assert (rulings[MOTHER].outcome, rulings[FATHER].outcome) == (Outcome.PERMIT, Outcome.WITHHOLD)
    assert [(duty.kind, duty.bearer, duty.persons) for duty in found] == [
        (DutyKind.INFORM, DutyBearer.GUARDIAN, (MOTHER,)),
        (DutyKind.REPORT, DutyBearer.AGENCY, ("agency",)),
    ]
    for cls in (C.FACT_OF_TREATMENT, C.ATTENDANCE_BILLING, C.GOALS_PROGRESS, C.HOME_PRACTICE):
        assert rule(case(item=item(cls), dangers=(danger(FATHER),)), FATHER) == rule(case(item=item(cls)), FATHER)


def test_3_both_parents_implicated_the_agency_is_told_else_the_human_on_call() -> None:
    both = concern(ConcernKind.ABUSE_SEXUAL, about=(FATHER, MOTHER))
    rulings = rule_all(case(item=both, dangers=(danger(FATHER), danger(MOTHER))))
    assert {ruling.outcome for ruling in rulings.values()} == {Outcome.WITHHOLD}
    assert [duty.bearer for duty in duties(both, rulings, BACKSTOP, AT)] == [DutyBearer.AGENCY, DutyBearer.AGENCY]
    assert [duty.persons for duty in duties(both, rulings, HUMANS, AT)] == [("nurse",), ("nurse",)]


@pytest.mark.parametrize(
    "against",
    [
        {"item": concern(ConcernKind.NEGLECT, about=("agency",))},
        {"item": ABUSE, "dangers": (danger("agency"),)},
        {"item": ABUSE, "restrictions": (order("agency"),)},
        {"item": ABUSE, "authorities": (authority("agency", A.PROTECTIVE_ORDER),)},
    ],
)
def test_3_the_agencys_person_against_whom_something_speaks_bears_no_duty(against: dict[str, Any]) -> None:
    told = case(**{"authorities": (), **against})
    found = duties(told.item, rule_all(told), backed(told, "agency", [["nurse"]], "clinic"), AT)
    assert [(duty.kind, duty.persons, duty.reason) for duty in found] == [
        (DutyKind.INFORM, ("nurse",), "agency-excluded"),
        (DutyKind.REPORT, ("nurse",), "agency-excluded"),
    ]


def test_3_of_those_on_call_the_accused_are_left_out_and_at_last_the_clinic_itself_is_on_call() -> None:
    told = case(item=concern(about=("nurse",)), dangers=(danger("doctor"),))

    def on_call(*groups: list[str]) -> tuple[str, ...]:
        return backed(told, None, groups, "clinic").on_call

    assert on_call(["nurse", "tess"], ["doctor"]) == ("tess",)
    assert on_call(["nurse"], ["doctor", "tess"]) == ("tess",)
    assert on_call(["nurse"], ["doctor"], ["doctor"]) == ("clinic",)


def test_3_the_safe_parent_who_lives_with_the_accused_is_a_question_and_nobody_waits_for_the_answer() -> None:
    home = tuple(Adult(person=person, lives_with_child=True, household="one") for person in (FATHER, MOTHER))
    rulings = rule_all(case(item=ABUSE, dangers=(danger(FATHER),), adults=home))
    assert rulings[MOTHER].rules == ("lives-with-accused",)
    assert rulings[MOTHER].outcome is Outcome.ESCALATE
    assert [duty.bearer for duty in duties(ABUSE, rulings, BACKSTOP, AT)] == [
        DutyBearer.AGENCY,
        DutyBearer.ON_CALL,
        DutyBearer.AGENCY,
    ]


def test_4_suicidal_intent_and_the_child_refuses() -> None:
    refuses = (assent(None, C.SAFETY_CONCERN, agrees=False),)
    told = alone(14, "US-CO", item=concern(ConcernKind.SUICIDAL_INTENT), assents=refuses)
    part2 = replace(told, policy=ClinicPolicy(part2=True))
    assert answer(told) == ("permit", ("harm-notice-shall",))
    assert answer(replace(told, pack=packs()["US-MD"])) == ("escalate", ("harm-notice-may",))
    assert answer(part2) == ("withhold", ("harm-child-capable",))
    assert answer(replace(part2, child_incapable=True)) == ("permit", ("harm-child-incapable",))
    found = duties(part2.item, rule_all(part2), HUMANS, AT)
    assert [(duty.bearer, duty.persons) for duty in found] == [(DutyBearer.ON_CALL, ("nurse",))]


def test_5_a_consent_revoked_before_delivery_permits_nothing_any_more() -> None:
    step = with_edges(case(), authority(MOTHER, A.STEP_PARENT), authority(FATHER, A.SOLE_LEGAL))
    given = consent(FATHER, MOTHER, C.GOALS_PROGRESS)
    revoked = replace(given, status=ConsentStatus.INACTIVE, until=AT)
    assert answer(replace(step, consents=(given,)))[0] == "permit"
    assert answer(replace(step, consents=(revoked,)))[0] == "withhold"


def test_6_a_protective_order_dated_back_stops_the_goal_update_that_was_queued() -> None:
    before = case()
    after = case(restrictions=(order(FATHER, since=AT - timedelta(days=30)),))
    assert (answer(before, FATHER)[0], answer(after, FATHER)[0]) == ("permit", "withhold")
    assert answer(after, MOTHER)[0] == "permit"


def test_7_equal_parents_disagree_with_a_court_order_on_file_a_human_decides_on_a_summary() -> None:
    granted = authority(MOTHER, A.JOINT_LEGAL, source="court-order")
    aunt = authority("aunt", A.STEP_PARENT)
    told = with_edges(case(), granted, authority(FATHER, A.JOINT_LEGAL), aunt)
    yes, no = consent(MOTHER, "aunt", C.GOALS_PROGRESS), refusal(FATHER, "aunt", C.GOALS_PROGRESS)
    for said in ((yes, no), (no, yes)):
        ruling = rule(replace(told, consents=said), "aunt")
        assert ruling.outcome is Outcome.ESCALATE
        assert "guardians-disagree" in ruling.rules
        assert ruling.obligations == ("summary-only",)


def test_8_the_eighteenth_birthday_at_midnight_ends_what_guardians_may_know() -> None:
    born = date(2008, 3, 2)
    eve = case(born=born, today=date(2026, 3, 1))
    day = case(born=born, today=date(2026, 3, 2))
    assert (answer(eve)[0], answer(day)) == ("permit", ("withhold", ("child-is-adult",)))


def test_8_the_twelfth_birthday_makes_session_detail_a_question() -> None:
    born = date(2014, 3, 2)
    eve = case(born=born, today=date(2026, 3, 1), item=item(C.SESSION_DETAIL))
    assert (answer(eve)[0], answer(replace(eve, today=date(2026, 3, 2)))[0]) == ("permit", "escalate")


def test_8_a_move_from_illinois_to_idaho_leaves_nothing_to_the_machine() -> None:
    illinois = alone(item=item(C.FACT_OF_TREATMENT))
    assert answer(illinois) == ("withhold", ("minor-consent-protected",))
    assert answer(replace(illinois, pack=packs()["US-ID"])) == ("escalate", ("minor-consent-not-recognised",))


def test_9_a_consent_in_the_childs_name_that_nobody_verified_opens_nothing() -> None:
    forged = childs_consent(MOTHER, C.SESSION_DETAIL, verified=False)
    assert answer(alone(item=item(C.SESSION_DETAIL), consents=(forged,)))[0] == "escalate"
    assert answer(case(14, agreement=True, item=item(C.SESSION_DETAIL), consents=(forged,)))[0] == "escalate"


def test_10_the_account_for_the_accused_is_the_same_with_and_without_what_was_told_to_others() -> None:
    progress = told_to(FATHER, C.GOALS_PROGRESS)
    secret = (told_to(MOTHER, C.SAFETY_CONCERN), told_to("agency", C.REPORT_EXISTENCE, kind=EntryKind.REPORTED))
    read = told_to(MOTHER, C.SAFETY_CONCERN, kind=EntryKind.READ)
    everyday = dict.fromkeys(C, True)
    assert for_guardian((progress, *secret, read), FATHER, everyday) == for_guardian((progress,), FATHER, everyday)
    assert for_guardian((progress, *secret, read), MOTHER, everyday) == [progress, read]


def told_to(person: str, cls: DisclosureClass, kind: EntryKind = EntryKind.OFFERED) -> Entry:
    """An entry of the account of disclosures."""
    purpose = Purpose.PROTECTION if kind is EntryKind.REPORTED else Purpose.FAMILY
    return Entry(kind=kind, recipient=person, disclosure_class=cls, purpose=purpose, first=AT, last=AT)


@pytest.mark.parametrize("said", [(), (consent(MOTHER, FATHER, C.THIRD_PARTY), childs_consent(FATHER, C.THIRD_PARTY))])
def test_11_what_concerns_the_sibling_is_given_to_no_adult_whoever_says_yes(said: tuple[Consent, ...]) -> None:
    together = case(item=item(C.THIRD_PARTY), consents=said, assents=(assent(None, C.THIRD_PARTY),))
    assert {ruling.outcome for ruling in rule_all(together).values()} == {Outcome.WITHHOLD}
    assert answer(together, FATHER) == ("withhold", ("third-party-information",))


def test_12_an_unfounded_allegation_restores_the_view() -> None:
    over = danger(FATHER, until=AT)
    cleared = danger(FATHER, DangerState.UNFOUNDED, since=AT)
    told = case(item=concern(), dangers=(over, cleared))
    assert rule(told, FATHER) == rule(case(item=concern()), FATHER)


def test_13_a_placement_that_ends_takes_its_view_along() -> None:
    first = authority("foster-one", A.FOSTER, until=AT)
    second = authority("foster-two", A.FOSTER, since=AT)
    told = with_edges(case(), first, second, authority("state", A.STATE_GUARDIAN))
    assert [answer(told, person)[0] for person in ("foster-one", "foster-two", "state")] == [
        "withhold",
        "permit",
        "permit",
    ]


def test_14_the_ex_spouse_who_works_here_is_an_adult_of_the_family_and_breaks_no_glass() -> None:
    family = Family(
        id="maya", network="north", clinics=("hill",), jurisdiction="US-CO", name=Sealed("x"), birth_day="2015-01-01",
        basis=ConsentBasis.GUARDIAN, agreement=False, care_team=("tess",), agency=None, position=1,
        people=(FATHER, MOTHER), adults=(Adult(person=FATHER), Adult(person=MOTHER)),
    )  # fmt: skip
    assert kept_out(family, FATHER, (), AT)
    assert kept_out(replace(family, people=(MOTHER,), dangers=(danger(FATHER),)), FATHER, (), AT)
    assert not kept_out(family, "nora", (), AT)
