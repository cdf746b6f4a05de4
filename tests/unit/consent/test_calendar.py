"""Birthdays, ends and notices: when they come, and that they come once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from contracts.codes import AuthorityKind, BasisChange, ConsentBasis, ConsentStatus, DisclosureClass
from contracts.consent import BasisChanged, ReviewDue
from kernel.kind import Sealed
from services.consent.decisions import calendar
from services.consent.decisions.calendar import begins, birthday
from services.consent.model import Clinic, Family, Ground, Team
from services.consent.repository import packs
from services.consent.rules.case import Authority, Boundary, ClinicPolicy, Consent, age_on
from services.consent.settings import CALENDAR_LOOK

INSTANT = timedelta(microseconds=1)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def clinic(zone: str = "America/Denver", id: str = "hill", policy: ClinicPolicy | None = None) -> Clinic:
    return Clinic(
        id=id, network="n1", jurisdiction="US-CO", zone=zone, name="Hill", languages=("en",), on_call=("sue",),
        agency_name="Agency", policy=policy or ClinicPolicy(),
    )  # fmt: skip


def ground(zone: str = "America/Denver", id: str = "hill", place: str = "US-CO") -> Ground:
    return Ground(clinic=clinic(zone, id), pack=packs()[place], policy="p")


FAMILY = Family(
    id="c1", network="n1", clinics=("hill",), jurisdiction="US-CO", name=Sealed("x"), birth_day="2014-06-10",
    basis=ConsentBasis.GUARDIAN, agreement=False, care_team=("tess",), agency=None, position=1,
    teams=(Team(clinic="hill", persons=("tess",)),),
)  # fmt: skip


def armed(family: Family, now: datetime = NOW, *grounds: Ground) -> Family:
    return calendar.set_for(family, grounds or [ground()], now)[0]


def lived(family: Family, until: datetime, *grounds: Ground) -> tuple[Family, list[Any]]:
    """Every timer on time until then; the events in order."""
    family, events = armed(family, NOW, *grounds), list[Any]()
    while family.next_turn is not None and family.next_turn <= until:
        decision = calendar.turned(family, grounds or [ground()], family.next_turn)
        events += decision.events
        family = decision.changes[0]
    return family, events


@pytest.mark.parametrize(
    ("born", "age", "day"),
    [
        (date(2008, 2, 29), 18, date(2026, 3, 1)),
        (date(2008, 2, 29), 12, date(2020, 2, 29)),
        (date(2008, 3, 1), 18, date(2026, 3, 1)),
        (date(2012, 12, 31), 14, date(2026, 12, 31)),
    ],
)
def test_a_birthday_is_the_day_on_which_the_rules_count_a_year_more(born: date, age: int, day: date) -> None:
    assert birthday(born, age) == day
    assert (age_on(born, day - timedelta(days=1)), age_on(born, day)) == (age - 1, age)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("America/Denver", date(2026, 3, 8)),  # clocks go forward at two
        ("America/Denver", date(2026, 11, 1)),  # and back
        ("America/Santiago", date(2026, 9, 6)),  # midnight itself is skipped
        ("America/Santiago", date(2026, 4, 5)),  # the evening before comes twice
        ("America/Havana", date(2026, 11, 1)),  # midnight comes twice
        ("Asia/Beirut", date(2026, 3, 29)),
        ("Pacific/Kiritimati", date(2026, 1, 1)),
        ("Asia/Kathmandu", date(2026, 6, 1)),
    ],
)
def test_a_day_begins_with_its_first_instant_whatever_the_clocks_do(zone: str, day: date) -> None:
    at, here = begins(day, clinic(zone)), Ground(clinic=clinic(zone), pack=None, policy="")
    assert (here.day(at - INSTANT), here.day(at)) == (day - timedelta(days=1), day)
    assert at.astimezone(ZoneInfo(zone)).date() == day


def test_without_a_clinic_the_day_is_utc() -> None:
    assert begins(date(2026, 6, 10), None) == datetime(2026, 6, 10, tzinfo=UTC)


def test_notices_come_ninety_thirty_and_seven_days_before_and_the_basis_changes_on_the_day() -> None:
    family, events = lived(FAMILY, datetime(2026, 6, 10, 23, tzinfo=UTC))
    notices = [event for event in events if isinstance(event, ReviewDue)]
    assert [(item.days_left, item.code, item.on) for item in notices] == [
        (90, "age-of-consent", "2026-06-10"),
        (30, "age-of-consent", "2026-06-10"),
        (7, "age-of-consent", "2026-06-10"),
    ]
    assert len({item.review for item in notices}) == 1
    assert {item.assignees for item in notices} == {("tess", "n1")}
    assert [item.due for item in notices[:2]] == [
        begins(date(2026, 5, 11), clinic()), begins(date(2026, 6, 3), clinic()),
    ]  # fmt: skip
    [birthday_event] = [event for event in events if isinstance(event, BasisChanged)]
    assert (birthday_event.code, birthday_event.position, family.position) == ("age-12", 2, 2)
    assert birthday_event.effective_at == datetime(2026, 6, 10, 6, 0, tzinfo=UTC)  # midnight in Denver's summer


def test_what_has_been_dealt_with_does_not_come_again() -> None:
    due = begins(date(2026, 6, 10), clinic())
    family = replace(FAMILY, next_turn=due)
    decision = calendar.turned(family, [ground()], due)
    assert len(decision.events) == 1
    assert calendar.turned(decision.changes[0], [ground()], due).events == ()


def test_a_worker_that_slept_catches_up_in_order_and_gives_no_notice_of_what_has_passed() -> None:
    edge = Authority(id="e", person="aunt", kind=AuthorityKind.KINSHIP, since=NOW, until=NOW + timedelta(days=50),
                     source="letter")  # fmt: skip
    family = armed(replace(FAMILY, authorities=(edge,)))
    late = calendar.turned(family, [ground()], NOW + timedelta(days=130))
    codes = [event.code for event in late.events if isinstance(event, BasisChanged)]
    assert codes == ["expired", "age-12"]
    assert [event for event in late.events if isinstance(event, ReviewDue)] == []
    assert [event.position for event in late.events if isinstance(event, BasisChanged)] == [2, 3]


def test_of_several_missed_notices_the_last_alone_is_given() -> None:
    late = calendar.turned(armed(FAMILY), [ground()], begins(date(2026, 6, 4), clinic()))
    assert [event.days_left for event in late.events if isinstance(event, ReviewDue)] == [7]


@pytest.mark.parametrize("sort", ["consents", "authorities", "boundaries"])
def test_a_beginning_and_an_end_in_the_future_are_turns_and_a_revoked_consent_is_none(sort: str) -> None:
    begin, end = NOW + timedelta(days=2), NOW + timedelta(days=5)
    detail = (DisclosureClass.SESSION_DETAIL,)
    facts: dict[str, Any] = {
        "consents": Consent(id="f", grantor="mother", grantee="aunt", classes=detail, since=begin, until=end),
        "authorities": Authority(id="f", person="aunt", kind=AuthorityKind.FOSTER, since=begin, until=end, source="x"),
        "boundaries": Boundary(id="f", person="aunt", classes=detail, reason="r", since=begin, until=end),
    }
    held: dict[str, Any] = {sort: (facts[sort],)}
    family, events = lived(replace(FAMILY, **held), NOW + timedelta(days=6))
    changes = [event for event in events if isinstance(event, BasisChanged)]
    assert [(item.code, item.person, item.effective_at) for item in changes] == [
        ("came-into-force", "aunt", begin),
        ("expired", "aunt", end),
    ]
    assert {item.change for item in changes} == {calendar.CHANGES[sort]}
    assert family.position == 3
    revoked = replace(facts["consents"], status=ConsentStatus.INACTIVE)
    assert all(turn.at not in (begin, end) for turn in calendar.turns(replace(FAMILY, consents=(revoked,)), [ground()]))


def test_a_boundary_is_looked_at_again_on_its_day() -> None:
    line = Boundary(id="b", person=None, classes=(), reason="r", since=NOW, review=NOW + timedelta(days=10))
    _, events = lived(replace(FAMILY, boundaries=(line,)), NOW + timedelta(days=10))
    [notice] = [event for event in events if isinstance(event, ReviewDue) and event.code == "boundary"]
    assert (notice.days_left, notice.on) == (0, "2026-03-12")


def test_a_new_fact_moves_the_calendar_and_a_fact_that_goes_moves_it_back() -> None:
    first = armed(FAMILY)
    soon = Boundary(id="b", person=None, classes=(), reason="r", since=NOW, until=NOW + timedelta(days=1))
    moved = armed(replace(first, boundaries=(soon,)))
    assert moved.next_turn == soon.until
    assert armed(replace(moved, boundaries=())).next_turn == first.next_turn
    assert calendar.set_for(moved, [ground()], NOW) == (moved, ())


def test_what_was_due_stays_due_when_a_fact_comes_in_before_the_worker_has_seen_it() -> None:
    family = armed(FAMILY)
    assert family.next_turn is not None
    later = family.next_turn + timedelta(hours=1)
    assert calendar.set_for(family, [ground()], later) == (family, ())


def test_the_calendar_is_looked_at_every_month_although_nothing_comes() -> None:
    family, events = lived(replace(FAMILY, birth_day="2020-01-15"), NOW + timedelta(days=365))
    assert events == []
    assert family.next_turn is not None
    assert family.next_turn - (NOW + timedelta(days=365)) <= CALENDAR_LOOK


def test_two_clinics_in_two_zones_each_have_their_midnight() -> None:
    grounds = (ground("Europe/Berlin", "berlin"), ground("America/Denver", "hill"))
    family = replace(FAMILY, clinics=("berlin", "hill"))
    _, events = lived(family, datetime(2026, 6, 11, tzinfo=UTC), *grounds)
    moments = [event.effective_at for event in events if isinstance(event, BasisChanged)]
    assert [after - before for before, after in pairwise(moments)] == [timedelta(hours=8)]


def test_every_age_of_law_and_clinic_is_on_the_calendar_with_its_reason() -> None:
    assert calendar.ages(ground()) == {12: "age-of-consent", 16: "narrow-age", 18: "majority"}
    idaho = Ground(clinic=clinic(policy=ClinicPolicy(detail_age=13)), pack=packs()["US-ID"], policy="")
    assert calendar.ages(idaho) == {13: "detail-age", 16: "narrow-age", 18: "majority"}
    assert calendar.ages(Ground(clinic=None, pack=None, policy="")) == {
        12: "detail-age", 16: "narrow-age", 18: "majority",
    }  # fmt: skip
    assert BasisChange.EPISODE in {turn.change for turn in calendar.turns(FAMILY, [ground()])}
