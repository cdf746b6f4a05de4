"""Structured safety assessments as versioned data: what is entered, and what follows from it.

Score entry only: items have numbers, their wording is in the instrument's own paper. A published version never changes.
ASQ: Horowitz et al. 2012 (NIMH), five items, positive on any "yes" or refusal among the first four, acute when the
fifth is "yes". C-SSRS: Posner et al. 2011, the most severe ideation level (0 to 5) and when suicidal behaviour last
occurred. Which severity a result has here is ours (ADR 0019): only an acute or high result sets a duty in motion.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from contracts.codes import ConcernKind, Severity

ASQ_ITEMS = ("1", "2", "3", "4", "5")
YES, NO, REFUSED = "yes", "no", "refused"
LEVEL, BEHAVIOUR = "ideation-level", "behaviour"
NEVER, EARLIER, RECENT = "never", "earlier", "last-three-months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the answers amount to. With a severity, a concern is raised; `severity` None is a negative screening."""

    code: str
    severity: Severity | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """`items` and what each may be answered with; an item in `optional` may be left out."""

    code: str
    version: int
    title: str
    items: Mapping[str, tuple[str, ...]]
    score: Callable[[Mapping[str, str]], Result]
    optional: frozenset[str] = frozenset()
    kind: ConcernKind = ConcernKind.SUICIDAL_INTENT


def _asq(answers: Mapping[str, str]) -> Result:
    positive = any(answers[item] != NO for item in ASQ_ITEMS[:4])
    if answers.get("5") == YES:
        return Result(code="acute-positive", severity=Severity.IMMINENT)
    return Result(code="non-acute-positive", severity=Severity.MODERATE) if positive else NEGATIVE


def _cssrs(answers: Mapping[str, str]) -> Result:
    level, behaviour = int(answers[LEVEL]), answers[BEHAVIOUR]
    if level == 5:
        return Result(code="high", severity=Severity.IMMINENT)
    if level == 4 or behaviour == RECENT:
        return Result(code="high", severity=Severity.SERIOUS)
    if level == 3 or behaviour == EARLIER:
        return Result(code="moderate", severity=Severity.MODERATE)
    return Result(code="low", severity=Severity.LOW) if level else NEGATIVE


NEGATIVE = Result(code="negative", severity=None)
INSTRUMENTS: tuple[Instrument, ...] = (
    Instrument(
        code="asq",
        version=1,
        title="ASQ",
        items=dict.fromkeys(ASQ_ITEMS, (YES, NO, REFUSED)),
        score=_asq,
        optional=frozenset({"5"}),
    ),
    Instrument(
        code="c-ssrs",
        version=1,
        title="C-SSRS, levels",
        items={LEVEL: tuple("012345"), BEHAVIOUR: (NEVER, EARLIER, RECENT)},
        score=_cssrs,
    ),
)
BY_VERSION = {(instrument.code, instrument.version): instrument for instrument in INSTRUMENTS}
