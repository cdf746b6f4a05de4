"""Sign-in, lock-out and sessions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kernel.decision import NOTHING, Decision
from kernel.errors import NotFound
from services.web import commands
from services.web.decisions import tries
from services.web.model.account import Account, BrowserSession, Proof
from services.web.settings import (
    GUARDIAN_IDLE,
    PROOF_LIFE_MAX,
    SESSION_LIFE_MAX,
    STAFF_IDLE,
    TOUCH_AFTER,
)

SIGNED_IN, REFUSED, LOCKED = "signed-in", "refused", "locked"


def open_account(command: commands.OpenAccount, now: datetime) -> Decision:
    """The account as told."""
    account = Account(
        id=command.account,
        person=command.person,
        network=command.network,
        kind=command.kind,
        roles=command.roles,
        secret=command.secret,
        active=command.active,
        changed_at=now,
    )
    return Decision(changes=(account,), reply={"person": command.person}, facts={"kind": command.kind})


def sign_in(
    account: Account | None, command: commands.SignIn, counts: Sequence[tries.Counted], now: datetime
) -> Decision:
    """A session, or one more failure. Where the tries are used up even the right password is refused."""
    if tries.is_full(counts, now):
        return Decision(reply={"outcome": LOCKED}, facts={"outcome": LOCKED})
    if account is None or not (command.is_right and account.active):
        return _failed(counts, now)
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
    own = counts[0]  # of this name from this address; who has an account must not free a whole address by signing in
    return Decision(
        changes=(session,),
        removals=(own.tries,) if own.stored else (),
        cancelled=(tries.timer_id(own.tries),) if own.stored else (),
        reply={"outcome": SIGNED_IN},
        facts={"outcome": SIGNED_IN},
    )


def _failed(counts: Sequence[tries.Counted], now: datetime) -> Decision:
    after = tries.failed(counts, now)
    outcome = LOCKED if tries.is_full(after, now) else REFUSED
    return Decision(
        changes=tuple(count.tries for count in after),
        timers=tuple(tries.forgetting(count.tries) for count in after if not count.stored),
        reply={"outcome": outcome},
        facts={"outcome": outcome},
    )


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


def turn_to(session: BrowserSession, proof: Proof, now: datetime) -> Decision:
    """The same session, the same way of proof, another item. A session that no longer holds turns to nothing."""
    if not holds(session, now) or session.proof is None:
        raise NotFound("no-such-page")
    turned = replace(session, proof=replace(proof, way=session.proof.way), seen_at=now)
    return Decision(changes=(turned,), facts={"disclosure": proof.disclosure})


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
