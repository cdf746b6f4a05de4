"""A network's own packs: who may propose, approve and activate them, and when they may come into force."""

from dataclasses import replace
from datetime import datetime, timedelta

from kernel.auth.principal import Kind, Principal, Role
from kernel.clock import to_text
from kernel.decision import Decision
from kernel.errors import Forbidden, Invalid, NotFound
from services.consent.commands.packs import ActivatePacks, ProposePacks
from services.consent.model.packs import Activation, PackSchedule, PackVersion, version_id
from services.consent.rules.packs import Book

# Longer than any decision runs: whoever read the schedule before the activation was committed has decided, and
# committed, before it counts. So nothing is ever decided on a version that was no longer in force.
LEAD = timedelta(minutes=5)
ACTIVATIONS_MAX = 400  # one a month for thirty years
NO_SUCH_VERSION = "no-such-version"


def may_propose(asker: Principal, network: str) -> bool:
    """A privacy officer or a clinic's administrator of the network, or an operator."""
    if asker.network not in (None, network):
        return False
    return asker.kind is Kind.OPERATOR or asker.has(Role.CLINIC_ADMIN) or may_decide(asker, network)


def may_decide(asker: Principal, network: str) -> bool:
    """A privacy officer of the network approves and activates."""
    return asker.network in (None, network) and asker.has(Role.PRIVACY_OFFICER)


def propose(known: PackVersion | None, command: ProposePacks, by: str, now: datetime) -> Decision:
    """The same content proposed again is the version that is there."""
    book = Book(command.packs)
    if known is not None:
        if known.book.packs != book.packs:
            raise Invalid("version-taken", {"packs": ["version-taken"]})
        return Decision(reply=state(known))
    version = PackVersion(
        id=version_id(command.network, book.version),
        network=command.network,
        version=book.version,
        packs=book.packs,
        proposed_by=by,
        proposed_at=now,
    )
    return Decision(changes=(version,), reply=state(version), facts={"version": version.version})


def approve(version: PackVersion, by: str, now: datetime) -> Decision:
    """By somebody else than who proposed it; the first approval counts."""
    if version.proposed_by == by:
        raise Forbidden("second-person-needed")
    if version.approved_by is not None:
        return Decision(reply=state(version))
    approved = replace(version, approved_by=by, approved_at=now)
    return Decision(changes=(approved,), reply=state(approved), facts={"version": version.version})


def activate(
    version: PackVersion, schedule: PackSchedule | None, command: ActivatePacks, by: str, now: datetime
) -> Decision:
    """From a moment in the future on. What was decided before rests on what was in force then, and stays so."""
    if version.approved_by is None:
        raise Invalid("not-approved", {"version": ["not-approved"]})
    if command.since < now:
        raise Invalid("back-dated", {"since": ["back-dated"]})
    if command.since < now + LEAD:
        raise Invalid("too-soon", {"since": ["too-soon"]})
    held = schedule if schedule is not None else PackSchedule(id=command.network, network=command.network)
    if len(held.activations) >= ACTIVATIONS_MAX:
        raise Invalid("too-many-activations", {"since": ["too-many"]})
    added = Activation(version=version.version, since=command.since, activated_by=by, activated_at=now)
    return Decision(
        changes=(replace(held, activations=(*held.activations, added)),),
        reply={"version": version.version, "since": to_text(command.since)},
        facts={"version": version.version, "since": to_text(command.since)},
    )


def required(version: PackVersion | None, network: str) -> PackVersion:
    """The version, if it is of this network."""
    if version is None or version.network != network:
        raise NotFound(NO_SUCH_VERSION)
    return version


def state(version: PackVersion) -> dict[str, str | None]:
    """How far it has come."""
    return {
        "version": version.version,
        "proposed_by": version.proposed_by,
        "proposed_at": to_text(version.proposed_at),
        "approved_by": version.approved_by,
        "approved_at": to_text(version.approved_at) if version.approved_at else None,
    }
