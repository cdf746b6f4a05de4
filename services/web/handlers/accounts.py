"""Load -> decide: sign-in, second factors of staff, sessions."""

from collections.abc import Mapping
from dataclasses import replace

from kernel.auth import factors, own_factors, passkeys
from kernel.auth.authenticators import matching_step
from kernel.auth.derived import AUTHENTICATION, authenticator_digest, challenges
from kernel.auth.factors import Factors
from kernel.auth.own_factors import FACTORS
from kernel.auth.passkeys import Place
from kernel.command import person_stream
from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.work import Work
from services.web import commands
from services.web.decisions import accounts, second_factor, tries
from services.web.model.account import Account
from services.web.repository import ACCOUNT, SESSION, TRIES, counts_of, live_sessions


def open_account(command: commands.OpenAccount, work: Work) -> Decision:
    """Loading it first makes a change of an existing account version-checked."""
    return accounts.open_account(_own_account(work, command.account, command.person), command, work.now)


def _own_account(work: Work, account: str, person: str) -> Account | None:
    known = work.known(ACCOUNT, account)
    if known is not None and known.person != person:
        raise NotFound("no-such-account")
    return known


def sign_in(command: commands.SignIn, work: Work) -> Decision:
    """Right or wrong, it counts."""
    counts = counts_of(work, command.account, command.address)
    account = work.known(ACCOUNT, command.account)
    return accounts.sign_in(account, command, counts, _factors(account, work), work.now)


def sign_in_by_provider(command: commands.SignInByProvider, work: Work) -> Decision:
    """The provider has proven who it is; whether they may come in is ours to say."""
    account = work.known(ACCOUNT, command.account)
    return accounts.sign_in_by_provider(account, command, _factors(account, work), work.now)


def prove_factor(command: commands.ProveFactor, work: Work) -> Decision:
    """After the password: something that they hold."""
    session = work.load(SESSION, command.browser)
    if session.person != command.person or session.account is None:
        raise NotFound("no-such-page")
    used = _used(command, work)
    counts = counts_of(work, session.account, command.address)
    return second_factor.proven(session, used, command.next_browser, counts, work.now)


def _used(command: commands.ProveFactor, work: Work) -> Factors | None:
    """Their factors with this one used; None when it was not theirs or is used up."""
    own = work.known(FACTORS, command.person)
    if own is None:
        return None
    if command.way == "passkey":
        return _passkey_used(own, command, work)
    if command.way == "recovery-code":
        typed = command.code_digest
        return factors.without_recovery_code(own, own.recovery.index(typed)) if typed in own.recovery else None
    return _app_used(own, command, work)


def _app_used(own: Factors, command: commands.ProveFactor, work: Work) -> Factors | None:
    if own.authenticator is None:
        return None
    secret = work.open(person_stream(own.id), own.authenticator.secret)
    of = lambda code: authenticator_digest(work, own.id, code)  # noqa: E731
    step = matching_step(secret, command.code_digest, of, own.authenticator.last_step, work.now)
    return None if step is None else factors.with_code_used(own, step)


def _passkey_used(own: Factors, command: commands.ProveFactor, work: Work) -> Factors | None:
    good = challenges(work, AUTHENTICATION, command.browser, own.id, work.now)
    shown = passkeys.shown(command.credential, own.passkeys, Place(command.origin), good)
    return None if shown is None else factors.with_passkey_used(own, shown)


def set_up_app(command: commands.SetUpApp, work: Work) -> Decision:
    """Its first code; where a second factor was owed, this lets them in."""
    return _entered(own_factors.confirm_authenticator(command, work), command, work)


def set_up_passkey(command: commands.SetUpPasskey, work: Work) -> Decision:
    """What their device made; where a second factor was owed, this lets them in."""
    return _entered(own_factors.add_passkey(command, work), command, work)


def _entered(changed: Decision, command: commands.SetUpApp | commands.SetUpPasskey, work: Work) -> Decision:
    session = work.load(SESSION, command.browser)
    if session.person != command.person:
        raise NotFound("no-such-page")
    return replace(changed, changes=(*changed.changes, *second_factor.entered(session, command.next_browser, work.now)))


def change_password(command: commands.ChangePassword, work: Work) -> Decision:
    """Every other browser is signed out: one of them may be why it was changed."""
    account = _own_account(work, command.account, command.person)
    if account is None or work.actor.person != command.person:
        raise NotFound("no-such-account")
    others = [session for session in live_sessions(work, command.person) if session.id != command.browser]
    return accounts.password_changed(account, command.secret, others, work.now)


def reset_factors(command: commands.ResetFactors, work: Work) -> Decision:
    """By whoever runs the platform, for somebody who has lost them all and was identified."""
    known = work.known(FACTORS, command.person)
    ended = accounts.end(live_sessions(work, command.person), work.now)
    return replace(ended, removals=() if known is None else (known,))


def _factors(account: Account | None, work: Work) -> Factors | None:
    return None if account is None else work.known(FACTORS, account.person)


def on_forget_tries(data: Mapping[str, str], work: Work) -> Decision:
    """The window of a count may be over."""
    return tries.forgotten(work.known(TRIES, data["tries"]), work.now)


def open_item(command: commands.OpenItem, work: Work) -> Decision:
    """After the second factor."""
    return accounts.open_item(command, work.now)


def turn_to(command: commands.TurnTo, work: Work) -> Decision:
    """Of their own sessions alone."""
    session = work.load(SESSION, command.browser)
    if session.person != command.person:
        raise NotFound("no-such-page")
    return accounts.turn_to(session, command.proof, work.now)


def touch_session(command: commands.TouchSession, work: Work) -> Decision:
    """In use."""
    return accounts.touch(work.load(SESSION, command.browser), work.now)


def end_session(command: commands.EndSession, work: Work) -> Decision:
    """One browser of this person."""
    session = work.load(SESSION, command.browser)
    if session.person != command.person:
        raise NotFound("no-such-session")
    return accounts.end([session], work.now)


def end_sessions(command: commands.EndSessions, work: Work) -> Decision:
    """Every browser of this person, but the one they sit at."""
    live = live_sessions(work, command.person)
    return accounts.end([session for session in live if session.id != command.but], work.now)
