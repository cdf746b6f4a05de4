"""Which conversations stand on which list of a member of staff."""

from kernel.reader import Reader
from services.web.browser.language import gettext as _
from services.web.decisions import talk as lanes
from services.web.model.talk import ThreadCard
from services.web.repository import CHILD, threads_waiting

SHOWN = ("mine", "clinic", "overdue", "quiet")


def listed(read: Reader, shown: str) -> list[ThreadCard]:
    """One of the lists, most urgent first."""
    who = read.principal
    found = threads_waiting(read, tuple(who.clinics()), lanes.lanes_of(who), waits=shown != "quiet")
    cards = read.many(CHILD, sorted({thread.child for thread in found}))
    seen = [one for one in found if one.child in cards and lanes.may_see(who, cards[one.child], one)]
    if shown == "mine":
        seen = [one for one in seen if lanes.is_mine(who, cards[one.child], one)]
    if shown == "overdue":
        seen = [one for one in seen if lanes.is_overdue(one, read.now)]
    return lanes.ordered(seen)


def flagged(read: Reader) -> list[ThreadCard]:
    """Conversations with words that may speak of danger, which nobody has looked at yet; the promised order."""
    own = tuple(read.principal.clinics())
    waiting = threads_waiting(read, own, ("care", "desk"), waits=True)
    cards = read.many(CHILD, sorted({thread.child for thread in waiting}))
    open_to = [one for one in waiting if one.review is not None and one.child in cards]
    return lanes.ordered(one for one in open_to if lanes.may_review(read.principal, cards[one.child], one))


def label(code: str) -> str:
    """Its name."""
    told = {"mine": _("Mine"), "clinic": _("My clinic"), "overdue": _("Overdue"), "quiet": _("Nothing owed")}
    return told[code]
