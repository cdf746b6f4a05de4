"""Sign-in, lock-out and sessions."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from kernel.auth.factors import Factors
from kernel.decision import NOTHING, Decision
from kernel.errors import NotFound
from services.web import commands
from services.web.decisions import second_factor, tries
from services.web.model.account import Account, Awaits, BrowserSession, Proof
from services.web.settings import (
    AWAITING_MAX,
    GUARDIAN_IDLE,
    PROOF_LIFE_MAX,
    SESSION_LIFE_MAX,
    STAFF_IDLE,
    TOUCH_AFTER,
)

SIGNED_IN, REFUSED = "signed-in", "refused"


def open_account(known: Account | None, command: commands.OpenAccount, now: datetime) -> Decision:
    """The account as told. Whom a provider has sent under this name stays bound to it."""
    account = Account(
        id=command.account,
        person=command.person,
        network=command.network,
        kind=command.kind,
        roles=command.roles,
        secret=command.secret,
        active=command.active,
        changed_at=now,
        subject=known.subject if known else None,
    )
    return Decision(changes=(account,), reply={"person": command.person}, facts={"kind": command.kind})


def sign_in(
    account: Account | None,
    command: commands.SignIn,
    counts: Sequence[tries.Counted],
    factors: Factors | None,
    now: datetime,
) -> Decision:
    """A session, or one more failure. Where the tries are used up even the right password is refused."""
    if tries.is_full(counts, now):
        return Decision(reply={"outcome": tries.LOCKED}, facts={"outcome": tries.LOCKED})
    if account is None or not (command.is_right and account.active):
        return tries.wrong(counts, REFUSED, now)
    session = begun(account, command.browser, second_factor.awaited(factors, command.must_prove), now)
    own = counts[0]  # of this name from this address; who has an account must not free a whole address by signing in
    return Decision(
        changes=(session,),
        removals=(own.tries,) if own.stored else (),
        cancelled=(tries.timer_id(own.tries),) if own.stored else (),
        reply={"outcome": SIGNED_IN},
        facts={"outcome": SIGNED_IN},
    )


def begun(account: Account, browser: str, awaits: Awaits | None, now: datetime) -> BrowserSession:
    """Of a member of staff; one that awaits something has only the time that it takes."""
    return BrowserSession(
        id=browser,
        person=account.person,
        network=account.network,
        kind=account.kind,
        account=account.id,
        proof=None,
        started_at=now,
        seen_at=now,
        ends_at=now + (SESSION_LIFE_MAX if awaits is None else AWAITING_MAX),
        ended_at=None,
        awaits=awaits,
    )


def sign_in_by_provider(
    account: Account | None, command: commands.SignInByProvider, factors: Factors | None, now: datetime
) -> Decision:
    """A session for whom the provider knows under an open account of ours.

    The first sign-in binds the account to that subject: a name that the provider gives to somebody else later opens
    nothing. Nothing is counted, for nobody guesses here.
    """
    fits = account is not None and account.active and account.network == command.network
    if account is None or not fits or account.subject not in (None, command.subject):
        return Decision(reply={"outcome": REFUSED}, facts={"outcome": REFUSED})
    awaits = None if command.is_multi_factor else second_factor.awaited(factors, command.must_prove)
    bound = () if account.subject else (replace(account, subject=command.subject, changed_at=now),)
    session = begun(account, command.browser, awaits, now)
    return Decision(changes=(*bound, session), reply={"outcome": SIGNED_IN}, facts={"outcome": SIGNED_IN})


def password_changed(account: Account, secret: str, others: Iterable[BrowserSession], now: datetime) -> Decision:
    """Anew, and every other browser is signed out. Who signs in by a provider has no password to change."""
    if account.secret is None:
        raise NotFound("no-such-account")
    ended = end(others, now)
    return replace(ended, changes=(replace(account, secret=secret, changed_at=now), *ended.changes))


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
