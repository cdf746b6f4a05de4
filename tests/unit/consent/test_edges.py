"""Edges of time, and facts that contradict each other or are missing: nothing is guessed."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contracts.codes import AuthorityKind, ConcernKind, DangerState, DisclosureClass, DutyBearer, Severity
from kernel.clock import from_text
from services.consent.model.ground import day_of
from services.consent.rules.case import Case, ClinicPolicy
from services.consent.rules.duties import backed, duties
from services.consent.rules.engine import Rulings, rule, rule_all
from tests.unit.consent.families import (
    AT,
    FATHER,
    MOTHER,
    alone,
    answer,
    assent,
    authority,
    case,
    concern,
    consent,
    danger,
    item,
    order,
    refusal,
    with_edges,
)

A, C = AuthorityKind, DisclosureClass
DENVER, INSTANT = ZoneInfo("America/Denver"), timedelta(microseconds=1)
EVERYDAY = (C.FACT_OF_TREATMENT, C.ATTENDANCE_BILLING, C.GOALS_PROGRESS, C.HOME_PRACTICE)
STEP = with_edges(case(), authority(MOTHER, A.STEP_PARENT), authority(FATHER, A.SOLE_LEGAL))


def at(found: Case, moment: datetime, zone: str) -> Case:
    """Asked at that moment in a clinic of that zone."""
    return replace(found, at=moment, today=moment.astimezone(ZoneInfo(zone)).date())


@pytest.mark.parametrize(
    ("zone", "born", "last", "first"),
    [
        ("America/Denver", date(2008, 3, 2), "2026-03-02T06:59:59.999999Z", "2026-03-02T07:00:00.000000Z"),
        ("America/Denver", date(2008, 3, 8), "2026-03-08T06:59:59.999999Z", "2026-03-08T07:00:00.000000Z"),
        ("America/Denver", date(2008, 3, 9), "2026-03-09T05:59:59.999999Z", "2026-03-09T06:00:00.000000Z"),
        ("America/Denver", date(2008, 11, 2), "2026-11-02T06:59:59.999999Z", "2026-11-02T07:00:00.000000Z"),
        ("Africa/Cairo", date(2008, 4, 24), "2026-04-23T21:59:59.999999Z", "2026-04-23T22:00:00.000000Z"),
        ("Pacific/Auckland", date(2008, 3, 2), "2026-03-01T10:59:59.999999Z", "2026-03-01T11:00:00.000000Z"),
        ("Pacific/Honolulu", date(2008, 3, 2), "2026-03-02T09:59:59.999999Z", "2026-03-02T10:00:00.000000Z"),
        ("America/Denver", date(2008, 2, 29), "2026-03-01T06:59:59.999999Z", "2026-03-01T07:00:00.000000Z"),
        ("America/Denver", date(2010, 2, 28), "2028-02-28T06:59:59.999999Z", "2028-02-28T07:00:00.000000Z"),
    ],
    ids=[
        "plain",
        "the day on which clocks go forward",
        "the day after, an hour earlier by the world's clock",
        "the day after clocks went back",
        "a day that begins at one o'clock",
        "where the day begins first",
        "where the day begins last",
        "born on a leap day",
        "the day before a leap day",
    ],
)
def test_who_comes_of_age_does_so_at_midnight_where_the_clinic_is(zone: str, born: date, last: str, first: str) -> None:
    found = replace(case(), born=born)
    assert answer(at(found, from_text(last), zone))[0] == "permit"
    assert answer(at(found, from_text(first), zone)) == ("withhold", ("child-is-adult",))
    rulings = Rulings(found)
    for moment, outcome in ((last, "permit"), (first, "withhold"), (last, "permit")):
        asked = at(found, from_text(moment), zone)
        assert rulings.rule(MOTHER, item(), asked.at, asked.today).outcome == outcome


def test_at_one_moment_a_child_is_of_age_in_one_clinic_and_not_yet_in_another() -> None:
    found, moment = replace(case(), born=date(2008, 3, 2)), from_text("2026-03-02T00:30:00.000000Z")
    assert answer(at(found, moment, "Asia/Tokyo"))[0] == "withhold"
    assert answer(at(found, moment, "America/Denver"))[0] == "permit"


def test_without_a_clinic_the_day_is_that_of_the_worlds_clock() -> None:
    assert day_of(None, from_text("2026-03-01T23:59:59.999999Z")) == date(2026, 3, 1)


def test_who_is_born_on_a_leap_day_has_a_birthday_on_it_where_there_is_one() -> None:
    found = replace(case(), born=date(2012, 2, 29), item=item(C.SESSION_DETAIL), policy=ClinicPolicy(detail_age=16))
    ages = [replace(found, today=day).age for day in (date(2028, 2, 28), date(2028, 2, 29), date(2027, 2, 28))]
    assert ages == [15, 16, 14]


def test_an_order_that_ends_in_the_hour_that_comes_twice_ends_the_second_time() -> None:
    ends = datetime(2026, 11, 1, 1, 30, tzinfo=DENVER, fold=1)
    found = case(restrictions=(order(MOTHER, until=ends),))
    first_pass, second_pass = datetime(2026, 11, 1, 1, 40, tzinfo=DENVER), ends.replace(minute=31)
    for asked, outcome in (
        (first_pass, "withhold"),
        (ends - INSTANT, "withhold"),
        (ends, "permit"),
        (second_pass, "permit"),
    ):
        assert answer(replace(found, at=asked))[0] == outcome
        assert Rulings(found).rule(MOTHER, found.item, asked, found.today).outcome == outcome


def test_a_period_written_in_any_zone_is_the_same_period() -> None:
    for zone in ("UTC", "Asia/Tokyo", "America/Denver"):
        found = case(restrictions=(order(MOTHER, since=AT.astimezone(ZoneInfo(zone))),))
        assert answer(replace(found, at=AT - INSTANT))[0] == "permit"
        assert answer(found)[0] == "withhold"


@pytest.mark.parametrize("cls", EVERYDAY)
@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("contradictory-custody", with_edges(case(), authority(MOTHER, A.SOLE_LEGAL), authority(FATHER, A.SOLE_LEGAL))),
        (
            "contradictory-custody",
            with_edges(case(), authority(MOTHER, A.JOINT_LEGAL), authority(FATHER, A.SOLE_LEGAL)),
        ),
        ("no-authority-on-record", with_edges(case(), authority(MOTHER, A.STEP_PARENT))),
        ("unknown-jurisdiction", case(10, None)),
        ("authority-unverified", with_edges(case(), authority(MOTHER, A.SOLE_LEGAL, verifier=None))),
    ],
)
def test_contradictory_or_missing_facts_are_a_question_that_names_them(cls: C, reason: str, told: Case) -> None:
    assert answer(replace(told, item=item(cls))) == ("escalate", (reason,))


def test_several_doubts_are_all_named() -> None:
    told = with_edges(case(10, None), authority(MOTHER, A.SOLE_LEGAL, verifier=None), authority(FATHER, A.SOLE_LEGAL))
    assert answer(told) == ("escalate", ("authority-unverified", "contradictory-custody", "unknown-jurisdiction"))


def test_grave_harm_under_contradictory_papers_ends_at_a_human_in_time() -> None:
    told = with_edges(case(), authority(MOTHER, A.SOLE_LEGAL), authority(FATHER, A.SOLE_LEGAL))
    told = replace(told, item=concern(ConcernKind.SUICIDAL_INTENT, Severity.IMMINENT))
    backstop = backed(told, None, (("on-call",),), "clinic")
    [duty] = duties(told.item, rule_all(told), backstop, told.at)
    assert {ruling.outcome for ruling in rule_all(told).values()} == {"escalate"}
    assert (duty.bearer, duty.persons, duty.due) == (DutyBearer.ON_CALL, ("on-call",), AT + timedelta(hours=1))


def test_a_childs_yes_and_no_at_once_are_a_no() -> None:
    told = case(item=item(C.SESSION_DETAIL), assents=(assent(MOTHER, C.SESSION_DETAIL), assent(None, agrees=False)))
    assert answer(told)[0] == "withhold"


def test_a_guardians_yes_and_no_at_once_are_a_question() -> None:
    both = (consent(FATHER, MOTHER, C.GOALS_PROGRESS), refusal(FATHER, MOTHER, C.GOALS_PROGRESS))
    assert answer(replace(STEP, consents=both)) == ("escalate", ("guardians-disagree",))


def test_a_minor_alone_in_a_part_2_programme_under_a_law_nobody_has_verified_is_a_question() -> None:
    told = alone(14, "US-MI", policy=ClinicPolicy(part2=True), item=item(C.FACT_OF_TREATMENT))
    assert answer(told) == ("escalate", ("minor-law-unverified",))


def test_an_allegation_against_the_one_who_consented_is_not_seen_by_who_was_consented_to() -> None:
    told = replace(STEP, consents=(consent(FATHER, MOTHER, *EVERYDAY, C.SAFETY_CONCERN),))
    accused = replace(told, dangers=(danger(FATHER), danger(MOTHER)))
    for cls in EVERYDAY:
        asked = item(cls)
        assert rule(replace(accused, item=asked), MOTHER) == rule(replace(told, item=asked), MOTHER)
    assert answer(replace(accused, item=concern(severity=Severity.LOW)))[0] == "withhold"
    found = replace(told, dangers=(danger(FATHER, DangerState.SUBSTANTIATED),))
    assert answer(found) == ("withhold", ("default-deny",))
