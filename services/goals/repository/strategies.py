"""Strategies and guardians' words on them."""

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, In, Index, Where
from kernel.work import Work
from services.goals.model.strategy import (
    CLINIC_FEEDBACK_MAX,
    FEEDBACK_MAX,
    STRATEGIES_MAX,
    Feedback,
    Strategy,
)

STRATEGIES = Kind(Strategy, Collection("strategies", (Index(("child", "ended_at", "-made_at")),)))
FEEDBACK = Kind(Feedback, Collection("feedback", (Index(("child", "-at")), Index(("clinic", "-at")))))
KINDS = (STRATEGIES, FEEDBACK)


def strategies_of(source: Work | Reader, child: str, clinics: frozenset[str]) -> list[Strategy]:
    """Those in the plan, newest first."""
    where: Where = {"child": child, "ended_at": None, "clinic": In(tuple(sorted(clinics)))}
    return source.find(STRATEGIES, where, ("-made_at",), STRATEGIES_MAX * max(1, len(clinics)))


def feedback_of(reader: Reader, child: str, clinics: frozenset[str]) -> list[Feedback]:
    """Of all guardians, newest first."""
    where: Where = {"child": child, "clinic": In(tuple(sorted(clinics)))}
    return reader.find(FEEDBACK, where, ("-at",), FEEDBACK_MAX)


def feedback_in(reader: Reader, clinic: str) -> list[Feedback]:
    """Of all children of a clinic, newest first: to be counted, never to be shown."""
    return reader.find(FEEDBACK, {"clinic": clinic}, ("-at",), CLINIC_FEEDBACK_MAX)
