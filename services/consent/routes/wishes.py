"""What guardians, the child and the therapist say about telling somebody."""

from typing import Any

from kernel.auth.principal import Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import run
from services.consent import commands
from services.consent.routes.doors import CHILD, STAFF
from services.consent.schemas import answers, evidence, papers, trails

wishes = Blueprint("wishes", __name__, description="Who wants what told to whom")


@wishes.post(f"{CHILD}/consents")
@allow(*STAFF)
@wishes.arguments(evidence.NewConsent)
@wishes.response(201, answers.ConsentReference)
def give_consent(body: dict[str, Any], child: str) -> dict[str, Any]:
    """A consent form came in."""
    return run(commands.GiveConsent(child=child, **body))


@wishes.post(f"{CHILD}/consents/<string:consent>/revocation")
@allow(*STAFF)
@wishes.arguments(papers.NewRevocation)
@wishes.response(200, answers.ConsentReference)
def revoke_consent(body: dict[str, Any], child: str, consent: str) -> dict[str, Any]:
    """A consent counts no more."""
    return run(commands.RevokeConsent(child=child, consent=consent, **body))


@wishes.post(f"{CHILD}/boundaries")
@allow(Role.THERAPIST, Role.SUPERVISOR)
@wishes.arguments(evidence.NewBoundary)
@wishes.response(201, answers.BoundaryReference)
def set_boundary(body: dict[str, Any], child: str) -> dict[str, Any]:
    """A therapist draws a line."""
    return run(commands.SetBoundary(child=child, **body))


@wishes.post(f"{CHILD}/boundaries/<string:boundary>/renewal")
@allow(Role.THERAPIST, Role.SUPERVISOR)
@wishes.arguments(evidence.NewRenewal)
@wishes.response(201, trails.SupersededBoundary)
def renew_boundary(body: dict[str, Any], child: str, boundary: str) -> dict[str, Any]:
    """The line is drawn again from now on, whether or not the old one has expired."""
    return run(commands.RenewBoundary(child=child, boundary=boundary, **body))


@wishes.post(f"{CHILD}/boundaries/<string:boundary>/end")
@allow(Role.THERAPIST, Role.SUPERVISOR)
@wishes.arguments(evidence.NewReason)
@wishes.response(200, answers.BoundaryReference)
def lift_boundary(body: dict[str, Any], child: str, boundary: str) -> dict[str, Any]:
    """The line is not needed any more; one that has expired is put away."""
    return run(commands.LiftBoundary(child=child, boundary=boundary, **body))


@wishes.post(f"{CHILD}/assents")
@allow(*STAFF)
@wishes.arguments(evidence.NewAssent)
@wishes.response(201, answers.AssentReference)
def record_assent(body: dict[str, Any], child: str) -> dict[str, Any]:
    """What the child has said in session."""
    return run(commands.RecordAssent(child=child, **body))
