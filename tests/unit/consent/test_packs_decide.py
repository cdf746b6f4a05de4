"""What a pack changes in a decision, and what one that nobody has verified cannot change."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.codes import DisclosureClass
from services.consent.repository import packs
from services.consent.rules.case import ClinicPolicy
from services.consent.rules.engine import rule
from services.consent.rules.packs import Book, PackStatus, ParentInformation
from tests.unit.consent.families import AT, alone, answer, case, item

C = DisclosureClass
ILLINOIS = packs()["US-IL"]
DETAIL = item(C.SESSION_DETAIL)


@pytest.mark.parametrize("place", sorted(place for place, pack in packs().items() if not pack.verified))
def test_an_unverified_rule_escalates_instead_of_deciding_and_says_so(place: str) -> None:
    for information in ParentInformation:
        law = replace(packs()[place], parent_information=information)
        assert answer(alone(14, place, pack=law)) == ("escalate", ("minor-law-unverified",))


def test_an_unverified_majority_makes_nobody_of_age() -> None:
    early = replace(ILLINOIS, majority=16)
    assert answer(case(16, pack=early)) == ("withhold", ("child-is-adult",))
    doubted = replace(early, status=PackStatus.UNVERIFIED)
    assert answer(case(16, pack=doubted)) == ("permit", ("legal-guardian",))


def test_the_laws_age_for_session_detail_counts_where_it_is_lower_than_the_clinics() -> None:
    england = packs()["GB-ENG"]
    assert answer(case(10, pack=england, item=DETAIL))[0] == "permit"
    assert answer(case(11, pack=england, item=DETAIL)) == ("escalate", ("detail-older-child",))
    later = replace(england, detail_age=15)
    assert answer(case(12, pack=later, item=DETAIL)) == ("escalate", ("detail-older-child",))
    assert answer(case(12, pack=later, item=DETAIL, policy=ClinicPolicy(detail_age=14)))[0] == "permit"


def test_the_laws_age_for_summaries_narrows_what_a_guardian_reads_of_goals() -> None:
    law = replace(ILLINOIS, summary_age=10)
    assert rule(case(10, pack=law), "mother").obligations == ("summary-only",)
    assert rule(case(9, pack=law), "mother").obligations == ()


def test_a_law_that_requires_telling_a_parent_reads_like_one_that_permits_it() -> None:
    for information in (ParentInformation.REQUIRED, ParentInformation.PERMITTED):
        law = replace(ILLINOIS, parent_information=information)
        assert answer(alone(14, pack=law)) == ("permit", ("legal-guardian",))


def test_on_a_day_without_rules_the_question_is_for_a_human() -> None:
    book = Book([replace(ILLINOIS, since="2027-01-01")])
    assert answer(alone(14, pack=book.on("US-IL", AT.date())))[0] == "escalate"
    assert answer(alone(14, pack=book.on("US-IL", date(2027, 1, 1)))) == ("withhold", ("minor-consent-protected",))
