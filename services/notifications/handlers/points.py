"""Ways to people, from their entry to their end: by staff, by their owners, by themselves when their time is up."""

from collections.abc import Callable, Mapping
from hmac import compare_digest

from kernel.auth.authenticators import CODE_DIGITS
from kernel.auth.principal import Kind
from kernel.command import person_stream
from kernel.decision import NOTHING, Decision
from kernel.errors import Invalid, NotFound, Stale
from kernel.work import Work
from services.notifications.commands import (
    AddContactPoint,
    ChangeContactPoint,
    ClaimContactPoint,
    ProveContactPoint,
    RemoveContactPoint,
    SendCheck,
    SettleContactPoint,
)
from services.notifications.decisions import checks, contacts, points
from services.notifications.decisions.limits import CHECKS_MAX
from services.notifications.decisions.pointers import CODE_CHANNELS
from services.notifications.decisions.points import Act, NewPoint
from services.notifications.gateways import is_person_of_asker
from services.notifications.messages.links import address_digest, check_digest
from services.notifications.model import ContactPoint, Quota
from services.notifications.queries.access import may_write_to
from services.notifications.repository import CONTACT_POINTS, PER_CHILD_MAX, QUOTAS, children_of


def add_contact_point(command: AddContactPoint, work: Work) -> Decision:
    """An address of one person, sealed under the person's key."""
    _open_to_staff(command.person, work)
    new = _new(command, work, command.verified)
    return points.added(new, _holder(new.address_digest, work), _own(command.person, work), _act(work))


def change_contact_point(command: ChangeContactPoint, work: Work) -> Decision:
    """One of the acts of staff."""
    _open_to_staff(command.person, work)
    own = _own(command.person, work)
    return CHANGES[command.what](_of(command.contact_point, command.person, own), own, work)


def claim_contact_point(command: ClaimContactPoint, work: Work) -> Decision:
    """One of the asker's own. Whether somebody else has that address is not told."""
    own = _own(_asker(command.person, work), work)
    if command.channel not in CODE_CHANNELS:
        raise Invalid("channel", {"channel": ["not-a-choice"]})
    new = _new(command, work, False)
    if any(new.address_digest in (point.address_digest, point.claim) for point in own if point.retired_at is None):
        raise Invalid("contact-point-there", {"address": ["yours-already"]})
    return points.claimed(new, own, _act(work))


def send_check(command: SendCheck, work: Work) -> Decision:
    """A code to the asker's own unverified point."""
    point = _of(command.contact_point, _asker(command.person, work), _own(command.person, work))
    checks.may_be_checked(point)
    if point.channel not in command.live:
        raise Stale("channel-off")
    underway = checks.on_its_way(point, work.now)
    if underway is not None:
        return underway
    code = work.digits(CODE_DIGITS)
    sealed = work.seal(person_stream(point.person), code)
    free = not _is_of_another(point, work)
    quotas = [(work.known(QUOTAS, id := f"check:{point.person}") or Quota(id=id, asked_at=()), CHECKS_MAX)]
    digest = check_digest(work, point.id, point.person, code)
    return checks.sent(point, digest, sealed if free else None, quotas, work.new_id(), work.now)


def prove_contact_point(command: ProveContactPoint, work: Work) -> Decision:
    """The code, in constant time."""
    own = _own(_asker(command.person, work), work)
    point = _of(command.contact_point, command.person, own)
    checks.may_be_checked(point)
    fits = point.check is not None and compare_digest(point.check.code_digest, command.code_digest)
    return checks.tried(point, fits, _holder(_wanted(point), work), own, _act(work))


def remove_contact_point(command: RemoveContactPoint, work: Work) -> Decision:
    """One of the asker's own."""
    own = _own(_asker(command.person, work), work)
    return points.removed(_of(command.contact_point, command.person, own), own, _act(work))


def settle_contact_point(command: SettleContactPoint, work: Work) -> Decision:
    """By itself, when its time has come."""
    own = _own(command.person, work)
    point = next((item for item in own if item.id == command.contact_point), None)
    return NOTHING if point is None else points.come_due(point, own, work.now)


def _restrict(point: ContactPoint, own: list[ContactPoint], work: Work) -> Decision:
    return points.restricted(point, own, _act(work))


def _lift(point: ContactPoint, own: list[ContactPoint], work: Work) -> Decision:
    return points.lifted(point, _act(work))


def _retire(point: ContactPoint, own: list[ContactPoint], work: Work) -> Decision:
    return points.withdrawn(point, own, "retired-by-staff", _act(work))


def _verify(point: ContactPoint, own: list[ContactPoint], work: Work) -> Decision:
    if point.verified:
        raise Stale("contact-point-not-to-verify")
    return checks.verified(point, _holder(_wanted(point), work), own, "verified-in-person", _act(work))


CHANGES: Mapping[str, Callable[[ContactPoint, list[ContactPoint], Work], Decision]] = {
    "restrict": _restrict,
    "lift": _lift,
    "retire": _retire,
    "verify": _verify,
}
"""What staff may do about a point."""


def _open_to_staff(person: str, work: Work) -> None:
    # The operator of the network brings whole rosters in and looks after no child; the command line is their only door.
    children = [] if work.actor.kind is Kind.OPERATOR else children_of(work, person)
    if not work.actor.network or not may_write_to(work.actor, children):
        raise NotFound("no-such-person")
    if not is_person_of_asker(work.call, person, work.actor):
        raise NotFound("no-such-person")


def _asker(person: str, work: Work) -> str:
    """Nobody does anything about somebody else's."""
    if work.actor.person != person or work.actor.network is None:
        raise NotFound("no-such-person")
    return person


def _new(command: AddContactPoint | ClaimContactPoint, work: Work, verified: bool) -> NewPoint:
    network, address = work.actor.network or "", contacts.normalised(command.channel, command.address)
    by_staff = command if isinstance(command, AddContactPoint) else None
    return NewPoint(
        person=command.person,
        network=network,
        channel=command.channel,
        address=work.seal(person_stream(command.person), address.text),
        address_digest=address_digest(work, network, command.channel.value, address.same_as),
        verified=verified,
        safe_hours=by_staff.safe_hours if by_staff else None,
        no_voicemail=by_staff.no_voicemail if by_staff else False,
        calls_only=by_staff.calls_only if by_staff else False,
        replaces=command.replaces,
    )


def _act(work: Work) -> Act:
    return Act(by=work.actor.person, now=work.now, fresh=work.new_id)


def _own(person: str, work: Work) -> list[ContactPoint]:
    return work.find(CONTACT_POINTS, {"person": person}, ("_id",), PER_CHILD_MAX)


def _of(id: str, person: str, own: list[ContactPoint]) -> ContactPoint:
    return points.alive(next((point for point in own if point.id == id), None), person)


def _wanted(point: ContactPoint) -> str:
    return point.claim or point.address_digest


def _holder(digest: str, work: Work) -> ContactPoint | None:
    return next(iter(work.find(CONTACT_POINTS, {"address_digest": digest}, (), 1)), None)


def _is_of_another(point: ContactPoint, work: Work) -> bool:
    holder = _holder(_wanted(point), work)
    return holder is not None and holder.person != point.person
