"""The list of conversations: what each event leaves, for whom it stands there, and in which order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contracts.notifications import ThreadChanged
from kernel.auth.principal import Principal, Role
from kernel.store.port import In
from kernel.store.sqlite import SqliteStore
from services.web.decisions.talk import changed, is_mine, is_overdue, lanes_of, may_review, may_see, ordered
from services.web.model.record import ChildCard, ClinicTeam
from services.web.model.talk import ThreadCard
from services.web.repository import KINDS, THREAD
from tests.builders import HILL, LAKE, NORTH, staff

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
CARD = ChildCard(
    id="c1", network=NORTH, jurisdiction="US-CO", adults=("mother", "nurse"),
    teams=(ClinicTeam(clinic=HILL, care_team=("tess",)), ClinicTeam(clinic=LAKE, care_team=("olaf",))),
)  # fmt: skip
WRITTEN = ThreadChanged(
    child="c1", thread="t1", clinic=HILL, person="mother", category="feedback", lane="care", change="written",
    state="open", revision=2, promised_at=NOW + timedelta(days=1), acknowledged_at=None, review=None, about=(),
    changed_by="mother", changed_at=NOW,
)  # fmt: skip
CARE = changed(None, WRITTEN)
DESK = replace(CARE, lane="desk", category="billing")


def test_what_is_heard_late_or_again_changes_nothing() -> None:
    later = changed(CARE, replace(WRITTEN, revision=5, promised_at=None, change="replied"))
    assert changed(later, WRITTEN) == later
    assert changed(later, replace(WRITTEN, revision=5)) == later
    assert (CARE.waits, later.waits) == (True, False)


@pytest.mark.parametrize(
    ("who", "care", "desk"),
    [
        (staff("tess", Role.THERAPIST), True, False),
        (staff("sue", Role.SUPERVISOR), True, False),
        (staff("toni", Role.THERAPIST), False, False),
        (staff("olaf", Role.THERAPIST, clinic=LAKE), False, False),
        (staff("dora", Role.FRONT_DESK), False, True),
        (staff("ada", Role.CLINIC_ADMIN), False, True),
        (staff("nurse", Role.SUPERVISOR, Role.FRONT_DESK), False, False),
        (staff("sue", Role.SUPERVISOR, network="network-south"), False, False),
    ],
)
def test_a12_a_conversation_stands_on_the_list_of_its_lane_alone(who: Principal, care: bool, desk: bool) -> None:
    assert (may_see(who, CARD, CARE), may_see(who, CARD, DESK)) == (care, desk)


def test_whom_it_is_about_never_finds_it() -> None:
    accused = replace(CARE, about=("tess",), review="task-1")
    assert not may_see(staff("tess", Role.THERAPIST), CARD, accused)
    assert not may_review(staff("tess", Role.THERAPIST), CARD, accused)
    assert may_review(staff("sue", Role.SUPERVISOR), CARD, accused)


def test_words_of_danger_are_looked_at_by_those_who_treat_whatever_the_lane() -> None:
    assert may_review(staff("tess", Role.THERAPIST), CARD, DESK)
    assert not may_review(staff("dora", Role.FRONT_DESK), CARD, DESK)
    assert is_mine(staff("dora", Role.FRONT_DESK), CARD, DESK)
    assert lanes_of(staff("x", Role.SUPERVISOR, Role.CLINIC_ADMIN)) == ("care", "desk")


def test_danger_stands_first_then_what_was_promised_soonest_then_the_newest() -> None:
    def one(id: str, **more: object) -> ThreadCard:
        return replace(CARE, id=id, **more)  # type: ignore[arg-type]

    danger, soon = one("danger", review="r", promised_at=None), one("soon", promised_at=NOW)
    late, old = one("late", promised_at=NOW + timedelta(days=3)), one("old", promised_at=None)
    new = one("new", promised_at=None, changed_at=NOW + timedelta(hours=1))
    assert [item.id for item in ordered([old, late, new, soon, danger])] == ["danger", "soon", "late", "new", "old"]
    assert is_overdue(soon, NOW + timedelta(seconds=1))
    assert not is_overdue(old, NOW + timedelta(days=9))


def test_the_list_is_answered_by_an_index() -> None:
    store = SqliteStore(None)
    store.prepare([kind.collection for kind in KINDS])
    where = {"clinic": In((HILL,)), "lane": In(("care",)), "waits": True}
    assert store.explain(THREAD.collection, where, ("-changed_at",)) is not None
