"""Agreements of child, guardians and therapist on what is shared with whom."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.consent import commands
from services.consent.queries import sharing as kept
from services.consent.routes.doors import CHILD, STAFF
from services.consent.schemas import sharing as schemas

sharing = Blueprint("sharing", __name__, description="What child, guardians and therapist agree to share")


@sharing.post(f"{CHILD}/sharing")
@allow(*STAFF)
@sharing.arguments(schemas.NewSharing)
@sharing.response(201, schemas.SharingReference)
def propose_sharing(body: dict[str, Any], child: str) -> dict[str, Any]:
    """A matrix is put to the parties; it counts for nothing yet."""
    return run(commands.ProposeSharing(child=child, **body))


@sharing.get(f"{CHILD}/sharing")
@allow(*STAFF)
@sharing.response(200, schemas.Sharing)
def read_sharing(child: str) -> dict[str, Any]:
    """The matrix as it stands, what the rules make of it now, and every version."""
    return kept.sharing(reader(), child)


@sharing.post(f"{CHILD}/sharing/<string:agreement>/words")
@allow(*STAFF)
@sharing.arguments(schemas.NewWord)
@sharing.response(200, schemas.SharingReference)
def voice_sharing(body: dict[str, Any], child: str, agreement: str) -> dict[str, Any]:
    """A party says yes or no; the last yes puts the agreement in force."""
    return run(commands.VoiceSharing(child=child, agreement=agreement, **body))


@sharing.post(f"{CHILD}/sharing/<string:agreement>/review")
@allow(Role.THERAPIST, Role.SUPERVISOR)
@sharing.arguments(schemas.NewSharingReview)
@sharing.response(200, schemas.SharingReference)
def review_sharing(body: dict[str, Any], child: str, agreement: str) -> dict[str, Any]:
    """Looked at again with the family: it stands until the next age or for another year."""
    return run(commands.ReviewSharing(child=child, agreement=agreement, **body))


@sharing.post(f"{CHILD}/sharing/<string:agreement>/withdrawal")
@allow(*STAFF)
@sharing.arguments(schemas.NewSharingWithdrawal)
@sharing.response(200, schemas.SharingReference)
def withdraw_sharing(body: dict[str, Any], child: str, agreement: str) -> dict[str, Any]:
    """A party stands by it no more: what it opened closes, what it closed stays closed."""
    return run(commands.WithdrawSharing(child=child, agreement=agreement, **body))
