"""Steps that were reached."""

from kernel.kind import Kind
from kernel.reader import Reader
from kernel.store.port import Collection, Index
from kernel.work import Work
from services.goals.model.milestone import Milestone
from services.goals.settings import MILESTONES_MAX

MILESTONES = Kind(Milestone, Collection("milestones", (Index(("goal",)), Index(("child", "-reached_at")))))
KINDS = (MILESTONES,)


def milestones_of_goal(work: Work, goal: str) -> list[Milestone]:
    """At most one for each step."""
    return work.find(MILESTONES, {"goal": goal}, (), MILESTONES_MAX)


def milestones_of(reader: Reader, child: str) -> list[Milestone]:
    """Newest first."""
    return reader.find(MILESTONES, {"child": child}, ("-reached_at",), MILESTONES_MAX)
