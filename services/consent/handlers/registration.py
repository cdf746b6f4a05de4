"""People, clinics and children as they become known. Names are sealed before the decision."""

from kernel.command import person_stream
from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.kind import Sealed
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import access, registration
from services.consent.handlers.standing import family_of
from services.consent.repository import CLINICS, FAMILIES, PERSONS


def register_person(command: commands.RegisterPerson, work: Work) -> Decision:
    """By the network's own staff; a person of another network is not to be found."""
    known = work.known(PERSONS, command.person)
    _same_network(work, command.network, known.network if known else None)
    name = _sealed(work, person_stream(command.person), known.name if known else None, command.name)
    return registration.register_person(known, command, name)


def register_clinic(command: commands.RegisterClinic, work: Work) -> Decision:
    """By an operator or a clinic administrator of the network; a clinic that is there, by its own administrator."""
    known = work.known(CLINICS, command.clinic)
    _same_network(work, command.network, known.network if known else None)
    if known is not None and not access.may_change_clinic(work.actor, known.id):
        raise NotFound("no-such-clinic")
    return registration.register_clinic(known, command)


def register_child(command: commands.RegisterChild, work: Work) -> Decision:
    """By the clinic; a child of another network, or of other clinics alone, is not to be found."""
    known = work.known(FAMILIES, command.child)
    if not access.may_register(work.actor, command.network, command.clinic):
        raise NotFound(access.NO_SUCH_CHILD)
    if known is not None:
        if known.network != command.network:
            raise NotFound(access.NO_SUCH_CHILD)
        access.may_bring_up_to_date(work.actor, known, command.clinic)
    name = _sealed(work, command.child, known.name if known else None, command.name)
    return registration.register_child(known, command, name, work.now)


def change_care_team(command: commands.ChangeCareTeam, work: Work) -> Decision:
    """Who looks after the child."""
    return registration.change_care_team(family_of(command, work), command)


def _same_network(work: Work, wanted: str, known: str | None) -> None:
    own = work.actor.network
    if (own is not None and own != wanted) or (known is not None and known != wanted):
        raise NotFound("no-such-network")


def _sealed(work: Work, subject: str, known: Sealed | None, text: str) -> Sealed:
    """The name that is there if it says the same: what has not changed must not look changed."""
    if known is not None and work.open(subject, known) == text:
        return known
    return work.seal(subject, text)


COMMANDS: dict[type, CommandHandler] = {
    commands.RegisterPerson: register_person,
    commands.RegisterClinic: register_clinic,
    commands.RegisterChild: register_child,
    commands.ChangeCareTeam: change_care_team,
}
