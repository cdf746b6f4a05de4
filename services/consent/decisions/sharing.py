"""Three voices, one matrix. A proposal counts for nothing; when the last voice has said yes, it becomes consents,
assents and boundaries in one commit. Whoever leaves an agreement takes away what it opened; what it closed stays closed
until child or therapist open it themselves, so that nobody can open anything by leaving.
"""

from collections import Counter
from dataclasses import replace

from kernel.decision import Decision
from kernel.errors import Invalid
from services.consent.commands import ProposeSharing, VoiceSharing, WithdrawSharing
from services.consent.decisions import matrix
from services.consent.decisions.facts import in_order, joined
from services.consent.decisions.standing import alone, must_speak_for, speaks_for
from services.consent.decisions.trails import Act
from services.consent.model import (
    AGREEABLE,
    CHILD_PARTY,
    Family,
    SharingAgreement,
    SharingState,
    Voice,
    Word,
)


def propose(family: Family, earlier: list[SharingAgreement], command: ProposeSharing, id: str, act: Act) -> Decision:
    """Put to the parties, one proposal at a time; nothing that decisions rest on changes."""
    _fit(family, command, act)
    if any(item.state is SharingState.PROPOSED for item in earlier):
        raise Invalid("already-proposed", {"cells": ["already-proposed"]})
    made = SharingAgreement(
        id=id,
        child=family.id,
        network=family.network,
        number=1 + max((item.number for item in earlier), default=0),
        state=SharingState.PROPOSED,
        cells=tuple(sorted(command.cells, key=lambda cell: (cell.recipient, cell.topic))),
        guardians=tuple(sorted(set(command.guardians))),
        child_speaks=not family.child_incapable,
        proposed_by=act.by,
        proposed_at=act.at,
        until=command.until,
    )
    return _said(family, made)


def voice(
    family: Family, agreement: SharingAgreement, standing: SharingAgreement | None, command: VoiceSharing, act: Act
) -> Decision:
    """One party's word. A no ends the proposal; the last yes puts it in force instead of the one that stood."""
    if agreement.state is not SharingState.PROPOSED:
        raise Invalid("not-proposed", {"agreement": ["not-proposed"]})
    word = _word(family, agreement, command, act)
    others = tuple(item for item in agreement.words if (item.voice, item.person) != (word.voice, word.person))
    heard = replace(agreement, words=(*others, word))
    if not word.agrees:
        return _said(family, replace(heard, state=SharingState.DECLINED, ended_at=act.at, ended_by=act.by))
    if not heard.complete:
        return _said(family, heard)
    for guardian in heard.guardians:
        must_speak_for(family, guardian, act.at, "agreement")
    return _in_force(family, heard, standing, act)


def withdraw(family: Family, agreement: SharingAgreement, command: WithdrawSharing, act: Act) -> Decision:
    """By a party, with the same proof as its yes."""
    if agreement.state not in (SharingState.PROPOSED, SharingState.AGREED):
        raise Invalid("not-standing", {"agreement": ["not-standing"]})
    _party(family, agreement, command, act)
    _proof(command)
    over = replace(agreement, state=SharingState.WITHDRAWN, ended_at=act.at, ended_by=act.by, reason=command.reason)
    if agreement.state is SharingState.PROPOSED:
        return _said(family, over)
    after, events = matrix.closed(family, agreement, act.at)
    return _said(after, over, events)


def _in_force(family: Family, heard: SharingAgreement, standing: SharingAgreement | None, act: Act) -> Decision:
    if heard.until is not None and heard.until <= act.at:
        raise Invalid("expired", {"agreement": ["expired"]})
    before = family if standing is None else matrix.without(family, standing, act.at)
    after, trails = matrix.applied(before, heard, act)
    after, events = matrix.moved_from(family, after, act.at)
    agreed = replace(heard, state=SharingState.AGREED, agreed_at=act.at, facts=tuple(trail.id for trail in trails))
    made = _said(after, agreed, events)
    replaced = () if standing is None else (_superseded(standing, agreed, act),)
    return replace(made, changes=(*made.changes, *replaced, *trails), events=(*made.events, *joined(family, after)))


def _superseded(standing: SharingAgreement, by: SharingAgreement, act: Act) -> SharingAgreement:
    return replace(standing, state=SharingState.SUPERSEDED, ended_at=act.at, ended_by=act.by, superseded_by=by.id)


def _fit(family: Family, command: ProposeSharing, act: Act) -> None:
    in_order(act.at, command.until)
    counted = Counter((cell.topic, cell.recipient) for cell in command.cells)
    if any(cell.topic not in AGREEABLE for cell in command.cells):
        raise Invalid("not-agreeable", {"cells": ["not-agreeable"]})
    if max(counted.values(), default=0) != 1:
        raise Invalid("named-twice", {"cells": ["named-twice" if counted else "required"]})
    if alone(family) == bool(command.guardians):
        code = "minor-consented-alone" if command.guardians else "required"
        raise Invalid("wrong-parties", {"guardians": [code]})
    for guardian in command.guardians:
        must_speak_for(family, guardian, act.at, "guardians")
    kept = {cell.recipient for cell in command.cells if not cell.share}
    if not alone(family) and any(speaks_for(family, who, act.at) for who in kept - set(command.guardians)):
        raise Invalid("not-without-them", {"cells": ["not-without-them"]})


def _word(family: Family, agreement: SharingAgreement, command: VoiceSharing, act: Act) -> Word:
    person = _party(family, agreement, command, act)
    _proof(command)
    return Word(
        voice=command.voice,
        person=person,
        agrees=command.agrees,
        captured_by=act.by,
        at=act.at,
        session=command.session,
        document=command.document,
    )


def _party(family: Family, agreement: SharingAgreement, command: VoiceSharing | WithdrawSharing, act: Act) -> str:
    """Who speaks; a therapist of the care team speaks in person."""
    if command.voice is Voice.THERAPIST:
        if act.by not in family.care_team:
            raise Invalid("not-of-the-team", {"voice": ["not-of-the-team"]})
        return act.by
    if command.voice is Voice.CHILD:
        if not agreement.child_speaks:
            raise Invalid("not-a-party", {"voice": ["not-a-party"]})
        return CHILD_PARTY
    if command.person is None or command.person not in agreement.guardians:
        raise Invalid("not-a-party", {"person": ["not-a-party"]})
    must_speak_for(family, command.person, act.at, "person")
    return command.person


def _proof(command: VoiceSharing | WithdrawSharing) -> None:
    """The child's word is heard in a session, never taken from an account; a guardian's is on paper."""
    if command.voice is Voice.CHILD and command.session is None:
        raise Invalid("session-needed", {"session": ["required"]})
    if command.voice is Voice.GUARDIAN and command.document is None:
        raise Invalid("document-needed", {"document": ["required"]})


def _said(family: Family, agreement: SharingAgreement, events: tuple[matrix.Change, ...] = ()) -> Decision:
    reply = {"agreement": agreement.id, "state": agreement.state.value}
    changes = (family, agreement) if events else (agreement,)
    return Decision(changes=changes, events=events, reply={**reply, "position": family.position}, facts=reply)
