"""Sign-in names and passwords. Neither is ever logged, stored or put into a command."""

import hashlib
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from services.web.settings import HASHERS_MAX, PASSWORD_CHARACTERS_MAX

_hasher = PasswordHasher()  # argon2id with the library's parameters (RFC 9106, low-memory)
_places = threading.BoundedSemaphore(HASHERS_MAX)
# Verified when the account does not exist, so that both answers take the same time. No password fits it by chance.
_NOBODY = _hasher.hash("nobody signs in with this")


def account_id(login: str) -> str:
    """The same account however the name is typed: case and Unicode form do not count."""
    plain = unicodedata.normalize("NFKC", login).strip().casefold()
    return hashlib.sha256(f"alliance sign-in name\x1f{plain}".encode()).hexdigest()[:32]


def hashed(password: str) -> str:
    """argon2id with its own salt and parameters."""
    with _places:
        return _hasher.hash(_normal(password))


def is_right(secret: str | None, password: str) -> bool:
    """Whether the password belongs to the hash; without a hash the answer is no, after the same time."""
    if len(password) > PASSWORD_CHARACTERS_MAX:
        return False
    with _places:
        try:
            _hasher.verify(secret or _NOBODY, _normal(password))
        except (VerificationError, InvalidHashError):
            return False
    return secret is not None


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
