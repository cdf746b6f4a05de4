"""The rota of a clinic, by those who answer for it."""

from kernel.decision import Decision
from kernel.errors import Invalid, NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent.commands.rota import EndShift, EnterShift
from services.consent.decisions import rota
from services.consent.decisions.access import may_plan
from services.consent.model import Clinic
from services.consent.model.rota import Rota, Shift
from services.consent.repository import CLINICS, PERSONS, ROTAS


def enter_shift(command: EnterShift, work: Work) -> Decision:
    """A person of the network, for a time on the clinic's clock."""
    clinic = _clinic(command.clinic, work)
    person = work.known(PERSONS, command.person)
    if person is None or person.network != clinic.network:
        raise Invalid("shift", {"person": ["unknown"]})
    shift = Shift(
        id=work.new_id(),
        person=command.person,
        since=rota.moment_of(command.starts, clinic.zone, is_end=False, field="starts"),
        until=rota.moment_of(command.ends, clinic.zone, is_end=True, field="ends"),
        zone=clinic.zone,
        entered_by=work.actor.person,
        entered_at=work.now,
    )
    return rota.entered(work.known(ROTAS, clinic.id) or Rota(id=clinic.id), shift, work.now)


def end_shift(command: EndShift, work: Work) -> Decision:
    """Taken off the plan."""
    clinic = _clinic(command.clinic, work)
    return rota.ended(work.known(ROTAS, clinic.id) or Rota(id=clinic.id), command.shift, work.now)


def _clinic(id: str, work: Work) -> Clinic:
    clinic = work.known(CLINICS, id)
    if clinic is None or clinic.network != work.actor.network or not may_plan(work.actor, id):
        raise NotFound("no-such-clinic")
    return clinic


COMMANDS: dict[type, CommandHandler] = {EnterShift: enter_shift, EndShift: end_shift}
