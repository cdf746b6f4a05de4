"""The three voices of the alliance: the child, a guardian, the therapist."""

from enum import StrEnum


class Voice(StrEnum):
    """Whose rating it is. The three are three series: they are never averaged."""

    CHILD = "child"
    GUARDIAN = "guardian"
    THERAPIST = "therapist"
