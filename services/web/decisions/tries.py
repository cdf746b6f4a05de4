"""Wrong passwords are counted where they come from, so that nobody far away can lock a member of staff out.

Three counts, each in a sliding window: of one name from one address, of one address over all names, and of one name
over all addresses. A name nobody has is counted like any other: the answers tell nothing of which names exist.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kernel.decision import NOTHING, Decision, Timer
from services.web.model.account import Tries
from services.web.settings import TRIES_PER_ADDRESS_MAX, TRIES_PER_NAME_AND_ADDRESS_MAX, TRIES_PER_NAME_MAX, TRY_WINDOW

FORGET = "forget-tries"
LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Counted:
    """One count and how many wrong tries it bears. `stored`: it is there, so that it can be removed."""

    tries: Tries
    most: int
    stored: bool

    def recent(self, now: datetime) -> tuple[datetime, ...]:
        """Those still in the window."""
        return tuple(at for at in self.tries.failed_at if now - at < TRY_WINDOW)

    def is_full(self, now: datetime) -> bool:
        """No further try, with whatever password."""
        return len(self.recent(now)) >= self.most


def limits(account: str, address: str) -> dict[str, int]:
    """The counts that a try belongs to, the narrowest first, with what each bears. `address` is a digest."""
    return {
        f"pair:{account}:{address}": TRIES_PER_NAME_AND_ADDRESS_MAX,
        f"address:{address}": TRIES_PER_ADDRESS_MAX,
        f"name:{account}": TRIES_PER_NAME_MAX,
    }


def is_full(counts: Sequence[Counted], now: datetime) -> bool:
    """At least one of them."""
    return any(count.is_full(now) for count in counts)


def failed(counts: Sequence[Counted], now: datetime) -> tuple[Counted, ...]:
    """Each with one more."""
    return tuple(
        replace(count, tries=replace(count.tries, failed_at=(*count.recent(now), now))) for count in counts
    )


def wrong(counts: Sequence[Counted], outcome: str, now: datetime) -> Decision:
    """One more wrong try in each count; `outcome` unless one of them is full by it."""
    after = failed(counts, now)
    told = LOCKED if is_full(after, now) else outcome
    return Decision(
        changes=tuple(count.tries for count in after),
        timers=tuple(forgetting(count.tries) for count in after if not count.stored),
        reply={"outcome": told},
        facts={"outcome": told},
    )


def forgotten(tries: Tries | None, now: datetime) -> Decision:
    """A count goes when its window is over: of an address that has been quiet nothing is kept."""
    if tries is None:
        return NOTHING
    if now - tries.failed_at[-1] >= TRY_WINDOW:
        return Decision(removals=(tries,))
    return Decision(timers=(forgetting(tries),))


def forgetting(tries: Tries) -> Timer:
    """When the newest of them leaves the window."""
    return Timer(id=timer_id(tries), name=FORGET, due=tries.failed_at[-1] + TRY_WINDOW, data={"tries": tries.id})


def timer_id(tries: Tries) -> str:
    """One timer per count."""
    return f"{FORGET}:{tries.id}"
