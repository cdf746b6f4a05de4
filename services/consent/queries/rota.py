"""The rota as those who work in the clinic see it."""

from datetime import timedelta
from typing import Any

from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from services.consent.decisions.rota import gaps, on_call_at
from services.consent.model.rota import Rota
from services.consent.repository import CLINICS, ROTAS

SHOWN = timedelta(days=28)


def rota(reader: Reader, clinic: str) -> dict[str, Any]:
    """Shifts that are not over, and when nobody is on one in the next four weeks."""
    asker, found = reader.principal, reader.known(CLINICS, clinic)
    if found is None or found.network != asker.network or clinic not in asker.clinics():
        raise NotFound("no-such-clinic")
    kept = reader.known(ROTAS, clinic) or Rota(id=clinic)
    coming = [shift for shift in kept.shifts if shift.until > reader.now]
    return {
        "clinic": clinic,
        "zone": found.zone,
        "now": list(on_call_at(kept.shifts, reader.now)),
        "standing": list(found.on_call),
        "shifts": [
            {
                "shift": shift.id,
                "person": shift.person,
                "since": to_text(shift.since),
                "until": to_text(shift.until),
                "entered_by": shift.entered_by,
            }
            for shift in coming
        ],
        "gaps": [
            {"since": to_text(since), "until": to_text(until)}
            for since, until in gaps(coming, reader.now, reader.now + SHOWN)
        ],
    }
