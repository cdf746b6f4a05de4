"""Tasks and what adults answered."""

from datetime import datetime

from kernel.clock import to_text
from kernel.kind import Kind
from kernel.store.port import Collection, Index, Span
from services.notifications.model import Answer, Task
from services.notifications.repository.finding import Finds

TASKS = Kind(
    Task,
    Collection(
        "tasks",
        (
            Index(("disclosure",)),
            Index(("clinic", "state", "due")),
            Index(("assignees", "state", "due")),
            Index(("state", "escalates_at")),
        ),
    ),
)

ANSWERS = Kind(Answer, Collection("answers", (Index(("disclosure", "at")),)))


def overdue_tasks(source: Finds, before: datetime, limit: int) -> list[Task]:
    """Open, and to be asked of the next one up before then."""
    at = Span(below=to_text(before))
    return source.find(TASKS, {"state": "open", "escalates_at": at}, ("escalates_at",), limit)
