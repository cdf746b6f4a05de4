"""What staff show after their password. A right one begins a session of its own: the one before it is over."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kernel.auth.factors import Factors
from kernel.decision import Decision
from kernel.errors import NotFound
from services.web.decisions import tries
from services.web.model.account import Awaits, BrowserSession
from services.web.settings import SESSION_LIFE_MAX

PROVEN, WRONG = "proven", "wrong"


def awaited(factors: Factors | None, must_prove: bool) -> Awaits | None:
    """Who has set up a factor is always asked for it; who has none sets one up, where nobody comes in without."""
    if factors is not None and (factors.authenticator or factors.passkeys):
        return Awaits.FACTOR
    return Awaits.ENROLMENT if must_prove else None


def proven(
    session: BrowserSession, used: Factors | None, browser: str, counts: Sequence[tries.Counted], now: datetime
) -> Decision:
    """In, or one more wrong try: they count with the wrong passwords, so that neither can be guessed at leisure."""
    if session.awaits is not Awaits.FACTOR or not _lives(session, now):
        raise NotFound("no-such-page")
    if tries.is_full(counts, now):
        return Decision(reply={"outcome": tries.LOCKED}, facts={"outcome": tries.LOCKED})
    if used is None:
        return tries.wrong(counts, WRONG, now)
    return Decision(
        changes=(used, *_passed_on(session, browser, now)), reply={"outcome": PROVEN}, facts={"outcome": PROVEN}
    )


def entered(session: BrowserSession, browser: str, now: datetime) -> tuple[BrowserSession, ...]:
    """What setting up a factor does to the session: one that awaited it is in, any other stays as it is."""
    if not _lives(session, now) or session.awaits is Awaits.FACTOR:
        raise NotFound("no-such-page")
    return _passed_on(session, browser, now) if session.awaits is Awaits.ENROLMENT else ()


def _passed_on(session: BrowserSession, browser: str, now: datetime) -> tuple[BrowserSession, BrowserSession]:
    fresh = replace(
        session, id=browser, started_at=now, seen_at=now, ends_at=now + SESSION_LIFE_MAX, awaits=None
    )
    return replace(session, ended_at=now), fresh


def _lives(session: BrowserSession, now: datetime) -> bool:
    return session.ended_at is None and now < session.ends_at
