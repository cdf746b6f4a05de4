"""Goal Attainment Scaling (Kiresuk & Sherman 1968): the T-score of a child's goals, for clinicians.

    T = 50 + 10 * sum(w_i * x_i) / sqrt((1 - rho) * sum(w_i^2) + rho * (sum w_i)^2)

x_i are the levels -2..+2, w_i the weights, rho the assumed correlation between goals. Several printed guides misplace
the square or the root; the tests hold the properties that only the right formula has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from kernel.errors import Invalid
from services.goals.model.goal import LEVEL_MAX, LEVEL_MIN, Goal
from services.goals.model.update import Update
from services.goals.model.voice import Voice

RHO = 0.3  # the constant of the original paper
CENTRE = 50.0  # every goal reached as expected
SPREAD = 10.0  # one standard deviation


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """T of the goals that this voice has rated; `scored` of `total`, since a missing rating is never made up."""

    rater: Voice
    informant: str | None = None
    t: float | None
    scored: int
    total: int


def t_score(ratings: Sequence[tuple[int, float | None]]) -> float:
    """T of (level, weight) pairs, at least one. Weights are all given or all None, which counts them equally.

    Invalid for an empty sequence, a level out of -2..+2, a weight that is not positive, weights partly given.
    """
    if not ratings:
        raise Invalid("nothing-rated", {"ratings": ["empty"]})
    if any(not LEVEL_MIN <= level <= LEVEL_MAX for level, _ in ratings):
        raise Invalid("level-out-of-range", {"level": ["out-of-range"]})
    weights = _weights([weight for _, weight in ratings])
    weighted = fsum(weight * level for weight, (level, _) in zip(weights, ratings, strict=True))
    squares, total = fsum(weight * weight for weight in weights), fsum(weights)
    return CENTRE + SPREAD * weighted / sqrt((1 - RHO) * squares + RHO * total * total)


def _weights(given: Sequence[float | None]) -> list[float]:
    """Equal ones for none; scaled to a largest of 1, so that squaring neither overflows nor vanishes."""
    known = [weight for weight in given if weight is not None]
    if not known:
        return [1.0] * len(given)
    if len(known) != len(given):
        raise Invalid("weights-partly-given", {"weight": ["partly-given"]})
    if any(not weight > 0 for weight in known):
        raise Invalid("weight-out-of-range", {"weight": ["out-of-range"]})
    return [weight / max(known) for weight in known]


def scores(goals: Sequence[Goal], updates: Sequence[Update]) -> tuple[Score, ...]:
    """One score per voice and informant over the goals given, each from that informant's newest rating of each goal.

    Two guardians are two informants; what clinicians entered for a voice is one.
    """
    return tuple(
        _score(voice, informant, goals, newest(updates, voice, informant))
        for voice in Voice
        for informant in _informants(updates, voice)
    )


def _informants(updates: Sequence[Update], voice: Voice) -> list[str | None]:
    found = {update.informant for update in updates if update.rater is voice}
    return sorted(found, key=lambda informant: informant or "") or [None]


def newest(updates: Sequence[Update], voice: Voice, informant: str | None = None) -> dict[str, Update]:
    """Goal to the informant's latest rating of it."""
    mine = (update for update in updates if update.rater is voice and update.informant == informant)
    own = sorted(mine, key=lambda item: (item.recorded_at, item.id))
    return {update.goal: update for update in own}


def _score(voice: Voice, informant: str | None, goals: Sequence[Goal], latest: dict[str, Update]) -> Score:
    rated = [(latest[goal.id].level, goal.weight) for goal in goals if goal.id in latest]
    return Score(
        rater=voice, informant=informant, t=t_score(rated) if rated else None, scored=len(rated), total=len(goals)
    )
