"""One line of a child's timeline."""

from datetime import datetime
from typing import Protocol

from services.web.model.record import TimelineItem


class Happened(Protocol):
    """An event of a child in a clinic."""

    @property
    def child(self) -> str: ...

    @property
    def clinic(self) -> str: ...


def item(
    event: Happened,
    kind: str,
    subject: str,
    at: datetime,
    code: str = "",
    person: str | None = None,
    visible: str | None = None,
) -> TimelineItem:
    """The same thing is the same line. `visible`: the class of what it tells, for showing who may know."""
    return TimelineItem(
        id=f"{kind}:{subject}",
        child=event.child,
        kind=kind,
        subject=subject,
        clinic=event.clinic,
        at=at,
        code=code,
        person=person,
        visible_class=visible,
    )
