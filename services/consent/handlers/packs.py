"""A network's own packs: load, check who asks, decide."""

from kernel.decision import Decision
from kernel.errors import Forbidden, NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent.commands.packs import ActivatePacks, ApprovePacks, OfNetwork, ProposePacks
from services.consent.decisions import packs
from services.consent.model.packs import PackVersion, version_id
from services.consent.packs.kept import PACK_SCHEDULES, PACK_VERSIONS
from services.consent.rules.packs import Book


def propose_packs(command: ProposePacks, work: Work) -> Decision:
    """By somebody of the network whom it trusts with its clinics or its privacy."""
    _of_network(command, work)
    if not packs.may_propose(work.actor, command.network):
        raise Forbidden("not-allowed")
    known = work.known(PACK_VERSIONS, version_id(command.network, Book(command.packs).version))
    return packs.propose(known, command, work.actor.person, work.now)


def approve_packs(command: ApprovePacks, work: Work) -> Decision:
    """By a privacy officer who did not propose them."""
    return packs.approve(_version(command, work), work.actor.person, work.now)


def activate_packs(command: ActivatePacks, work: Work) -> Decision:
    """By a privacy officer."""
    version, schedule = _version(command, work), work.known(PACK_SCHEDULES, command.network)
    return packs.activate(version, schedule, command, work.actor.person, work.now)


def _version(command: ApprovePacks | ActivatePacks, work: Work) -> PackVersion:
    _of_network(command, work)
    if not packs.may_decide(work.actor, command.network):
        raise Forbidden("not-allowed")
    found = work.known(PACK_VERSIONS, version_id(command.network, command.version))
    return packs.required(found, command.network)


def _of_network(command: OfNetwork, work: Work) -> None:
    if work.actor.network not in (None, command.network):
        raise NotFound("no-such-network")


COMMANDS: dict[type, CommandHandler] = {
    ProposePacks: propose_packs,
    ApprovePacks: approve_packs,
    ActivatePacks: activate_packs,
}
