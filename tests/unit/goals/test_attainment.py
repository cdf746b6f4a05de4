"""The T-score has the properties that only the right formula has."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kernel.errors import Invalid
from kernel.kind import Sealed
from services.goals.decisions.attainment import scores, t_score
from services.goals.model.goal import LEVELS, Goal, Status
from services.goals.model.update import Update
from services.goals.model.voice import Voice

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
levels = st.integers(-2, 2)
weights = st.floats(0.01, 1000)
weighted = st.lists(st.tuples(levels, weights), min_size=1, max_size=20)
unweighted = st.lists(st.tuples(levels, st.none()), min_size=1, max_size=20)
rated = st.one_of(weighted, unweighted)


def goal(id: str, weight: int | None = None) -> Goal:
    return Goal(
        id=id,
        child="c1",
        clinic="hill",
        statement=Sealed("s"),
        levels=tuple(Sealed(str(level)) for level in LEVELS),
        baseline=-2,
        weight=weight,
        status=Status.AGREED,
        proposed_by="t1",
        proposed_at=NOW,
        agreed_by="t1",
        agreed_at=NOW,
    )


def update(goal: str, level: int, rater: Voice, minutes: int = 0) -> Update:
    return Update(
        id=f"{goal}-{rater}-{minutes}",
        child="c1",
        goal=goal,
        clinic="hill",
        level=level,
        words=None,
        rater=rater,
        recorded_by="t1",
        shared=False,
        recorded_at=NOW + timedelta(minutes=minutes),
    )


@given(weighted)
def test_every_goal_reached_as_expected_gives_fifty(ratings: list[tuple[int, float]]) -> None:
    assert t_score([(0, weight) for _, weight in ratings]) == 50


@given(rated)
def test_mirrored_levels_mirror_the_score_around_fifty(ratings: list[tuple[int, float | None]]) -> None:
    mirrored = [(-level, weight) for level, weight in ratings]
    assert math.isclose(t_score(mirrored) - 50, 50 - t_score(ratings), abs_tol=1e-9)


@given(weighted, st.floats(0.001, 1000))
def test_scaling_all_weights_changes_nothing(ratings: list[tuple[int, float]], factor: float) -> None:
    scaled = [(level, weight * factor) for level, weight in ratings]
    assert math.isclose(t_score(scaled), t_score(ratings), rel_tol=1e-9)


@given(rated, st.randoms(use_true_random=False))
def test_order_changes_nothing(ratings: list[tuple[int, float | None]], chance: object) -> None:
    shuffled = list(ratings)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert math.isclose(t_score(shuffled), t_score(ratings), rel_tol=1e-12)


@given(levels, st.one_of(st.none(), weights))
def test_a_single_goal_spans_thirty_to_seventy(level: int, weight: float | None) -> None:
    assert math.isclose(t_score([(level, weight)]), 50 + 10 * level, rel_tol=1e-12)


@given(st.lists(levels, min_size=1, max_size=20))
def test_equal_weights_count_like_none(given_levels: list[int]) -> None:
    assert math.isclose(t_score([(level, 3) for level in given_levels]), t_score([(x, None) for x in given_levels]))


@given(rated, st.integers(0, 19))
def test_a_better_level_never_lowers_the_score(ratings: list[tuple[int, float | None]], place: int) -> None:
    place %= len(ratings)
    level, weight = ratings[place]
    better = [*ratings[:place], (min(level + 1, 2), weight), *ratings[place + 1 :]]
    assert t_score(better) >= t_score(ratings)


def test_the_score_of_a_worked_example() -> None:
    # 10 * (3*1 + 1*-1) / sqrt(0.7 * 10 + 0.3 * 16) = 20 / sqrt(11.8)
    assert math.isclose(t_score([(1, 3), (-1, 1)]), 50 + 20 / math.sqrt(11.8))


@pytest.mark.parametrize(
    ("ratings", "expected"),
    [
        ([(1, None)], 60.0),
        ([(1, None)] * 3, 63.69),  # 10 * 3 / sqrt(0.7 * 3 + 0.3 * 9) = 30 / sqrt(4.8)
        ([(2, None)] * 2, 74.81),  # 10 * 4 / sqrt(0.7 * 2 + 0.3 * 4) = 40 / sqrt(2.6)
        ([(-1, None)] * 4, 35.49),  # -10 * 4 / sqrt(0.7 * 4 + 0.3 * 16) = -40 / sqrt(7.6)
        ([(1, 2), (-1, 1)], 54.02),  # 10 * (2 - 1) / sqrt(0.7 * 5 + 0.3 * 9) = 10 / sqrt(6.2)
        ([(2, 5), (0, 3), (-2, 2)], 57.98),  # 10 * (10 - 4) / sqrt(0.7 * 38 + 0.3 * 100) = 60 / sqrt(56.6)
    ],
)
def test_the_score_is_that_of_the_published_formula(
    ratings: list[tuple[int, float | None]], expected: float
) -> None:
    assert round(t_score(ratings), 2) == expected


@given(rated, st.integers(0, 19))
def test_each_better_level_raises_the_score(ratings: list[tuple[int, float | None]], place: int) -> None:
    place %= len(ratings)
    level, weight = ratings[place]
    assume(level < 2 and (weight is None or weight > max(other or 0 for _, other in ratings) / 1e6))
    better = [*ratings[:place], (level + 1, weight), *ratings[place + 1 :]]
    assert t_score(better) > t_score(ratings)


@given(st.integers(-2, 2), levels)
def test_where_a_goal_began_is_no_part_of_where_it_stands(baseline: int, level: int) -> None:
    began = replace(goal("g1"), baseline=baseline)
    assert scores([began], [update("g1", level, Voice.CHILD)]) == scores(
        [replace(began, baseline=None)], [update("g1", level, Voice.CHILD)]
    )


@given(st.lists(levels, min_size=1, max_size=8), st.integers(0, 5))
def test_goals_that_nobody_rated_change_the_total_and_nothing_else(given_levels: list[int], unrated: int) -> None:
    rated_goals = [goal(f"g{place}") for place in range(len(given_levels))]
    updates = [update(f"g{place}", level, Voice.CHILD) for place, level in enumerate(given_levels)]
    more = [*rated_goals, *(goal(f"u{place}") for place in range(unrated))]
    alone, among = (scores(goals, updates)[0] for goals in (rated_goals, more))
    assert (among.t, among.scored) == (alone.t, alone.scored)
    assert among.total == alone.total + unrated


@given(st.dictionaries(st.sampled_from(Voice), levels, min_size=2))
def test_what_one_voice_says_moves_no_other_series(said: dict[Voice, int]) -> None:
    updates = [update("g1", level, voice) for voice, level in said.items()]
    together = {score.rater: score.t for score in scores([goal("g1")], updates)}
    for voice, level in said.items():
        alone = {score.rater: score.t for score in scores([goal("g1")], [update("g1", level, voice)])}
        assert together[voice] == alone[voice]


@pytest.mark.parametrize(
    ("ratings", "code"),
    [
        ([], "nothing-rated"),
        ([(3, None)], "level-out-of-range"),
        ([(-3, 1)], "level-out-of-range"),
        ([(0, 1), (0, None)], "weights-partly-given"),
        ([(0, 0)], "weight-out-of-range"),
        ([(0, -1), (1, 2)], "weight-out-of-range"),
        ([(0, math.nan)], "weight-out-of-range"),
    ],
)
def test_what_makes_no_score_is_refused(ratings: list[tuple[int, float | None]], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        t_score(ratings)
    assert refused.value.code == code


def test_the_three_voices_are_three_series_and_missing_ratings_are_never_made_up() -> None:
    goals = [goal("g1"), goal("g2")]
    updates = [update("g1", 2, Voice.CHILD), update("g1", -1, Voice.THERAPIST), update("g2", -1, Voice.THERAPIST)]
    by_voice = {score.rater: score for score in scores(goals, updates)}
    assert (by_voice[Voice.CHILD].t, by_voice[Voice.CHILD].scored, by_voice[Voice.CHILD].total) == (70, 1, 2)
    assert (by_voice[Voice.GUARDIAN].t, by_voice[Voice.GUARDIAN].scored) == (None, 0)
    assert by_voice[Voice.THERAPIST].scored == 2


def test_only_the_newest_rating_of_a_voice_counts() -> None:
    updates = [update("g1", 2, Voice.CHILD, minutes=5), update("g1", -2, Voice.CHILD, minutes=1)]
    child = next(score for score in scores([goal("g1")], updates) if score.rater is Voice.CHILD)
    assert child.t == 70
