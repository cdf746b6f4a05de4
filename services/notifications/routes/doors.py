"""Whom a route lets in. Who may touch which child is decided behind the door."""

from urllib.parse import urlsplit

from flask import current_app

from contracts.codes import Channel
from kernel.auth.principal import Role
from services.notifications.providers.live import live_channels

DESK = (Role.FRONT_DESK, Role.CLINIC_ADMIN)
CARE = (Role.THERAPIST, Role.SUPERVISOR)
STAFF = (*CARE, *DESK)
DISCLOSURE = "/children/<string:child>/disclosures/<string:disclosure>"


def origin() -> str:
    """Where our pages are: passkeys are good there alone."""
    place = urlsplit(current_app.extensions["alliance.settings"].public_url)
    return f"{place.scheme}://{place.netloc}"


def live() -> tuple[Channel, ...]:
    """The channels that have a provider."""
    return live_channels(current_app.extensions["alliance.settings"])
