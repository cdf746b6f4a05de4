"""Short-lived signed tokens: how one service tells another who is asking.

A token is a JWT signed with the issuing service's Ed25519 key and meant for one audience. Only `web` speaks for people,
because only `web` signs them in; every other service speaks for itself. To ask a third service in the name of the
person who is calling it, a service sends along the token that it got (`proof`). A stolen key of any other service
therefore never makes a therapist or a parent: at worst it repeats one who called it in the last two minutes.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kernel.auth.principal import Kind, Principal, Role
from kernel.clock import Clock
from kernel.errors import Unauthenticated

ALGORITHM = "EdDSA"
LIFETIME_SECONDS = 120  # one request and its follow-ups, not a session
LIFETIME_SECONDS_MAX = 300  # a checker refuses longer ones even from a service it trusts
CLOCK_SKEW_SECONDS = 5  # how far ahead an issuer's clock may run
TOKEN_CHARACTERS_MAX = 16384  # about 180 roles with a proof inside; anything longer is not parsed at all
CACHE_TOKENS_MAX = 2048  # checking costs 0.3 ms; a page of the web tools makes several calls with one token
SPEAKERS: Mapping[Kind, frozenset[str]] = {
    Kind.STAFF: frozenset({"web"}),
    Kind.GUARDIAN: frozenset({"web"}),
    Kind.OPERATOR: frozenset({"web", "operator"}),  # `operator` is the key of the command line
}


def may_speak(issuer: str, principal: Principal) -> bool:
    """Whether a token of this issuer may carry this principal."""
    if principal.kind is Kind.SERVICE:
        return principal.person == issuer
    return issuer in SPEAKERS[principal.kind]


class TokenIssuer:
    """Signs for one service. Safe to use from many threads."""

    def __init__(self, issuer: str, key: Ed25519PrivateKey, clock: Clock) -> None:
        self.issuer, self._key, self._clock = issuer, key, clock

    def issue(self, principal: Principal, audience: str, lifetime_seconds: int = LIFETIME_SECONDS) -> str:
        """A token that every checker of `audience` accepts; ValueError for one that none would."""
        speaks = may_speak(self.issuer, principal)
        if not (speaks or principal.proof) or not principal.fits():
            raise ValueError(f"{self.issuer} may not speak for this {principal.kind}")
        if not 0 < lifetime_seconds <= LIFETIME_SECONDS_MAX:
            raise ValueError(f"a token lives 1 to {LIFETIME_SECONDS_MAX} seconds")
        issued = int(self._clock.now().timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": audience,
            "sub": principal.person,
            "iat": issued,
            "exp": issued + lifetime_seconds,
            **(_told(principal) if speaks else {"proof": principal.proof}),
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM, headers={"kid": self.issuer})


class TokenChecker:
    """Accepts tokens for one audience from known issuers. Whatever is wrong, the answer is Unauthenticated."""

    def __init__(self, audience: str, keys: Mapping[str, Ed25519PublicKey], clock: Clock) -> None:
        self._audience, self._keys, self._clock = audience, dict(keys), clock
        self._seen: OrderedDict[bytes, tuple[datetime, Principal]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, token: str) -> Principal:
        """The principal of a token that holds now; Unauthenticated("token-expired" | "token-refused")."""
        if len(token) > TOKEN_CHARACTERS_MAX or not token.isascii():
            raise Unauthenticated("token-refused")
        digest = hashlib.sha256(token.encode()).digest()
        with self._lock:
            known = self._seen.get(digest)
            if known is not None:
                self._seen.move_to_end(digest)
        expires, principal = known or self._verified(token, self._audience)
        if self._clock.now() >= expires:
            raise Unauthenticated("token-expired")
        if known is None:
            self._remember(digest, expires, principal)
        return principal

    def _remember(self, digest: bytes, expires: datetime, principal: Principal) -> None:
        with self._lock:
            self._seen[digest] = (expires, principal)
            while len(self._seen) > CACHE_TOKENS_MAX:
                self._seen.popitem(last=False)

    def _verified(self, token: str, audience: str, inside: bool = False) -> tuple[datetime, Principal]:
        try:
            issuer = jwt.get_unverified_header(token)["kid"]
            # Times are checked below against the injected clock; PyJWT would ask the machine's.
            claims = jwt.decode(
                token,
                self._keys[issuer],
                algorithms=[ALGORITHM],
                audience=audience,
                issuer=issuer,
                options={
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                    "strict_aud": True,
                    "require": ["iss", "aud", "sub", "iat", "exp"],
                },
            )
            expires = self._expiry(claims)
            if "proof" not in claims:
                return expires, replace(_principal(issuer, claims), proof=token)
            if inside:
                raise ValueError("a proof holds no proof")
            return self._proven(issuer, claims, expires)
        except (jwt.PyJWTError, KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
            raise Unauthenticated("token-refused") from error

    def _proven(self, issuer: str, claims: Mapping[str, Any], expires: datetime) -> tuple[datetime, Principal]:
        """The person of the token inside, which must have been meant for the service that now passes it on."""
        ends, principal = self._verified(claims["proof"], issuer, inside=True)
        if principal.person != claims["sub"] or principal.kind is Kind.SERVICE:
            raise ValueError("the proof is of somebody else")
        # Nothing to pass on further: the token inside was not meant for this service.
        return min(expires, ends), replace(principal, via=issuer, proof="")

    def _expiry(self, claims: Mapping[str, Any]) -> datetime:
        issued, expires = claims["iat"], claims["exp"]
        if type(issued) is not int or type(expires) is not int:
            raise TypeError("times are whole seconds")
        ahead = issued - self._clock.now().timestamp()
        if ahead > CLOCK_SKEW_SECONDS or not 0 < expires - issued <= LIFETIME_SECONDS_MAX:
            raise ValueError("times do not fit")
        return datetime.fromtimestamp(expires, UTC)


def _told(principal: Principal) -> dict[str, Any]:
    return {
        "kind": principal.kind.value,
        "network": principal.network,
        "roles": sorted([clinic, str(role)] for clinic, role in principal.roles),
    }


def _principal(issuer: str, claims: Mapping[str, Any]) -> Principal:
    network = claims["network"]
    if not isinstance(network, str | None):
        raise TypeError("the network is a name")
    principal = Principal(
        person=claims["sub"],
        kind=Kind(claims["kind"]),
        network=network,
        roles=frozenset((_text(clinic), Role(role).value) for clinic, role in claims["roles"]),
        via=issuer,
    )
    if not may_speak(issuer, principal) or not principal.fits():
        raise ValueError("the issuer may not speak for this principal")
    return principal


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("a clinic is a name")
    return value
