"""When a provider is left alone and when it is asked again. Closed -> open -> half-open -> closed or open again.

Only trouble of the provider as a whole counts (no connection, too many requests, 5xx); an answer about one message,
whatever it says, proves that somebody is there.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from services.notifications.decisions.limits import (
    BREAKER_HISTORY_MAX,
    BREAKER_PAUSES_SECONDS,
    FAILURES_MAX,
    PROBE_SECONDS,
    RETRY_AFTER_SECONDS_MAX,
)
from services.notifications.model import Breaker, BreakerState, Receipt, Turned

PROBE = "probe"
ANSWERED = "answered"


def is_closed(breaker: Breaker) -> bool:
    """Asked without further ado."""
    return breaker.state is BreakerState.CLOSED


def may_probe(breaker: Breaker, now: datetime) -> bool:
    """The pause is over, or whoever made the last probe never told how it went."""
    return not is_closed(breaker) and breaker.probe_at is not None and now >= breaker.probe_at


def probing(breaker: Breaker, now: datetime) -> Breaker:
    """Half-open: this message is the probe, no other goes before its answer or its time is up."""
    opened = _turned(breaker, BreakerState.HALF_OPEN, PROBE, now)
    return replace(opened, probe_at=now + timedelta(seconds=PROBE_SECONDS))


def heard(breaker: Breaker, receipt: Receipt, slow: bool, now: datetime) -> Breaker:
    """After an answer. `slow`: the trouble took so long that nobody else could be asked in time; it opens at once."""
    if not receipt.trouble:
        return _well(breaker, now)
    if breaker.state is BreakerState.OPEN:
        return breaker  # asked before it opened
    failures = breaker.failures + 1
    if is_closed(breaker) and failures < FAILURES_MAX and not slow:
        return replace(breaker, failures=failures)
    return _opened(breaker, receipt, now)


def _well(breaker: Breaker, now: datetime) -> Breaker:
    if is_closed(breaker):
        return breaker if breaker.failures == 0 else replace(breaker, failures=0)
    closed = _turned(breaker, BreakerState.CLOSED, ANSWERED, now)
    return replace(closed, failures=0, openings=0, probe_at=None)


def _opened(breaker: Breaker, receipt: Receipt, now: datetime) -> Breaker:
    pause = BREAKER_PAUSES_SECONDS[min(breaker.openings, len(BREAKER_PAUSES_SECONDS) - 1)]
    pause = max(pause, min(receipt.retry_after_seconds, RETRY_AFTER_SECONDS_MAX))
    opened = _turned(breaker, BreakerState.OPEN, receipt.code or "trouble", now)
    return replace(
        opened, failures=0, openings=breaker.openings + 1, probe_at=now + timedelta(seconds=pause)
    )


def _turned(breaker: Breaker, state: BreakerState, reason: str, now: datetime) -> Breaker:
    turned = Turned(at=now, state=state, reason=reason)
    return replace(breaker, state=state, history=(*breaker.history, turned)[-BREAKER_HISTORY_MAX:])
