"""Custody documents and orders as they come in."""

from typing import Any

from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import run
from services.consent import commands
from services.consent.routes.doors import CHILD, STAFF
from services.consent.schemas import answers, evidence, trails

authority = Blueprint("authority", __name__, description="Who has a say")


@authority.post(f"{CHILD}/authorities")
@allow(*STAFF)
@authority.arguments(evidence.NewAuthority)
@authority.response(201, answers.AuthorityReference)
def grant_authority(body: dict[str, Any], child: str) -> dict[str, Any]:
    """A custody document came in."""
    return run(commands.GrantAuthority(child=child, **body))


@authority.post(f"{CHILD}/authorities/<string:authority>/end")
@allow(*STAFF)
@authority.arguments(evidence.NewEnd)
@authority.response(200, answers.AuthorityReference)
def end_authority(body: dict[str, Any], child: str, authority: str) -> dict[str, Any]:
    """An authority ends."""
    return run(commands.EndAuthority(child=child, authority=authority, **body))


@authority.post(f"{CHILD}/authorities/<string:authority>/verification")
@allow(*STAFF)
@authority.arguments(evidence.NewVerification)
@authority.response(200, answers.AuthorityReference)
def verify_authority(body: dict[str, Any], child: str, authority: str) -> dict[str, Any]:
    """Somebody else than who recorded it has seen the document."""
    return run(commands.VerifyAuthority(child=child, authority=authority, **body))


@authority.post(f"{CHILD}/authorities/<string:authority>/correction")
@allow(*STAFF)
@authority.arguments(evidence.NewCorrection)
@authority.response(201, trails.SupersededAuthority)
def correct_authority(body: dict[str, Any], child: str, authority: str) -> dict[str, Any]:
    """The edge was never right; another takes its place."""
    return run(commands.CorrectAuthority(child=child, authority=authority, **body))


@authority.post(f"{CHILD}/restrictions")
@allow(*STAFF)
@authority.arguments(evidence.NewRestriction)
@authority.response(201, answers.RestrictionReference)
def place_restriction(body: dict[str, Any], child: str) -> dict[str, Any]:
    """An order came in; it may be back-dated."""
    return run(commands.PlaceRestriction(child=child, **body))


@authority.post(f"{CHILD}/restrictions/<string:restriction>/end")
@allow(*STAFF)
@authority.arguments(evidence.NewLifting)
@authority.response(200, answers.RestrictionReference)
def lift_restriction(body: dict[str, Any], child: str, restriction: str) -> dict[str, Any]:
    """An order ends."""
    return run(commands.LiftRestriction(child=child, restriction=restriction, **body))
