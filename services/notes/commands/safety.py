"""Assessments, safety plans and reports. Texts arrive in the clear and are sealed before anything is decided."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contracts.codes import ChildTold
from kernel.command import OfChild
from services.notes.model.note import Visibility
from services.notes.model.report import ReportState


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAssessment(OfChild):
    """Answers to one version of an instrument; `wording` is what an adult is told if it raises a concern."""

    clinic: str
    instrument: str
    version: int
    taken_at: datetime
    answers: Mapping[str, str]
    child_told: ChildTold
    wording: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDraft:
    """A step as the child says it."""

    step: str
    text: str
    visibility: Visibility
    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteSafetyPlan(OfChild):
    """The next revision of the plan, written upon `revision`; 0 where there is none yet."""

    clinic: str
    revision: int
    steps: tuple[StepDraft, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleReport(OfChild):
    """Say that the report was made, or why none is required."""

    report: str
    state: ReportState
    words: str
