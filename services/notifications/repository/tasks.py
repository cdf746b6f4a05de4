"""Tasks and what adults answered."""

from kernel.kind import Kind
from kernel.store.port import Collection, Index
from services.notifications.model import Answer, Task

TASKS = Kind(
    Task,
    Collection(
        "tasks", (Index(("disclosure",)), Index(("clinic", "state", "due")), Index(("assignees", "state", "due")))
    ),
)

ANSWERS = Kind(Answer, Collection("answers", (Index(("disclosure", "at")),)))
