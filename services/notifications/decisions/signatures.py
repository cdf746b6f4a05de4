"""Who signed a report. Compared in constant time; the moment is part of what is signed."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

from services.notifications.settings import REPORT_WINDOW_SECONDS


def signature(secret: str, moment: str, body: bytes) -> str:
    """HMAC-SHA256 over `<unix seconds>.<body>`, hexadecimal."""
    return hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def is_signed(secret: str, moment: str, body: bytes, given: str, now: datetime) -> bool:
    """By whoever holds the secret, within the window. Without a secret nobody can sign."""
    if not secret or not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        return False
    age = now - datetime.fromtimestamp(int(moment), tz=now.tzinfo)
    fits = hmac.compare_digest(signature(secret, moment, body).encode(), given.encode("utf-8", "replace"))
    return fits and abs(age) <= timedelta(seconds=REPORT_WINDOW_SECONDS)


def form_signature(secret: str, url: str, form: Sequence[tuple[str, str]]) -> str:
    """Twilio's: HMAC-SHA1 over the address and the sorted fields, base64."""
    text = url + "".join(name + value for name, value in sorted(form))
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha1).digest()).decode()


def is_form_signed(secret: str, url: str, form: Sequence[tuple[str, str]], given: str) -> bool:
    """By whoever holds the account's token, for exactly this address and these fields."""
    fits = hmac.compare_digest(form_signature(secret, url, form).encode(), given.encode("utf-8", "replace"))
    return bool(secret) and fits
