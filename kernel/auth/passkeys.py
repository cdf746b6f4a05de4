"""WebAuthn: whether a device answered our challenge at our address, and its counter has risen."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from kernel.errors import Invalid

NAME = "Alliance"
TIMEOUT_MILLISECONDS = 120_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """A public key of the person's device. `id` and `public_key` in base64url; `count` only ever rises."""

    id: str
    public_key: str
    count: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where our pages are: a passkey is good at this origin alone."""

    origin: str

    @property
    def host(self) -> str:
        """The relying party's id."""
        return urlsplit(self.origin).hostname or ""

    @property
    def fits(self) -> bool:
        """Browsers keep passkeys for names over https, and for the machine itself; never for bare numbers."""
        local = self.host == "localhost"
        named = any(character.isalpha() for character in self.host) and ":" not in self.host
        return local or (named and self.origin.startswith("https://"))


def registration(place: Place, challenge: bytes, handle: bytes, known: Sequence[Passkey], label: str) -> dict[str, Any]:
    """What a browser needs to make a new one. It must look at its owner, and keep it by itself.

    `label` is what the device shows beside the site: it names nobody.
    """
    options = generate_registration_options(
        rp_id=place.host,
        rp_name=NAME,
        user_id=handle,
        user_name=label,
        challenge=challenge,
        timeout=TIMEOUT_MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.id)) for key in known],
    )
    return dict(json.loads(options_to_json(options)))


def authentication(place: Place, challenge: bytes) -> dict[str, Any]:
    """What a browser needs to show one. It names none: whoever holds a link learns of no device."""
    options = generate_authentication_options(
        rp_id=place.host,
        challenge=challenge,
        timeout=TIMEOUT_MILLISECONDS,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(json.loads(options_to_json(options)))


def registered(credential: str, place: Place, challenges: Sequence[bytes], now: datetime) -> Passkey:
    """The new passkey, or Invalid."""
    for challenge in challenges:
        try:
            found = verify_registration_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=place.host,
                expected_origin=place.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError):
            continue
        return Passkey(
            id=bytes_to_base64url(found.credential_id),
            public_key=bytes_to_base64url(found.credential_public_key),
            count=found.sign_count,
            added_at=now,
        )
    raise Invalid("passkey", {"credential": ["not-valid"]})


def shown(credential: str, keys: Sequence[Passkey], place: Place, challenges: Sequence[bytes]) -> Passkey | None:
    """The person's passkey that answered, its counter moved on; None for any other, and for a counter that went back.

    A counter that does not rise tells of a copied key; keys that are kept in several devices always count 0.
    """
    key = next((key for key in keys if key.id == _id(credential)), None)
    if key is None:
        return None
    for challenge in challenges:
        try:
            found = verify_authentication_response(
                credential=credential,
                expected_challenge=challenge,
                expected_rp_id=place.host,
                expected_origin=place.origin,
                credential_public_key=base64url_to_bytes(key.public_key),
                credential_current_sign_count=key.count,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, KeyError, TypeError):
            continue
        return replace(key, count=found.new_sign_count)
    return None


def _id(credential: str) -> str:
    try:
        return str(json.loads(credential)["id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
