"""Each rule, alone, in the case it is for."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contracts.codes import AuthorityKind, ChildTold, ConcernKind, ConsentBasis, DangerState, DisclosureClass, Severity
from services.consent.repository import packs
from services.consent.rules.case import Adult, Case, ClinicPolicy, RestrictionKind
from services.consent.rules.engine import rule
from services.consent.rules.tables import DOUBTS, OBLIGATIONS, RANKS, WITHOUT_A_RULE
from services.consent.rules.wording import OBLIGATIONS as OBLIGATION_WORDS
from services.consent.rules.wording import RULES, staff_words
from tests.unit.consent.families import (
    AT,
    FATHER,
    LONG_AGO,
    MOTHER,
    alone,
    answer,
    assent,
    authority,
    boundary,
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
DETAIL, GOALS, FACT = C.SESSION_DETAIL, C.GOALS_PROGRESS, C.FACT_OF_TREATMENT
FOSTER = with_edges(case(), authority(MOTHER, A.FOSTER))
STEP = with_edges(case(), authority(MOTHER, A.STEP_PARENT), authority(FATHER, A.SOLE_LEGAL))
BOTH_MUST = with_edges(
    case(),
    authority("aunt", A.STEP_PARENT),
    authority(MOTHER, A.JOINT_CONSENT_REQUIRED),
    authority(FATHER, A.JOINT_CONSENT_REQUIRED),
)

TABLE: list[tuple[str, str, Case]] = [
    ("psychotherapy-note", "withhold", case(item=item(C.PSYCHOTHERAPY_NOTE))),
    ("third-party-information", "withhold", case(item=item(C.THIRD_PARTY))),
    ("protective-order", "withhold", with_edges(case(), authority(MOTHER, A.PROTECTIVE_ORDER))),
    ("protective-order", "withhold", case(restrictions=(order(MOTHER, RestrictionKind.PROTECTIVE_ORDER),))),
    ("court-restriction", "withhold", case(restrictions=(order(MOTHER),))),
    ("court-restriction", "withhold", case(restrictions=(order(MOTHER, classes=(GOALS,)),))),
    ("legal-guardian", "permit", case(restrictions=(order(MOTHER, classes=(DETAIL,)),))),
    ("rights-terminated", "withhold", with_edges(case(), authority(MOTHER, A.RIGHTS_TERMINATED))),
    ("abuse-substantiated", "withhold", case(dangers=(danger(MOTHER, DangerState.SUBSTANTIATED),))),
    ("abuse-alleged", "withhold", case(dangers=(danger(MOTHER),), item=item(C.REPORT_EXISTENCE))),
    ("abuse-alleged", "withhold", case(dangers=(danger(MOTHER),), item=concern())),
    ("legal-guardian", "permit", case(dangers=(danger(MOTHER),))),
    ("legal-guardian", "permit", case(dangers=(danger(MOTHER, DangerState.UNFOUNDED),))),
    ("named-in-concern", "withhold", case(item=concern(ConcernKind.ABUSE_PHYSICAL, about=(MOTHER,)))),
    ("harm-inform-guardian", "permit", case(item=concern())),
    ("harm-inform-guardian", "permit", replace(FOSTER, item=concern())),
    ("harm-notice-shall", "permit", alone(14, "US-CO", item=concern(ConcernKind.SUICIDAL_INTENT))),
    ("harm-notice-may", "escalate", alone(14, "US-CO", item=concern(ConcernKind.NEGLECT))),
    ("harm-notice-may", "escalate", alone(14, "US-MD", item=concern())),
    ("harm-law-unknown", "escalate", alone(14, "US-MI", item=concern())),
    ("harm-law-unknown", "escalate", alone(14, None, item=concern())),
    ("harm-child-capable", "withhold", alone(item=concern(), policy=ClinicPolicy(part2=True))),
    ("harm-child-incapable", "permit", alone(item=concern(), policy=ClinicPolicy(part2=True), child_incapable=True)),
    ("harm-grown", "escalate", case(18, item=concern())),
    ("child-is-adult", "withhold", case(18)),
    ("child-agrees", "permit", case(18, assents=(assent(MOTHER, GOALS),))),
    ("minor-consent-protected", "withhold", alone(item=item(FACT))),
    ("minor-consent-discretion", "escalate", alone(14, "US-MD", item=item(FACT))),
    ("minor-consent-detail", "withhold", alone(14, "US-MD", item=item(DETAIL))),
    ("minor-law-unverified", "escalate", alone(16, "US-NJ", item=item(FACT))),
    ("minor-law-unverified", "escalate", alone(14, "US-WA", item=item(FACT))),
    ("minor-consent-not-recognised", "escalate", alone(14, "US-ID", item=item(FACT))),
    ("minor-consent-not-recognised", "escalate", alone(11, "US-IL", item=item(FACT))),
    ("child-yes-unverified", "escalate", alone(consents=(childs_consent(MOTHER, GOALS, verified=False),))),
    ("child-agrees", "permit", alone(consents=(childs_consent(MOTHER, GOALS),))),
    ("therapist-boundary", "withhold", case(boundaries=(boundary(MOTHER, GOALS),))),
    ("therapist-boundary", "withhold", case(boundaries=(boundary(None),))),
    ("legal-guardian", "permit", case(boundaries=(boundary(FATHER),))),
    ("legal-guardian", "permit", case(boundaries=(boundary(MOTHER, until=AT),))),
    ("harm-inform-guardian", "permit", case(boundaries=(boundary(MOTHER),), item=concern())),
    ("child-objects", "withhold", case(assents=(assent(None, GOALS, agrees=False),))),
    ("legal-guardian", "permit", case(item=item(FACT), assents=(assent(None, FACT, agrees=False),))),
    ("child-objects", "withhold", alone(16, "US-TN", item=item(FACT), assents=(assent(None, FACT, agrees=False),))),
    (
        "child-objects-recipient",
        "withhold",
        replace(
            STEP,
            item=item(FACT),
            consents=(consent(FATHER, MOTHER, FACT),),
            assents=(assent(MOTHER, FACT, agrees=False),),
        ),
    ),
    (
        "child-objects-safety",
        "escalate",
        case(item=concern(severity=Severity.LOW), assents=(assent(None, C.SAFETY_CONCERN, agrees=False),)),
    ),
    (
        "harm-inform-guardian",
        "permit",
        case(item=concern(), assents=(assent(None, C.SAFETY_CONCERN, agrees=False),)),
    ),
    ("confidentiality-agreement", "withhold", case(agreement=True, item=item(DETAIL))),
    ("child-agrees", "permit", case(agreement=True, item=item(DETAIL), assents=(assent(MOTHER, DETAIL),))),
    (
        "child-yes-unproven",
        "escalate",
        case(agreement=True, item=item(DETAIL), consents=(childs_consent(MOTHER, DETAIL, verified=False),)),
    ),
    ("guardians-consent", "permit", replace(STEP, consents=(consent(FATHER, MOTHER, GOALS),))),
    ("default-deny", "withhold", STEP),
    ("default-deny", "withhold", replace(STEP, item=item(DETAIL), consents=(consent(FATHER, MOTHER, DETAIL),))),
    (
        "guardian-consent-unverified",
        "escalate",
        replace(STEP, consents=(consent(FATHER, MOTHER, GOALS, verified=False),)),
    ),
    ("guardians-disagree", "escalate", case(consents=(refusal(FATHER, MOTHER, GOALS),))),
    ("legal-guardian", "permit", case(consents=(refusal(FATHER, MOTHER, GOALS),), restrictions=(order(FATHER),))),
    ("clinic-withholds", "withhold", case(policy=ClinicPolicy(withheld=(GOALS,)))),
    ("legal-guardian", "permit", case()),
    ("legal-guardian", "permit", case(basis=ConsentBasis.COURT)),
    ("legal-guardian", "permit", with_edges(case(), authority(MOTHER, A.STATE_GUARDIAN))),
    ("day-to-day-carer", "permit", FOSTER),
    ("default-deny", "withhold", replace(FOSTER, item=item(DETAIL))),
    ("detail-young-child", "permit", case(item=item(DETAIL))),
    ("detail-older-child", "escalate", case(12, item=item(DETAIL))),
    ("report-judgement", "escalate", case(item=item(C.REPORT_EXISTENCE))),
    (
        "contact-judgement",
        "escalate",
        with_edges(case(item=item(FACT)), authority(MOTHER, A.ACCESS_ONLY), authority(FATHER, A.SOLE_LEGAL)),
    ),
    ("no-authority-on-record", "escalate", with_edges(case(), authority(MOTHER, A.STEP_PARENT))),
    ("unknown-jurisdiction", "escalate", case(10, None)),
    (
        "contradictory-custody",
        "escalate",
        with_edges(case(), authority(MOTHER, A.SOLE_LEGAL), authority(FATHER, A.SOLE_LEGAL)),
    ),
    (
        "contradictory-custody",
        "escalate",
        with_edges(case(), authority(MOTHER, A.JOINT_LEGAL), authority(FATHER, A.SOLE_LEGAL)),
    ),
    ("authority-unverified", "escalate", with_edges(case(), authority(MOTHER, A.JOINT_LEGAL, verifier=None))),
    ("default-deny", "withhold", case(item=item(C.CONTACT_DATA))),
]


@pytest.mark.parametrize(("code", "outcome", "told"), TABLE, ids=[f"{n}-{row[0]}" for n, row in enumerate(TABLE)])
def test_a_rule_decides_in_the_case_it_is_for(code: str, outcome: str, told: Case) -> None:
    assert answer(told) == (outcome, (code,))


def test_joint_consent_counts_only_when_all_guardians_gave_it() -> None:
    one = replace(BOTH_MUST, consents=(consent(MOTHER, "aunt", GOALS),))
    both = replace(BOTH_MUST, consents=(*one.consents, consent(FATHER, "aunt", GOALS)))
    assert answer(one, "aunt") == ("escalate", ("joint-consent-missing",))
    assert answer(both, "aunt") == ("permit", ("guardians-consent",))


def test_who_may_live_with_the_accused_is_a_question() -> None:
    told = case(dangers=(danger(FATHER),), item=concern(ConcernKind.ABUSE_PHYSICAL))

    def homes(mother: str | None, father: str | None) -> tuple[str, tuple[str, ...]]:
        adults = (
            Adult(person=MOTHER, lives_with_child=True, household=mother),
            Adult(person=FATHER, lives_with_child=True, household=father),
        )
        return answer(replace(told, adults=adults))

    assert homes("east", "east") == ("escalate", ("lives-with-accused",))
    assert homes(None, "west") == ("escalate", ("lives-with-accused",))
    assert homes("east", "west") == ("permit", ("harm-inform-guardian",))


def test_every_rule_of_the_tables_is_shown_and_has_words() -> None:
    codes = [item.code for rank in (*RANKS, DOUBTS) for item in rank]
    shown = {code for code, _, _ in TABLE} | {"joint-consent-missing", "lives-with-accused", "guardians-consent"}
    assert len(codes) == len(set(codes))
    assert set(codes) | {WITHOUT_A_RULE} <= shown
    assert set(codes) | {WITHOUT_A_RULE} <= set(RULES)
    assert {duty.code for duty in OBLIGATIONS} == set(OBLIGATION_WORDS)


def test_staff_read_the_rule_with_its_citation() -> None:
    told = alone(item=item(FACT))
    [words] = staff_words(rule(told, MOTHER), told.pack)
    assert "405 ILCS 5/3-501" in words
    assert "read in the text of the law" in words


def test_obligations_go_with_the_answer() -> None:
    untold = concern(child_told=ChildTold.NOT_YET)
    granted = authority(MOTHER, A.JOINT_LEGAL, source="court-order")
    accused = with_edges(case(dangers=(danger(MOTHER),), item=concern()), granted, authority(FATHER, A.JOINT_LEGAL))
    assert rule(case(item=untold), MOTHER).obligations == ("tell-child-first",)
    assert rule(case(16), MOTHER).obligations == ("summary-only",)
    assert rule(FOSTER, MOTHER).obligations == ("summary-only",)
    assert rule(accused, MOTHER).obligations == ("legal-review", "reroute")


def test_who_may_share_a_home_with_the_accused_is_told_where_nobody_else_looks() -> None:
    adults = tuple(Adult(person=person, lives_with_child=True, household="east") for person in (MOTHER, FATHER))
    home = replace(case(dangers=(danger(FATHER),), item=concern()), adults=adults)
    assert rule(home, MOTHER).obligations == ("own-channel",)
    assert "own-channel" not in rule(replace(home, item=item(C.ATTENDANCE_BILLING)), MOTHER).obligations
    assert "own-channel" not in rule(replace(home, adults=(adults[0],)), MOTHER).obligations


def test_an_authority_counts_only_while_it_holds() -> None:
    over = with_edges(case(), authority(MOTHER, A.JOINT_LEGAL, until=AT), authority(FATHER, A.JOINT_LEGAL))
    coming = with_edges(
        case(), authority(MOTHER, A.JOINT_LEGAL, since=AT + timedelta(seconds=1)), authority(FATHER, A.JOINT_LEGAL)
    )
    assert answer(over)[0] == answer(coming)[0] == "withhold"


def test_who_is_born_on_a_leap_day_comes_of_age_on_the_first_of_march() -> None:
    born = LONG_AGO.date().replace(year=2008, month=2, day=29)
    ages = [replace(case(), born=born, today=AT.date().replace(month=m, day=d)).age for m, d in ((2, 28), (3, 1))]
    assert ages == [17, 18]


def test_all_thirty_three_jurisdictions_are_on_file_with_a_citation() -> None:
    found = packs()
    assert len(found) == 33
    assert {"US-CO", "US-IL", "US-MD", "US-CA", "US-OR", "US-ID", "GB-ENG"} <= set(found)
    assert all(pack.citation for pack in found.values())
    assert not found["US-MI"].verified
