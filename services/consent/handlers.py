"""Load, check who asks, decide. Names are sealed before the decision."""

from contracts.goals import UpdateShared
from contracts.notes import ConcernClosed, ConcernRaised
from kernel.command import OfChild, person_stream
from kernel.contract import Event
from kernel.decision import NOTHING, Decision
from kernel.envelope import Envelope
from kernel.errors import NotFound, Refusal
from kernel.kind import Sealed
from kernel.service import CommandHandler, EventHandler, TimerHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import access, danger, disclosures, evidence, registration
from services.consent.model import Disclosure, Family
from services.consent.repository import CLINICS, DISCLOSURES, FAMILIES, PERSONS, ground


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
    """By the clinic; a child of another network is not to be found."""
    known = work.known(FAMILIES, command.child)
    if not access.may_register(work.actor, command.network, command.clinic):
        raise NotFound(access.NO_SUCH_CHILD)
    related = known is not None and work.actor.person in known.people
    if known is not None and (known.network != command.network or related):
        raise NotFound(access.NO_SUCH_CHILD)
    name = _sealed(work, command.child, known.name if known else None, command.name)
    return registration.register_child(known, command, name, work.now)


def change_care_team(command: commands.ChangeCareTeam, work: Work) -> Decision:
    """Who looks after the child."""
    return registration.change_care_team(_family(command, work), command)


def grant_authority(command: commands.GrantAuthority, work: Work) -> Decision:
    """A custody document came in."""
    return evidence.grant_authority(_family(command, work), command, work.new_id())


def end_authority(command: commands.EndAuthority, work: Work) -> Decision:
    """A custody document came in that ends another."""
    return evidence.end_authority(_family(command, work), command)


def place_restriction(command: commands.PlaceRestriction, work: Work) -> Decision:
    """An order came in."""
    return evidence.place_restriction(_family(command, work), command, work.new_id())


def lift_restriction(command: commands.LiftRestriction, work: Work) -> Decision:
    """An order was lifted."""
    return evidence.lift_restriction(_family(command, work), command)


def flag_danger(command: commands.FlagDanger, work: Work) -> Decision:
    """Somebody is said, or was found, to have harmed the child."""
    return danger.flag_danger(_family(command, work), command, work.new_id(), work.now)


def resolve_danger(command: commands.ResolveDanger, work: Work) -> Decision:
    """Proposed or confirmed by the one who asks."""
    return danger.resolve_danger(_family(command, work), command, work.actor.person, work.now)


def give_consent(command: commands.GiveConsent, work: Work) -> Decision:
    """A consent form came in."""
    return evidence.give_consent(_family(command, work), command, work.new_id())


def revoke_consent(command: commands.RevokeConsent, work: Work) -> Decision:
    """A consent was taken back."""
    return evidence.revoke_consent(_family(command, work), command, work.now)


def set_boundary(command: commands.SetBoundary, work: Work) -> Decision:
    """A therapist draws a line."""
    return evidence.set_boundary(_family(command, work), command, work.new_id())


def record_assent(command: commands.RecordAssent, work: Work) -> Decision:
    """The child has said what may be shared."""
    return evidence.record_assent(_family(command, work), command, work.new_id(), work.now)


def on_concern_raised(event: ConcernRaised, envelope: Envelope, work: Work) -> Decision:
    """Flag the accused and decide for every adult in one commit."""
    family = _registered(event.child, work)
    if _decided("notes", event.concern, work):
        return NOTHING
    return disclosures.decide_concern(family, ground(work, family, event.clinic), event, work.now)


def on_update_shared(event: UpdateShared, envelope: Envelope, work: Work) -> Decision:
    """Decide who may know of the progress."""
    family = _registered(event.child, work)
    if _decided("goals", event.update, work):
        return NOTHING
    return disclosures.decide_update(family, ground(work, family, event.clinic), event, work.now)


def on_concern_closed(event: ConcernClosed, envelope: Envelope, work: Work) -> Decision:
    """Dealt with: nobody is on call for it any more."""
    made = _decided("notes", event.concern, work)
    return NOTHING if made is None else disclosures.closed(made, event.closed_at)


def _family(command: OfChild, work: Work) -> Family:
    return access.required(work.actor, work.known(FAMILIES, command.child))


def _registered(child: str, work: Work) -> Family:
    """A concern about a child nobody has registered stops that child's stream, with an alert, until somebody has."""
    family = work.known(FAMILIES, child)
    if family is None:
        raise Refusal("child-not-registered")
    return family


def _decided(service: str, item: str, work: Work) -> Disclosure | None:
    return work.known(DISCLOSURES, disclosures.disclosure_id(service, item))


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
    commands.GrantAuthority: grant_authority,
    commands.EndAuthority: end_authority,
    commands.PlaceRestriction: place_restriction,
    commands.LiftRestriction: lift_restriction,
    commands.FlagDanger: flag_danger,
    commands.ResolveDanger: resolve_danger,
    commands.GiveConsent: give_consent,
    commands.RevokeConsent: revoke_consent,
    commands.SetBoundary: set_boundary,
    commands.RecordAssent: record_assent,
}
EVENTS: dict[type[Event], EventHandler] = {
    ConcernRaised: on_concern_raised,
    ConcernClosed: on_concern_closed,
    UpdateShared: on_update_shared,
}
TIMERS: dict[str, TimerHandler] = {}
