"""What is done about each command, event and timer."""

from collections.abc import Callable, Mapping
from typing import Any

from kernel.auth import own_factors
from kernel.decision import Decision
from kernel.service import TimerHandler
from kernel.work import Work
from services.web import commands
from services.web.decisions import tries
from services.web.handlers import accounts
from services.web.handlers.projections import EVENTS, FORESEES

__all__ = ["COMMANDS", "EVENTS", "FORESEES", "TIMERS"]

COMMANDS: Mapping[type, Callable[[Any, Work], Decision]] = {
    commands.OpenAccount: accounts.open_account,
    commands.SignIn: accounts.sign_in,
    commands.SignInByProvider: accounts.sign_in_by_provider,
    commands.ProveFactor: accounts.prove_factor,
    commands.SetUpApp: accounts.set_up_app,
    commands.SetUpPasskey: accounts.set_up_passkey,
    commands.ChangePassword: accounts.change_password,
    commands.ResetFactors: accounts.reset_factors,
    own_factors.OfferAuthenticator: own_factors.offer_authenticator,
    own_factors.MakeRecoveryCodes: own_factors.make_recovery_codes,
    own_factors.RemoveFactor: own_factors.remove_factor,
    commands.OpenItem: accounts.open_item,
    commands.TurnTo: accounts.turn_to,
    commands.TouchSession: accounts.touch_session,
    commands.EndSession: accounts.end_session,
    commands.EndSessions: accounts.end_sessions,
}
TIMERS: Mapping[str, TimerHandler] = {tries.FORGET: accounts.on_forget_tries}
