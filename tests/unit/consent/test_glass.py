"""What breaking the glass decides, without any service around it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contracts.codes import ConsentBasis, DangerState, DisclosureClass
from contracts.consent import AccessOpened, AccessRefused, AccessReviewed
from kernel.auth.principal import Kind, Principal, Role
from kernel.errors import Forbidden, Invalid, NotFound, Stale, TooMany
from kernel.kind import Sealed
from services.consent.commands.glass import BreakGlass
from services.consent.decisions import glass
from services.consent.model import Family
from services.consent.model.family import Received
from services.consent.model.glass import Access, Finding, GlassReason
from services.consent.rules.case import Adult, Danger
from services.consent.settings import GLASS_PER_DAY_MAX, GLASS_REVIEW

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
WORDS = Sealed("sealed")
FAMILY = Family(
    id="c1", network="n1", clinics=("hill",), jurisdiction="US-CO", name=Sealed("x"), birth_day="2015-01-01",
    basis=ConsentBasis.GUARDIAN, agreement=False, care_team=("tess",), agency=None, position=1, people=("father",),
    adults=(Adult(person="father"),),
)  # fmt: skip
ORDER = BreakGlass(
    child="c1", classes=(DisclosureClass.SESSION_DETAIL,), reason=GlassReason.CRISIS, words="Why", minutes=30
)


def therapist(person: str, clinic: str = "hill", network: str = "n1") -> Principal:
    return Principal(person, Kind.STAFF, network, frozenset({(clinic, str(Role.THERAPIST))}))


def broken(who: Principal | None = None, order: BreakGlass = ORDER, recent: tuple[Access, ...] = ()) -> Access:
    decision = glass.opened(FAMILY, order, WORDS, who or therapist("nora"), recent, "a1", NOW)
    [made], [event] = decision.changes, decision.events
    assert isinstance(event, AccessOpened)
    assert isinstance(made, Access)
    assert (event.access, event.until, event.review_due) == (made.id, made.until, made.review_due)
    return made


def test_it_holds_from_now_up_to_its_end_and_not_at_its_end() -> None:
    made = broken()
    last = NOW + timedelta(minutes=30)
    assert [made.holds(at) for at in (NOW, last - timedelta(microseconds=1), last)] == [True, True, False]
    assert not made.holds(NOW - timedelta(microseconds=1))
    assert made.opens(DisclosureClass.SESSION_DETAIL, NOW)
    assert not made.opens(DisclosureClass.GOALS_PROGRESS, NOW)


def test_an_end_comes_before_the_time_is_over_and_never_after_it() -> None:
    made = broken()
    [over] = glass.ended(FAMILY, made, therapist("nora"), NOW + timedelta(minutes=1)).changes
    assert not over.holds(NOW + timedelta(minutes=1))
    assert glass.ended(FAMILY, over, therapist("nora"), NOW + timedelta(minutes=2)).changes == ()
    assert not replace(made, ended_at=NOW + timedelta(days=9)).holds(made.until)


def test_somebody_elses_access_is_ended_by_a_privacy_officer_alone() -> None:
    with pytest.raises(NotFound):
        glass.ended(FAMILY, broken(), therapist("nina"), NOW)
    officer = Principal("pia", Kind.STAFF, "n1", frozenset({("*", str(Role.PRIVACY_OFFICER))}))
    assert glass.ended(FAMILY, broken(), officer, NOW).changes[0].ended_by == "pia"


def test_the_care_team_needs_none_and_strangers_find_no_child() -> None:
    with pytest.raises(Invalid, match="not-needed"):
        broken(therapist("tess"))
    for stranger in (therapist("x", clinic="lake"), therapist("x", network="n2"), Principal("x", Kind.GUARDIAN, "n1")):
        with pytest.raises(NotFound, match="no-such-child"):
            broken(stranger)


def test_a_clinic_that_the_child_has_gone_from_opens_nothing() -> None:
    gone = Received(transfer="t", sender="hill", receiver="lake", classes=(), ends_care=True)
    family = replace(FAMILY, clinics=("hill", "lake"), transfers=(gone,))
    assert glass.acts_through(therapist("nora"), family) == ()
    assert glass.acts_through(therapist("nora", clinic="lake"), family) == ("lake",)


def test_refused_tries_do_not_count_towards_the_limit_of_a_day() -> None:
    made = broken()
    tries = tuple(replace(made, refused="kept-out") for _ in range(GLASS_PER_DAY_MAX))
    assert broken(recent=tries).id == "a1"
    with pytest.raises(TooMany, match="broken-too-often"):
        broken(recent=(made,) * GLASS_PER_DAY_MAX)


def test_the_family_the_suspected_and_the_named_are_kept_out() -> None:
    flag = Danger(id="d", person="nora", state=DangerState.ALLEGED, since=NOW)
    assert glass.kept_out(FAMILY, "father", (), NOW)
    assert glass.kept_out(replace(FAMILY, dangers=(flag,)), "nora", (), NOW)
    assert not glass.kept_out(FAMILY, "nora", (), NOW)


def test_tries_of_one_day_are_one_alert_and_a_try_after_its_review_is_a_new_one() -> None:
    first = glass.attempted(FAMILY, None, therapist("father"), NOW)
    [alert], [event] = first.changes, first.events
    assert isinstance(event, AccessRefused)
    assert not alert.holds(NOW)
    [again] = glass.attempted(FAMILY, alert, therapist("father"), NOW).changes
    assert (again.attempts, again.id, again.review_due) == (2, alert.id, NOW + GLASS_REVIEW)
    [seen] = glass.reviewed(again, Finding.NOT_JUSTIFIED, WORDS, "pia", NOW).changes
    later = glass.attempted(FAMILY, seen, therapist("father"), NOW + timedelta(hours=2))
    assert (len(later.events), later.changes[0].reviewed, later.changes[0].attempts) == (1, False, 3)
    assert glass.attempt_id("c1", "father", NOW) != glass.attempt_id("c1", "father", NOW + timedelta(days=1))


def test_a_review_is_anothers_comes_after_the_end_and_happens_once() -> None:
    made, after = broken(), NOW + timedelta(hours=1)
    with pytest.raises(Forbidden, match="second-person-needed"):
        glass.reviewed(made, Finding.JUSTIFIED, WORDS, "nora", after)
    with pytest.raises(Invalid, match="still-open"):
        glass.reviewed(made, Finding.JUSTIFIED, WORDS, "pia", NOW)
    decision = glass.reviewed(made, Finding.JUSTIFIED, WORDS, "pia", after)
    [seen], [event] = decision.changes, decision.events
    assert isinstance(event, AccessReviewed)
    assert (made.overdue(made.review_due), seen.overdue(made.review_due)) == (True, False)
    with pytest.raises(Stale, match="already-reviewed"):
        glass.reviewed(seen, Finding.JUSTIFIED, WORDS, "otto", after)
