"""All collections of the service; each subject has its own module, with its indexes and its questions."""

from services.goals.repository import (
    goals,
    households,
    involvement,
    measures,
    milestones,
    observations,
    practice,
    strategies,
    vision,
)
from services.goals.repository.children import CHILDREN
from services.goals.repository.goals import GOALS, UPDATES

KINDS = (
    CHILDREN,
    *goals.KINDS,
    *households.KINDS,
    *involvement.KINDS,
    *strategies.KINDS,
    *vision.KINDS,
    *measures.KINDS,
    *practice.KINDS,
    *observations.KINDS,
    *milestones.KINDS,
)

__all__ = ["CHILDREN", "GOALS", "KINDS", "UPDATES"]
