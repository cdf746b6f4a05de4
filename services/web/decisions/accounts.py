"""Sign-in, lock-out and sessions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from kernel.decision import NOTHING, Decision
from services.web import commands
from services.web.model.account import Account, BrowserSession
from services.web.settings import (
    GUARDIAN_IDLE,
    LOCKED_FOR,
    PROOF_LIFE_MAX,
    SESSION_LIFE_MAX,
    SIGN_IN_FAILURES_MAX,
    STAFF_IDLE,
    TOUCH_AFTER,
)

SIGNED_IN, REFUSED, LOCKED = "signed-in", "refused", "locked"


def open_account(command: commands.OpenAccount, now: datetime) -> Decision:
    """The account as told; earlier failures are forgotten."""
    account = Account(
        id=command.account,
        person=command.person,
        network=command.network,
        kind=command.kind,
        roles=command.roles,
        secret=command.secret,
        active=command.active,
        failures=0,
        locked_until=None,
        changed_at=now,
    )
    return Decision(changes=(account,), reply={"person": command.person}, facts={"kind": command.kind})


def sign_in(account: Account, command: commands.SignIn, now: datetime) -> Decision:
    """A session, or one more failure; the fifth in a row locks. While locked even the right password is refused."""
    if account.locked_until is not None and now < account.locked_until:
        return Decision(reply={"outcome": LOCKED}, facts={"outcome": LOCKED})
    if not (command.is_right and account.active):
        return _failed(account, now)
    session = BrowserSession(
        id=command.browser,
        person=account.person,
        network=account.network,
        kind=account.kind,
        account=account.id,
        proof=None,
        started_at=now,
        seen_at=now,
        ends_at=now + SESSION_LIFE_MAX,
        ended_at=None,
    )
    forgiven = replace(account, failures=0, locked_until=None)
    changes = (session, forgiven) if account.failures else (session,)
    return Decision(changes=changes, reply={"outcome": SIGNED_IN}, facts={"outcome": SIGNED_IN})


def _failed(account: Account, now: datetime) -> Decision:
    failures = account.failures + 1
    is_last = failures >= SIGN_IN_FAILURES_MAX
    counted = replace(
        account, failures=0 if is_last else failures, locked_until=now + LOCKED_FOR if is_last else account.locked_until
    )
    outcome = LOCKED if is_last else REFUSED
    return Decision(changes=(counted,), reply={"outcome": outcome}, facts={"outcome": outcome})


def open_item(command: commands.OpenItem, now: datetime) -> Decision:
    """A guardian's session that knows one item."""
    session = BrowserSession(
        id=command.browser,
        person=command.person,
        network=command.network,
        kind="guardian",
        account=None,
        proof=command.proof,
        started_at=now,
        seen_at=now,
        ends_at=now + PROOF_LIFE_MAX,
        ended_at=None,
    )
    return Decision(changes=(session,), facts={"disclosure": command.proof.disclosure})


def idle_of(kind: str) -> timedelta:
    """How long a session of this kind of person may rest."""
    return GUARDIAN_IDLE if kind == "guardian" else STAFF_IDLE


def holds(session: BrowserSession, now: datetime) -> bool:
    """Not ended, not too old, not idle for too long."""
    return session.ended_at is None and now < session.ends_at and now < session.seen_at + idle_of(session.kind)


def is_due_for_touch(session: BrowserSession, now: datetime) -> bool:
    """Not at every request: each touch is a commit."""
    return now >= session.seen_at + TOUCH_AFTER


def touch(session: BrowserSession, now: datetime) -> Decision:
    """Seen now; a session that no longer holds is not revived."""
    if not holds(session, now):
        return NOTHING
    return Decision(changes=(replace(session, seen_at=now),))


def end(sessions: Iterable[BrowserSession], now: datetime) -> Decision:
    """Over, for good."""
    changes = tuple(replace(session, ended_at=now) for session in sessions if session.ended_at is None)
    return Decision(changes=changes) if changes else NOTHING
