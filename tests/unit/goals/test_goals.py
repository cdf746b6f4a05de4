"""What may be proposed, agreed and rated."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from contracts.consent import CareTeamChanged, ChildRegistered
from contracts.goals import GoalAgreed, UpdateShared
from kernel.auth.principal import Kind, Principal
from kernel.errors import Forbidden, Invalid, NotFound
from kernel.kind import Sealed
from services.goals.commands import AgreeGoal, ProposeGoal, RecordProgress
from services.goals.decisions import access, fitting, goals, progress
from services.goals.model.child import Child
from services.goals.model.goal import LEVELS, Goal, Status
from services.goals.model.voice import Voice

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
THERAPIST = Principal("t1", Kind.STAFF, "north", frozenset({("hill", "therapist")}))
FITTING = ProposeGoal(
    child="c1", clinic="hill", statement="Sleeps alone", levels=("a", "b", "c", "d", "e"), baseline=-2, weight=None
)
AGREE = AgreeGoal(child="c1", goal="g1")
PROGRESS = RecordProgress(child="c1", goal="g1", level=1, words="", rater=Voice.CHILD, share=False)


def a_goal(status: Status = Status.AGREED, weight: int | None = None) -> Goal:
    return Goal(
        id="g1",
        child="c1",
        clinic="hill",
        statement=Sealed("s"),
        levels=tuple(Sealed(str(level)) for level in LEVELS),
        baseline=-2,
        weight=weight,
        status=status,
        proposed_by="t1",
        proposed_at=NOW,
        agreed_by=None,
        agreed_at=None,
    )


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"statement": " \n"}, {"statement": ["empty"]}),
        ({"statement": "x" * 501}, {"statement": ["too-long"]}),
        ({"statement": "a\x00b"}, {"statement": ["control-character"]}),
        ({"levels": ("a", "b", "c", "d")}, {"levels": ["five-needed"]}),
        ({"levels": ("a", "", "c", "d", "e")}, {"levels.1": ["empty"]}),
        ({"levels": ("a", "b", "c", "d", "x" * 501)}, {"levels.4": ["too-long"]}),
        ({"baseline": 3}, {"baseline": ["out-of-range"]}),
        ({"baseline": -3}, {"baseline": ["out-of-range"]}),
        ({"weight": 0}, {"weight": ["out-of-range"]}),
        ({"weight": 11}, {"weight": ["out-of-range"]}),
    ],
)
def test_a_goal_that_does_not_fit_is_refused_with_its_field(change: dict[str, object], fields: object) -> None:
    with pytest.raises(Invalid) as refused:
        fitting.require_fitting_goal(replace(FITTING, **change), [])  # type: ignore[arg-type]
    assert refused.value.fields == fields


@pytest.mark.parametrize(("mine", "theirs"), [(None, 3), (3, None)])
def test_weights_are_given_for_all_goals_of_a_clinic_or_for_none(mine: int | None, theirs: int | None) -> None:
    with pytest.raises(Invalid) as refused:
        fitting.require_fitting_goal(replace(FITTING, weight=mine), [a_goal(weight=theirs)])
    assert refused.value.fields == {"weight": ["partly-given"]}


def test_a_child_has_at_most_twenty_open_goals_in_a_clinic() -> None:
    fitting.require_fitting_goal(FITTING, [a_goal()] * 19)
    with pytest.raises(Invalid):
        fitting.require_fitting_goal(FITTING, [a_goal()] * 20)


def test_agreeing_makes_a_goal_active_and_says_so_once() -> None:
    decision = goals.agreed(AGREE, a_goal(Status.PROPOSED), THERAPIST, NOW)
    assert decision.events == (GoalAgreed(child="c1", goal="g1", clinic="hill", status="active", agreed_at=NOW),)
    with pytest.raises(Forbidden):
        goals.agreed(AGREE, decision.changes[0], THERAPIST, NOW)


def test_a_goal_that_is_only_proposed_is_not_rated() -> None:
    with pytest.raises(Forbidden):
        progress.require_fitting_progress(PROGRESS, a_goal(Status.PROPOSED))


@pytest.mark.parametrize(("change", "field"), [({"level": 3}, "level"), ({"words": "x" * 2001}, "words")])
def test_a_rating_that_does_not_fit_is_refused_with_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        progress.require_fitting_progress(replace(PROGRESS, **change), a_goal())  # type: ignore[arg-type]
    assert field in refused.value.fields


def test_only_a_shared_rating_is_heard_of_elsewhere() -> None:
    kept = progress.recorded(PROGRESS, a_goal(), None, id="u1", by=THERAPIST, at=NOW)
    shared = progress.recorded(replace(PROGRESS, share=True), a_goal(), Sealed("w"), id="u1", by=THERAPIST, at=NOW)
    assert kept.events == ()
    assert [type(event) for event in shared.events] == [UpdateShared]


def registered(clinic: str, *team: str) -> ChildRegistered:
    return ChildRegistered(child="c1", network="north", clinic=clinic, jurisdiction="us-co", care_team=team, adults=())


def test_reach_is_by_clinic_and_follows_the_team() -> None:
    child = access.registered(access.registered(None, registered("hill", "t1")), registered("lake", "t2"))
    assert access.reach(child, THERAPIST) == {"hill"}
    moved = access.team_changed(child, CareTeamChanged(child="c1", clinic="hill", care_team=("t9",)))
    with pytest.raises(NotFound):
        access.reached(moved, THERAPIST)


@pytest.mark.parametrize(
    "asker",
    [
        Principal("t1", Kind.STAFF, "south", frozenset({("hill", "supervisor")})),
        Principal("t1", Kind.GUARDIAN, "north"),
        Principal("t9", Kind.STAFF, "north", frozenset({("hill", "therapist")})),
        Principal("t9", Kind.STAFF, "north", frozenset({("lake", "supervisor")})),
    ],
)
def test_nobody_else_reaches_the_child(asker: Principal) -> None:
    child: Child = access.registered(None, registered("hill", "t1"))
    with pytest.raises(NotFound):
        access.reached(child, asker)
