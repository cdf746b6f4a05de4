"""Codes of an app (RFC 6238): which of those good now was typed, and never the same one twice."""

from collections.abc import Callable
from datetime import datetime
from hmac import compare_digest

from pyotp import TOTP

CODE_DIGITS = 6  # fewer can be guessed, more are mistyped
STEP_SECONDS = 30  # RFC 6238's; what every authenticator app assumes
STEPS_APART = 1  # a telephone's clock may be half a minute off either way; each more would be another code to guess
ISSUER = "Alliance"
GROUP = 4  # characters


def matching_step(secret: str, typed: str, digest: Callable[[str], str], after: int, now: datetime) -> int | None:
    """The step whose code has the digest `typed`, later than `after`; all are compared, each in constant time."""
    app = TOTP(secret, digits=CODE_DIGITS, interval=STEP_SECONDS)
    present = int(now.timestamp()) // STEP_SECONDS
    found = None
    for step in range(present - STEPS_APART, present + STEPS_APART + 1):
        fits = compare_digest(digest(app.generate_otp(step)), typed)
        if fits and step > after:
            found = step
    return found


def for_typing(secret: str) -> list[str]:
    """The secret in groups that are typed in one breath."""
    return [secret[start : start + GROUP] for start in range(0, len(secret), GROUP)]


def address_for_apps(secret: str, label: str) -> str:
    """What an app reads from a link. It names nobody: `label` is what the account opens."""
    return TOTP(secret, digits=CODE_DIGITS, interval=STEP_SECONDS).provisioning_uri(name=label, issuer_name=ISSUER)
