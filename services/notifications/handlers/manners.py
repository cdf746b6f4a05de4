"""What a routine message is held against when it is about to leave, as the store has it at that moment."""

from collections.abc import Sequence

from contracts.codes import Channel
from kernel.store.port import Wanted
from kernel.work import Work
from services.notifications.commands import Going
from services.notifications.decisions.limits import default_policy
from services.notifications.decisions.merging import Steps
from services.notifications.decisions.timing import Manners, is_asked
from services.notifications.model import Disclosure, Notice
from services.notifications.repository import (
    BOUNDARIES,
    CONTACT_POINTS,
    DAY_COUNTS,
    PER_CHILD_MAX,
    POLICIES,
    PREFERENCES,
)


def manners_of(
    notice: Notice, disclosure: Disclosure, going: Going, live: frozenset[Channel], work: Work, steps: Steps
) -> Manners:
    """Each from its owner; the tally as the messages before this one leave it."""
    tally = work.known(DAY_COUNTS, notice.person)
    points = work.find(CONTACT_POINTS, {"person": notice.person}, ("_id",), PER_CHILD_MAX)
    return Manners(
        routine=(work.known(POLICIES, disclosure.clinic) or default_policy(disclosure.clinic)).routine,
        preferences=work.known(PREFERENCES, notice.person),
        boundary=work.known(BOUNDARIES, notice.child),
        tally=steps.latest(DAY_COUNTS.cls, notice.person, tally),
        points=[steps.now(point) for point in points],
        live=live,
        zone=going.zone,
    )


def manners_ahead(child: str, notices: Sequence[Notice]) -> list[Wanted]:
    """What `manners_of` asks for, of the routine messages among these."""
    persons = tuple(dict.fromkeys(notice.person for notice in notices if is_asked(notice)))
    if not persons:
        return []
    return [
        Wanted(PREFERENCES.collection, persons),
        Wanted(DAY_COUNTS.collection, persons),
        Wanted(CONTACT_POINTS.collection, persons, "person"),
        Wanted(BOUNDARIES.collection, (child,)),
    ]
