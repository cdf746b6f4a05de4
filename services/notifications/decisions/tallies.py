"""Wrong tries over all links and ways of one person: a pause after five, after fifteen in a day a human.

Whoever holds a link learns nothing from it: paused and locked are the same answer.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from kernel.errors import TooMany
from services.notifications.decisions.limits import (
    TALLY_WINDOW,
    TRIES_PAUSE_SECONDS,
    WRONG_TRIES_TO_LOCK,
    WRONG_TRIES_TO_PAUSE,
)
from services.notifications.model import Tally

PAUSE = timedelta(seconds=TRIES_PAUSE_SECONDS)


def admitted(tally: Tally, now: datetime) -> None:
    """TooMany while the door rests, whether for minutes or until staff have acted."""
    resting = tally.paused_until is not None and now < tally.paused_until
    if tally.locked_at is not None or resting:
        raise TooMany("too-many-tries", TRIES_PAUSE_SECONDS)


def wrong(tally: Tally, now: datetime) -> Tally:
    """One more. Locks with the fifteenth of a day."""
    failed = (*(at for at in tally.failed_at if now - at < TALLY_WINDOW), now)
    if len(failed) >= WRONG_TRIES_TO_LOCK:
        return replace(tally, failed_at=failed, locked_at=now)
    paused = now + PAUSE if len(failed) % WRONG_TRIES_TO_PAUSE == 0 else tally.paused_until
    return replace(tally, failed_at=failed, paused_until=paused)


def is_at_rest(tally: Tally, now: datetime) -> bool:
    """No further try at the moment."""
    return tally.locked_at is not None or (tally.paused_until is not None and now < tally.paused_until)


def eased(tally: Tally, now: datetime) -> Tally:
    """Staff could not identify anybody: no dead end, but a day without tries."""
    return Tally(id=tally.id, paused_until=now + TALLY_WINDOW)
