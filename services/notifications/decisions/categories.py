"""What each category of conversation means: who of the staff reads it, what a guardian must be allowed to know, and
what it must refer to."""

from dataclasses import dataclass

from contracts.codes import DisclosureClass
from kernel.errors import Invalid
from services.notifications.model import Category, Lane

CARE, DESK = Lane.CARE, Lane.DESK


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """`refers` names the kind of thing; `needs` it, or only may have it."""

    lane: Lane
    disclosure_class: DisclosureClass
    refers: str | None = None
    needs: bool = False


MEANING: dict[Category, Meaning] = {
    Category.GOAL: Meaning(lane=CARE, disclosure_class=DisclosureClass.GOALS_PROGRESS, refers="goal", needs=True),
    Category.OBSERVATION: Meaning(
        lane=CARE, disclosure_class=DisclosureClass.GOALS_PROGRESS, refers="observation", needs=True
    ),
    Category.HOME_PRACTICE: Meaning(lane=CARE, disclosure_class=DisclosureClass.HOME_PRACTICE, refers="practice"),
    Category.LOGISTICS: Meaning(lane=DESK, disclosure_class=DisclosureClass.ATTENDANCE_BILLING),
    Category.BILLING: Meaning(lane=DESK, disclosure_class=DisclosureClass.ATTENDANCE_BILLING),
    # A worry and an opinion are open to everybody who may know that the child is in care.
    Category.FEEDBACK: Meaning(lane=CARE, disclosure_class=DisclosureClass.FACT_OF_TREATMENT),
    Category.CONCERN: Meaning(lane=CARE, disclosure_class=DisclosureClass.FACT_OF_TREATMENT),
    # Read by whoever may know of what was answered; that a message waits says no more than that there is care.
    Category.ANSWER: Meaning(lane=CARE, disclosure_class=DisclosureClass.FACT_OF_TREATMENT),
}
CHOSEN = tuple(category for category in Category if category is not Category.ANSWER)


def referred(category: Category, reference: str | None) -> str | None:
    """The kind of thing to look up; None when there is none. Invalid naming `reference` when it is missing or odd."""
    meaning = MEANING[category]
    if reference is None and meaning.needs:
        raise Invalid("reference", {"reference": ["required"]})
    if reference is not None and meaning.refers is None:
        raise Invalid("reference", {"reference": ["not-here"]})
    return meaning.refers if reference is not None else None
