"""A transfer needs the consent of whoever may give it, and the receiving clinic's yes. Until then its team has nothing;
from then on it has what was named, never a psychotherapy note.
"""

from dataclasses import replace
from datetime import timedelta

from contracts.codes import AuthorityKind, BasisChange, ConsentBasis, DisclosureClass
from contracts.consent import BasisChanged, CareTeamChanged
from kernel.auth.principal import Principal
from kernel.decision import Decision
from kernel.errors import Invalid
from services.consent.commands import (
    AcceptTransfer,
    ConsentToTransfer,
    DeclineTransfer,
    ProposeTransfer,
    WithdrawTransfer,
)
from services.consent.decisions import access
from services.consent.decisions.danger import flagged
from services.consent.decisions.evidence import moved
from services.consent.decisions.registration import registered, with_team
from services.consent.decisions.standing import alone, guardians, must_speak_for
from services.consent.decisions.trails import Act
from services.consent.model import Clinic, Family, Received, Transfer, TransferState, TransferWord
from services.consent.rules.case import CHILD

OPEN = (TransferState.PROPOSED, TransferState.CONSENTED)
VALID = timedelta(days=90)  # a consent to be moved is about this quarter's clinic, not about some clinic some day
NOT_TRANSFERRED = "not-transferred"


def propose(
    family: Family, receiver: Clinic | None, command: ProposeTransfer, id: str, asker: Principal, act: Act
) -> Decision:
    """By the clinic that has the child, to another one of the network that has it not."""
    here = command.sender in family.clinics and not family.left(command.sender)
    if not here or not _of_clinic(family, asker, command.sender):
        raise Invalid("not-yours", {"sender": ["not-yours"]})
    if receiver is None or receiver.network != family.network:
        raise Invalid("no-such-clinic", {"receiver": ["not-found"]})
    if receiver.id in family.clinics and not family.left(receiver.id):
        raise Invalid("already-there", {"receiver": ["already-there"]})
    if DisclosureClass.PSYCHOTHERAPY_NOTE in command.classes:
        raise Invalid("never-transferred", {"classes": ["never-transferred"]})
    return _said(
        family,
        Transfer(
            id=id,
            child=family.id,
            network=family.network,
            sender=command.sender,
            receiver=receiver.id,
            classes=tuple(sorted(set(command.classes))),
            ends_care=command.ends_care,
            state=TransferState.PROPOSED,
            proposed_by=act.by,
            proposed_at=act.at,
            expires_at=act.at + VALID,
        ),
    )


def consent(family: Family, transfer: Transfer, command: ConsentToTransfer, act: Act) -> Decision:
    """A no ends it. With the last yes that is needed the receiving clinic hears of it."""
    _open(transfer, act)
    _may_say(family, command, act)
    said = TransferWord(
        person=command.person,
        agrees=command.agrees,
        captured_by=act.by,
        at=act.at,
        session=command.session,
        document=command.document,
    )
    words = (*(word for word in transfer.words if word.person != said.person), said)
    heard = replace(transfer, words=words)
    if not said.agrees:
        return _said(family, _closed(heard, TransferState.DECLINED, act, None))
    state = TransferState.CONSENTED if complete(family, heard, act) else TransferState.PROPOSED
    return _said(family, replace(heard, state=state))


def withdraw(family: Family, transfer: Transfer, command: WithdrawTransfer, act: Act) -> Decision:
    """Before it is accepted; afterwards the child is in the other clinic's care."""
    if transfer.state not in OPEN:
        raise Invalid("not-open", {"transfer": ["not-open"]})
    return _said(family, _closed(transfer, TransferState.WITHDRAWN, act, command.reason))


def decline(family: Family, transfer: Transfer, command: DeclineTransfer, act: Act) -> Decision:
    """By the receiving clinic."""
    return _said(family, _closed(transfer, TransferState.DECLINED, act, command.reason))


def accept(family: Family, transfer: Transfer, receiver: Clinic, command: AcceptTransfer, act: Act) -> Decision:
    """One commit: the team has access, the law of the new place counts when the old clinic stops, everybody hears."""
    _open(transfer, act)
    if not complete(family, transfer, act):
        raise Invalid("consent-missing", {"transfer": ["consent-missing"]})
    if set(command.care_team) & set(family.people):
        raise Invalid("of-the-family", {"care_team": ["of-the-family"]})
    after, events = _taken_over(family, transfer, receiver, command, act)
    left = (CareTeamChanged(child=family.id, clinic=transfer.sender, care_team=()),) if transfer.ends_care else ()
    made = _said(after, _closed(transfer, TransferState.ACCEPTED, act, None))
    return replace(made, changes=(after, *made.changes), events=(*events, registered(after, receiver.id), *left))


def complete(family: Family, transfer: Transfer, act: Act) -> bool:
    """Whether those who may consent have: the minor who came alone; else a guardian, all of them where they must agree
    jointly, and the minor besides where both consented to the care. The word of somebody who is accused opens nothing.
    """
    needed = {CHILD} if family.basis in (ConsentBasis.MINOR, ConsentBasis.BOTH) else set()
    if alone(family):
        return needed <= transfer.agreed
    may = {person for person in guardians(family, act.at) if not flagged(family, person, act.at)}
    jointly = any(e.kind is AuthorityKind.JOINT_CONSENT_REQUIRED and e.holds(act.at) for e in family.authorities)
    agreed = may <= transfer.agreed if jointly else bool(may & transfer.agreed)
    return bool(may) and agreed and needed <= transfer.agreed


def held_back(family: Family, asker: Principal, person: str, clinic: str, cls: DisclosureClass) -> bool:
    """Whether this is of a clinic from which the person's own clinic took the child over without this class."""
    came = (item for item in family.transfers if item.sender == clinic)
    got = [item for item in came if _works_in(family, asker, person, item.receiver)]
    return bool(got) and not _works_in(family, asker, person, clinic) and all(cls not in item.classes for item in got)


def brought(family: Family, asker: Principal, cls: DisclosureClass) -> tuple[str, ...]:
    """The other clinics whose record of this class went over to a clinic of the child in which the asker works."""
    got = {item.sender for item in family.transfers if cls in item.classes and _of_clinic(family, asker, item.receiver)}
    return tuple(sorted(clinic for clinic in got if not _of_clinic(family, asker, clinic)))


def _taken_over(
    family: Family, transfer: Transfer, receiver: Clinic, command: AcceptTransfer, act: Act
) -> tuple[Family, tuple[BasisChanged, ...]]:
    got = Received(
        transfer=transfer.id,
        sender=transfer.sender,
        receiver=receiver.id,
        classes=transfer.classes,
        ends_care=transfer.ends_care,
    )
    after = with_team(family, receiver.id, command.care_team)
    after = with_team(after, transfer.sender, ()) if transfer.ends_care else after
    clinics = tuple(sorted({*family.clinics, receiver.id}))
    after = replace(after, clinics=clinics, transfers=(*family.transfers, got))
    after, event = moved(after, BasisChange.EPISODE, "transfer", None, act.at)
    if not transfer.ends_care or receiver.jurisdiction == family.jurisdiction:
        return after, (event,)
    after, place = moved(
        replace(after, jurisdiction=receiver.jurisdiction), BasisChange.EPISODE, "jurisdiction", None, act.at
    )
    return after, (event, place)


def _works_in(family: Family, asker: Principal, person: str, clinic: str) -> bool:
    """On the team; of the asker, whose roles are known, also by role."""
    return person in family.team_in(clinic) or (person == asker.person and _of_clinic(family, asker, clinic))


def _of_clinic(family: Family, asker: Principal, clinic: str) -> bool:
    return asker.person in family.team_in(clinic) or access.in_clinic(asker, (clinic,))


def _open(transfer: Transfer, act: Act) -> None:
    if transfer.state not in OPEN:
        raise Invalid("not-open", {"transfer": ["not-open"]})
    if transfer.expires_at <= act.at:
        raise Invalid("expired", {"transfer": ["expired"]})


def _may_say(family: Family, command: ConsentToTransfer, act: Act) -> None:
    if command.person == CHILD:
        if command.session is None:
            raise Invalid("session-needed", {"session": ["required"]})
        return
    if alone(family):
        raise Invalid("minor-consented-alone", {"person": ["minor-consented-alone"]})
    must_speak_for(family, command.person, act.at, "person")
    if command.document is None:
        raise Invalid("document-needed", {"document": ["required"]})


def _closed(transfer: Transfer, state: TransferState, act: Act, reason: str | None) -> Transfer:
    return replace(transfer, state=state, closed_by=act.by, closed_at=act.at, reason=reason)


def _said(family: Family, transfer: Transfer) -> Decision:
    reply = {"transfer": transfer.id, "state": transfer.state.value}
    clinics = {"sender": transfer.sender, "receiver": transfer.receiver}
    return Decision(changes=(transfer,), reply={**reply, "position": family.position}, facts={**reply, **clinics})
