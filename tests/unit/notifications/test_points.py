"""The life of a contact point: what each state lets through, and what becomes of the one before."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.codes import Channel, MessageClass
from kernel.errors import Invalid, Stale
from kernel.kind import Sealed
from services.notifications.decisions.disclosures import record
from services.notifications.decisions.limits import COOL_OFF, UNVERIFIED_LIFE, default_policy
from services.notifications.decisions.notices import reachable
from services.notifications.decisions.points import (
    Act,
    NewPoint,
    added,
    claimed,
    come_due,
    removed,
    restricted,
    taken_up,
    withdrawn,
)
from services.notifications.model import Alert, AlertKind, ContactPoint, PointState, Task
from tests.unit.notifications.world import NOON, adult, audience, decided, fresh_ids, made, notices, one, point

OLD = point("mother", id="old")
STAFF = Act(by="desk-1", now=NOON, fresh=fresh_ids())
OWNER = Act(by="mother", now=NOON, fresh=fresh_ids())


def new(**changes: object) -> NewPoint:
    asked = NewPoint(
        person="mother", network="network-north", channel=Channel.EMAIL, address=Sealed("new"), address_digest="new",
        verified=True, safe_hours=None, no_voicemail=False,
    )  # fmt: skip
    return replace(asked, **changes)  # type: ignore[arg-type]


def by_id(decision: object, id: str) -> ContactPoint:
    return next(item for item in made(decision, ContactPoint) if item.id == id)  # type: ignore[arg-type]


def test_the_first_way_to_somebody_counts_at_once_and_nobody_is_told_of_a_change() -> None:
    decision = added(new(), None, [], STAFF)
    assert one(decision, ContactPoint).state is PointState.VERIFIED
    assert made(decision, Alert) == []


def test_a_new_address_cools_off_beside_the_old_one_and_the_old_one_is_told() -> None:
    decision = added(new(replaces="old"), None, [OLD], STAFF)
    fresh = next(item for item in made(decision, ContactPoint) if item.id != "old")
    assert (fresh.state, fresh.cools_until) == (PointState.COOLING_OFF, NOON + COOL_OFF)
    assert by_id(decision, "old").state is PointState.VERIFIED
    [word] = made(decision, Alert)
    assert (word.contact_point, word.kind) == ("old", AlertKind.CONTACT)
    assert [step.reason for step in fresh.history] == ["entered"]
    assert fresh.history[0].by == "desk-1"


def test_a_restricted_old_address_is_told_nothing_and_the_new_one_counts_at_once() -> None:
    shut = replace(OLD, restricted_at=NOON)
    decision = added(new(replaces="old"), None, [shut], STAFF)
    assert made(decision, Alert) == []
    assert by_id(decision, "old").state is PointState.RETIRED
    assert next(item for item in made(decision, ContactPoint) if item.id != "old").state is PointState.VERIFIED


def test_while_it_cools_off_safety_goes_both_ways_and_everything_else_the_old_one() -> None:
    young = replace(OLD, id="young", cools_until=NOON + COOL_OFF)
    points = audience(young, OLD)
    safety = record(decided(adult("mother")), default_policy("clinic-hill"), points, fresh_ids(), NOON)
    assert {notice.contact_point for notice in notices(safety)} == {"old", "young"}
    update = decided(adult("mother"), message_class=MessageClass.UPDATE, severity=None, concern_kind=None)
    assert [notice.contact_point for notice in notices(record(update, default_policy("clinic-hill"), points,
            fresh_ids(), NOON))] == ["old"]


def test_whoever_wants_calls_only_is_neither_written_nor_texted_to_and_a_human_calls_at_once() -> None:
    telephone = replace(point("mother", Channel.VOICE), calls_only=True)
    young = replace(OLD, id="young", cools_until=NOON + COOL_OFF)
    points = audience(OLD, young, telephone)
    safety = record(decided(adult("mother")), default_policy("clinic-hill"), points, fresh_ids(), NOON)
    assert [notice.reason for notice in notices(safety)] == ["calls-only"]
    assert [(task.code, task.person) for task in made(safety, Task)] == [("call-adults", "mother")]


def test_calls_only_is_said_of_a_telephone_for_calls() -> None:
    with pytest.raises(Invalid) as refused:
        added(new(calls_only=True), None, [], STAFF)
    assert list(refused.value.fields) == ["calls_only"]


def test_when_it_has_cooled_off_the_old_one_is_retired_and_its_address_free() -> None:
    after = NOON + COOL_OFF
    young = replace(OLD, id="young", cools_until=after, due=after)
    leaving = replace(OLD, replaced_by="young", due=after)
    settled = one(come_due(young, [young, leaving], after), ContactPoint)
    assert settled.state is PointState.VERIFIED
    gone = one(come_due(leaving, [young, leaving], after), ContactPoint)
    assert (gone.state, gone.address_digest) == (PointState.RETIRED, "retired:old")
    assert made(come_due(leaving, [young, leaving], after - timedelta(seconds=1)), ContactPoint) == []


@pytest.mark.parametrize("end", [{"usable": False}, {"restricted_at": NOON}, {"retired_at": NOON}])
def test_the_old_one_stays_when_the_new_one_came_to_nothing(end: dict[str, object]) -> None:
    after = NOON + COOL_OFF
    young = replace(OLD, id="young", **end)  # type: ignore[arg-type]
    leaving = replace(OLD, replaced_by="young", due=after)
    kept = one(come_due(leaving, [young, leaving], after), ContactPoint)
    assert (kept.state, kept.replaced_by, kept.due) == (PointState.VERIFIED, None, None)


def test_an_address_that_nobody_shows_to_be_theirs_goes_by_itself() -> None:
    waiting = one(claimed(new(), [OLD], OWNER), ContactPoint)
    assert (waiting.state, waiting.claim, waiting.due) == (PointState.UNVERIFIED, "new", NOON + UNVERIFIED_LIFE)
    assert waiting.address_digest != "new"  # it takes nothing away from anybody
    over = one(come_due(waiting, [waiting], NOON + UNVERIFIED_LIFE), ContactPoint)
    assert (over.state, over.history[-1].reason) == (PointState.RETIRED, "never-verified")


def test_whoever_adds_a_way_of_their_own_waits_and_every_other_way_is_told() -> None:
    phone = replace(point("mother", Channel.SMS), id="phone")
    waiting = one(claimed(new(channel=Channel.SMS), [OLD], OWNER), ContactPoint)
    decision = taken_up(waiting, [OLD, phone, waiting], "verified-by-code", OWNER)
    assert by_id(decision, waiting.id).state is PointState.COOLING_OFF
    assert {alert.contact_point for alert in made(decision, Alert)} == {"old", "phone"}


def test_the_last_settled_way_is_never_removed_and_another_only_after_its_time() -> None:
    phone = replace(point("mother", Channel.SMS), id="phone")
    with pytest.raises(Stale, match="last-contact-point"):
        removed(OLD, [OLD], OWNER)
    with pytest.raises(Stale, match="last-contact-point"):
        removed(OLD, [OLD, replace(phone, cools_until=NOON + COOL_OFF)], OWNER)
    leaving = by_id(removed(OLD, [OLD, phone], OWNER), "old")
    assert (leaving.state, leaving.due) == (PointState.VERIFIED, NOON + COOL_OFF)


def test_taking_a_change_back_keeps_the_old_way() -> None:
    young = replace(OLD, id="young", cools_until=NOON + COOL_OFF)
    leaving = replace(OLD, replaced_by="young", due=NOON + COOL_OFF)
    both = [young, leaving]
    for act in (withdrawn(young, both, "retired-by-staff", STAFF), restricted(young, both, STAFF)):
        assert by_id(act, "old").replaced_by is None
        assert not by_id(act, "young").serves


def test_a_replaced_point_must_be_there_on_the_same_channel() -> None:
    for stranger in ("nobody", "phone"):
        with pytest.raises(Invalid) as refused:
            added(new(replaces=stranger), None, [OLD, replace(point("mother", Channel.SMS), id="phone")], STAFF)
        assert refused.value.fields == {"replaces": ["unknown"]}


@given(
    st.booleans(), st.booleans(), st.sampled_from([None, NOON]), st.sampled_from([None, NOON]),
    st.sampled_from([None, NOON]),
)  # fmt: skip
def test_nothing_goes_where_anything_speaks_against_it(
    verified: bool, usable: bool, restricted_at: object, retired_at: object, cools_until: object
) -> None:
    other = replace(
        OLD, verified=verified, usable=usable, restricted_at=restricted_at, retired_at=retired_at,
        cools_until=cools_until,
    )  # type: ignore[arg-type]  # fmt: skip
    assert other.serves == (verified and usable and restricted_at is None and retired_at is None)
    assert (reachable([other], Channel.EMAIL) is not None) == other.serves
