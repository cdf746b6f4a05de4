"""Who is on call when."""

from typing import Any

from kernel.auth.principal import Kind, Role
from kernel.web.access import allow
from kernel.web.body import Blueprint
from kernel.web.node import reader, run
from services.consent.commands.rota import EndShift, EnterShift
from services.consent.queries import rota as queries
from services.consent.schemas import rota as schemas

rota = Blueprint("rota", __name__, description="Who is on call when")
ROTA = "/clinics/<string:clinic>/rota"


@rota.get(ROTA)
@allow(Kind.STAFF)
@rota.response(200, schemas.RotaAnswer)
def read_rota(clinic: str) -> dict[str, Any]:
    """Shifts to come, gaps, and who is on call now."""
    return queries.rota(reader(), clinic)


@rota.post(f"{ROTA}/shifts")
@allow(Role.SUPERVISOR, Role.CLINIC_ADMIN)
@rota.arguments(schemas.NewShift)
@rota.response(201, schemas.ShiftReference)
def enter_shift(body: dict[str, str], clinic: str) -> dict[str, Any]:
    """Somebody is on call, in wall times of the clinic."""
    return run(EnterShift(clinic=clinic, **body))


@rota.post(f"{ROTA}/shifts/<string:shift>/end")
@allow(Role.SUPERVISOR, Role.CLINIC_ADMIN)
@rota.response(200, schemas.ShiftReference)
def end_shift(clinic: str, shift: str) -> dict[str, Any]:
    """Not theirs any more; one that is under way ends now."""
    return run(EndShift(clinic=clinic, shift=shift))
