"""What a clinic sets for itself."""

from kernel.decision import Decision
from kernel.service import CommandHandler
from kernel.work import Work
from services.goals.commands import RecordLicence, SetClinicRules
from services.goals.decisions import clinics
from services.goals.model.clinic import ClinicRules
from services.goals.repository.measures import rules_of


def set_clinic_rules(command: SetClinicRules, work: Work) -> Decision:
    """By who answers for the clinic."""
    return clinics.changed(command, _own(command.clinic, work))


def record_licence(command: RecordLicence, work: Work) -> Decision:
    """By who answers for the clinic."""
    return clinics.licensed(command, _own(command.clinic, work), work.actor, work.now)


def _own(clinic: str, work: Work) -> ClinicRules:
    network = clinics.require_setter(work.actor, clinic)
    known = rules_of(work, clinic, network)
    clinics.require_same_network(known, network)
    return known


COMMANDS: dict[type, CommandHandler] = {SetClinicRules: set_clinic_rules, RecordLicence: record_licence}
