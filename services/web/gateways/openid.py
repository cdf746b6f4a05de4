"""Sign-in by an OpenID provider: authorization code with PKCE, checked ID token. One round trip out, one back.

The file (`ALLIANCE_OIDC_FILE`) is JSON: `{"providers": [...]}`. `claim` says which claim of the ID token is the sign-in
name of the account; an e-mail address counts only when the provider has verified it.

    {"providers": [{"name": "north", "label": "North Network", "network": "north", "issuer": "https://id.example",
                    "client": "alliance", "client_secret_file": "/run/secrets/oidc-north", "claim": "email"}]}
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import marshmallow
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from marshmallow import Schema, ValidationError, fields, validate

from kernel.errors import GatewayUnavailable, Invalid, Refusal
from kernel.settings import Mode, Settings, SettingsWrong, secret
from kernel.settings_checks import is_loopback
from kernel.web.body import parse

VARIABLE = "ALLIANCE_OIDC_FILE"
PROVIDERS_MAX = 10
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]  # signatures by the provider's key; none that our secret could make
ANSWER_SECONDS = 5.0
LEEWAY_SECONDS = 60  # the clocks of two houses
TWO_FACTORS = frozenset({"mfa", "otp", "hwk", "swk", "pop", "sc", "fpt", "face", "sms"})
"""Of RFC 8176: with one of them the provider has seen more than a password."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """Who came back. `login`: the sign-in name; `subject`: the digest of the provider's own name for them."""

    login: str
    subject: str
    is_multi_factor: bool


class _Listed(Schema):
    name = fields.String(required=True, validate=validate.Regexp(r"^[a-z][a-z0-9-]{0,31}\Z"))
    label = fields.String(required=True, validate=validate.Length(1, 80))
    network = fields.String(required=True, validate=validate.Length(1, 96))
    issuer = fields.Url(required=True, schemes={"http", "https"}, require_tld=False)
    client = fields.String(required=True, validate=validate.Length(1, 200))
    client_secret_file = fields.String(required=True)
    claim = fields.String(load_default="email", validate=validate.OneOf(("email", "preferred_username", "sub")))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIdProvider:
    """One provider as the file describes it."""

    name: str
    label: str
    network: str
    issuer: str
    client: str
    client_secret_file: str
    claim: str

    def address(self, back: str, state: str, nonce: str, verifier: str) -> str:
        """Where the browser goes to sign in."""
        asked = {
            "response_type": "code", "client_id": self.client, "redirect_uri": back, "scope": "openid email profile",
            "state": state, "nonce": nonce, "code_challenge": _challenge(verifier),
            "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{_place(self._known(), 'authorization_endpoint')}?{urlencode(asked)}"

    def arrived(self, code: str, back: str, nonce: str, verifier: str, now: datetime) -> Arrived:
        """Whom the provider names. Invalid when what came is not its answer to this browser's question."""
        known = self._known()
        given = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
        auth = httpx.BasicAuth(self.client, secret(Path(self.client_secret_file)))
        answer = _asked("POST", _place(known, "token_endpoint"), data=given, auth=auth)
        keys = _asked("GET", _place(known, "jwks_uri"))
        return self._arrived(self._claims(str(answer.get("id_token", "")), keys, nonce, now))

    def _known(self) -> Mapping[str, Any]:
        found = _asked("GET", f"{self.issuer.rstrip('/')}/.well-known/openid-configuration")
        if str(found.get("issuer", "")).rstrip("/") != self.issuer.rstrip("/"):
            raise GatewayUnavailable("the provider calls itself otherwise")
        return found

    def _claims(self, token: str, keys: Mapping[str, Any], nonce: str, now: datetime) -> Mapping[str, Any]:
        try:
            found = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS)  # type: ignore[arg-type]
            asked = {"iss": {"value": self.issuer}, "aud": {"value": self.client}}
            params = {"nonce": nonce, "client_id": self.client}
            claims = CodeIDToken(found.claims, found.header, asked, params)
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Invalid("not-signed-in-there", {"provider": ["answer"]}) from error
        return dict(claims)

    def _arrived(self, claims: Mapping[str, Any]) -> Arrived:
        login = claims.get(self.claim)
        if not isinstance(login, str) or (self.claim == "email" and claims.get("email_verified") is not True):
            raise Invalid("not-signed-in-there", {"provider": [self.claim]})
        subject = hashlib.sha256(f"{self.issuer}\x1f{claims['sub']}".encode()).hexdigest()
        methods = claims.get("amr") or []
        return Arrived(login, subject, bool(TWO_FACTORS.intersection(str(method) for method in methods)))


def providers(settings: Settings) -> tuple[OpenIdProvider, ...]:
    """Every provider of the file. SettingsWrong names what does not fit."""
    if settings.oidc_file is None:
        return ()
    try:
        listed = parse(settings.oidc_file.read_bytes())["providers"]
        found = [_Listed().load(item, unknown=marshmallow.RAISE) for item in listed]
    except ValidationError as error:
        reasons = [f"{name}: {why}" for name, why in _reasons(error).items()]
        raise SettingsWrong({VARIABLE: reasons}) from None
    except (OSError, Refusal, KeyError, TypeError):
        raise SettingsWrong({VARIABLE: ["a readable file with a list of providers"]}) from None
    problems = [reason for one in found if (reason := _unfit(one, settings.mode))]
    if len(found) > PROVIDERS_MAX or len({one["name"] for one in found}) != len(found):
        problems.append(f"at most {PROVIDERS_MAX}, each with a name of its own")
    if problems:
        raise SettingsWrong({VARIABLE: problems})
    return tuple(OpenIdProvider(**one) for one in found)


def _challenge(verifier: str) -> str:
    """S256 of RFC 7636."""
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _reasons(error: ValidationError) -> dict[str, Any]:
    """A value never stands in them: it may be a secret that was put in the wrong place."""
    return error.messages if isinstance(error.messages, dict) else {"providers": error.messages}


def _unfit(one: Mapping[str, str], mode: Mode) -> str | None:
    is_here = is_loopback(urlsplit(one["issuer"]).hostname or "")
    if mode is Mode.DEMO and not is_here:
        return f"{one['name']}: a demo talks to this machine only"
    if not is_here and not one["issuer"].startswith("https://"):
        return f"{one['name']}: issuer: over https only"
    return None


def _place(known: Mapping[str, Any], name: str) -> str:
    found = known.get(name)
    if not isinstance(found, str):
        raise GatewayUnavailable(f"the provider names no {name}")
    return found


def _asked(method: str, address: str, **options: Any) -> Mapping[str, Any]:
    try:
        answer = httpx.request(method, address, timeout=ANSWER_SECONDS, **options)
        found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise GatewayUnavailable("the provider did not answer") from error
    if answer.is_client_error:
        raise Invalid("not-signed-in-there", {"provider": ["refused"]})
    if not answer.is_success or not isinstance(found, dict):
        raise GatewayUnavailable("the provider did not answer")
    return found
