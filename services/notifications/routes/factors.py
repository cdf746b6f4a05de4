"""What a guardian sets up for themselves. Whoever asks has come through a link and a second factor."""

from typing import Any

from kernel.auth import own_factors
from kernel.auth.derived import authenticator_digest, recovery_codes
from kernel.auth.principal import Kind
from kernel.web.access import allow, idempotency_key, principal
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.notifications import commands
from services.notifications.routes.doors import origin
from services.notifications.schemas.factors import Digits, FactorChanged, Made, Own, Passkey, Secret, Strip
from services.notifications.schemas.fields import Empty

LABEL = "messages"  # what a device or an app shows beside the site: it names nobody

factors = Blueprint("notifications-factors", __name__, description="Second factors of a person")


@factors.get("/me/factors")
@allow(Kind.GUARDIAN)
@factors.response(200, Own)
def read_factors() -> dict[str, Any]:
    """What there is; no secret."""
    return own_factors.mine(reader())


@factors.post("/me/authenticator/offers")
@allow(Kind.GUARDIAN)
@factors.arguments(Empty)
@factors.response(201, Secret)
def offer_authenticator(body: dict[str, Any]) -> dict[str, str]:
    """A secret for an app. It opens nothing before its first code."""
    run(commands.OfferAuthenticator(person=principal().person, request=idempotency_key()))
    return own_factors.offered(reader(), LABEL)


@factors.get("/me/authenticator/offer")
@allow(Kind.GUARDIAN)
@factors.response(200, Secret)
def read_offer() -> dict[str, str]:
    """The same again, until its first code."""
    return own_factors.offered(reader(), LABEL)


@factors.post("/me/authenticator")
@allow(Kind.GUARDIAN)
@factors.arguments(Digits)
@factors.response(201, FactorChanged)
def confirm_authenticator(body: dict[str, str]) -> dict[str, Any]:
    """Its first code."""
    digest = authenticator_digest(reader(), principal().person, body["code"])
    return run(commands.ConfirmAuthenticator(person=principal().person, code_digest=digest))


@factors.get("/me/passkeys/options")
@allow(Kind.GUARDIAN)
@factors.response(200, Made)
def read_options() -> dict[str, Any]:
    """What a browser needs to make a passkey here."""
    return own_factors.new_passkey(reader(), origin(), LABEL)


@factors.post("/me/passkeys")
@allow(Kind.GUARDIAN)
@factors.arguments(Passkey)
@factors.response(201, FactorChanged)
def add_passkey(body: dict[str, str]) -> dict[str, Any]:
    """What the device made."""
    command = commands.AddPasskey(person=principal().person, credential=body["credential"], origin=origin())
    return run(command)


@factors.post("/me/recovery-codes")
@allow(Kind.GUARDIAN)
@factors.arguments(Empty)
@factors.response(201, Strip)
def make_recovery_codes(body: dict[str, Any]) -> dict[str, Any]:
    """A fresh strip of them, shown this once."""
    run(commands.MakeRecoveryCodes(person=principal().person, request=idempotency_key()))
    return {"codes": recovery_codes(reader(), principal().person, idempotency_key())}


@factors.post("/me/factors/<string:factor>/removal")
@allow(Kind.GUARDIAN)
@factors.arguments(Empty)
@factors.response(201, FactorChanged)
def remove_factor(body: dict[str, Any], factor: str) -> dict[str, Any]:
    """One that the asker has."""
    return run(commands.RemoveFactor(person=principal().person, factor=factor))
