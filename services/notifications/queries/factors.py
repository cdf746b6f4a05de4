"""What a person has set up to prove who they are, and who opened what: each sees their own alone."""

from typing import Any

from kernel.auth.authenticators import address_for_apps
from kernel.auth.derived import REGISTRATION, challenges, user_handle
from kernel.auth.factors import Factors
from kernel.auth.passkeys import Place, registration
from kernel.clock import to_text
from kernel.command import person_stream
from kernel.errors import NotFound
from kernel.reader import Reader
from services.notifications.model import View
from services.notifications.repository import FACTORS, views_of

LABEL = "messages"  # what a device or an app shows beside the site: it names nobody


def mine(reader: Reader) -> dict[str, Any]:
    """No secret, no key: what there is, since when."""
    own = _own(reader)
    app = own.authenticator
    return {
        "authenticator": None if app is None else to_text(app.confirmed_at),
        "passkeys": [{"passkey": key.id, "added_at": to_text(key.added_at)} for key in own.passkeys],
        "recovery_codes": len(own.recovery) if own.recovery_made_at is not None else None,
        "recovery_made_at": None if own.recovery_made_at is None else to_text(own.recovery_made_at),
    }


def offered(reader: Reader) -> dict[str, str]:
    """The secret that waits for its first code, to its owner alone and not after it."""
    own = _own(reader)
    if own.offered is None:
        raise NotFound("no-such-factor")
    secret = reader.open(person_stream(own.id), own.offered)
    return {"secret": secret, "address": address_for_apps(secret, LABEL)}


def new_passkey(reader: Reader, origin: str) -> dict[str, Any]:
    """What the browser needs to make one; null where passkeys cannot be kept."""
    own, place = _own(reader), Place(origin)
    if not place.fits:
        return {"options": None}
    good = challenges(reader, REGISTRATION, own.id, own.id, reader.now)
    return {"options": registration(place, good[0], user_handle(reader, own.id), own.passkeys, LABEL)}


def views(reader: Reader, disclosure: str, person: str) -> list[dict[str, str]]:
    """When it was opened by this person, how they proved who they are, and on what kind of device."""
    return [_view(view) for view in views_of(reader, disclosure, person)]


def _view(view: View) -> dict[str, str]:
    return {"at": to_text(view.at), "way": view.way.value, "client": view.client}


def _own(reader: Reader) -> Factors:
    person = reader.principal.person
    return reader.known(FACTORS, person) or Factors(id=person, network=reader.principal.network or "")
