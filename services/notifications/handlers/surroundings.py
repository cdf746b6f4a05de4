"""A notice with what a decision about it rests on."""

from collections.abc import Sequence

from kernel.errors import NotFound
from kernel.work import Work
from services.notifications.decisions.delivery import Around
from services.notifications.decisions.merging import Steps
from services.notifications.model import Notice
from services.notifications.repository import CONTACT_POINTS, DISCLOSURES, NOTICES, PER_CHILD_MAX, POINTERS


def around(seen: Notice, work: Work, steps: Steps) -> tuple[Notice, Around]:
    """The notice and what surrounds it, as the store has it and the steps before leave it."""
    stored = work.find(NOTICES, {"disclosure": seen.disclosure}, (), PER_CHILD_MAX)
    notices: Sequence[Notice] = [steps.now(notice) for notice in stored]
    notice = next((item for item in notices if item.id == seen.id), None)
    if notice is None:
        raise NotFound("no-such-notice")
    point = work.known(CONTACT_POINTS, notice.contact_point) if notice.contact_point else None
    pointer = work.known(POINTERS, notice.pointer) if notice.pointer else None
    return notice, Around(
        disclosure=steps.now(work.load(DISCLOSURES, notice.disclosure)),
        point=None if point is None else steps.now(point),
        pointer=None if pointer is None else steps.now(pointer),
        others=[item for item in notices if item.id != notice.id],
    )
