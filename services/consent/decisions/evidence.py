"""Facts about a child that decisions rest on: each change moves the position by one and says so."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from contracts.codes import BasisChange, ConsentStatus
from contracts.consent import BasisChanged, ChildRegistered
from kernel.decision import Decision
from kernel.errors import Invalid
from services.consent.commands import (
    EndAuthority,
    GiveConsent,
    GrantAuthority,
    LiftRestriction,
    PlaceRestriction,
    RecordAssent,
    RevokeConsent,
    SetBoundary,
)
from services.consent.decisions.facts import (
    ended,
    found,
    in_order,
    joined,
    on_record,
    one_more,
    replaced,
    with_adult,
)
from services.consent.model import Family
from services.consent.rules.case import CHILD, Adult, Assent, Authority, Boundary, Consent, Restriction


def grant_authority(family: Family, command: GrantAuthority, id: str) -> Decision:
    """One more edge; an adult not yet on record comes onto it."""
    in_order(command.since, command.until)
    edge = Authority(
        id=id,
        person=command.person,
        kind=command.kind,
        since=command.since,
        until=command.until,
        source=command.source,
        verifier=command.verifier,
    )
    after = with_adult(replace(family, authorities=one_more(family.authorities, edge)), _adult(family, command))
    change = moved(after, BasisChange.AUTHORITY, "granted", command.person, edge.since)
    return recorded(change, {"authority": id}, joined(family, after))


def end_authority(family: Family, command: EndAuthority) -> Decision:
    """The edge ends; it is never removed: who had authority when stays on record."""
    edge = found(family.authorities, command.authority, "authority")
    after = replace(family, authorities=ended(family.authorities, edge, command.until))
    return recorded(moved(after, BasisChange.AUTHORITY, "ended", edge.person, command.until), {"authority": edge.id})


def place_restriction(family: Family, command: PlaceRestriction, id: str) -> Decision:
    """In force from `since`, which may lie in the past."""
    in_order(command.since, command.until)
    on_record(family, command.person, "person")
    order = Restriction(
        id=id,
        person=command.person,
        kind=command.kind,
        classes=tuple(sorted(set(command.classes))),
        since=command.since,
        until=command.until,
        source=command.source,
    )
    after = replace(family, restrictions=one_more(family.restrictions, order))
    return recorded(moved(after, BasisChange.RESTRICTION, "placed", order.person, order.since), {"restriction": id})


def lift_restriction(family: Family, command: LiftRestriction) -> Decision:
    """The order ends; it stays on record."""
    order = found(family.restrictions, command.restriction, "restriction")
    after = replace(family, restrictions=ended(family.restrictions, order, command.until))
    change = moved(after, BasisChange.RESTRICTION, "lifted", order.person, command.until)
    return recorded(change, {"restriction": order.id})


def give_consent(family: Family, command: GiveConsent, id: str) -> Decision:
    """A permission or a refusal. A grantee who is not yet on record (a supporter) comes onto it."""
    in_order(command.since, command.until)
    if command.grantor != CHILD:
        on_record(family, command.grantor, "grantor")
    if command.grantor == command.grantee:
        raise Invalid("grantor-is-grantee", {"grantee": ["is-grantor"]})
    consent = Consent(
        id=id,
        grantor=command.grantor,
        grantee=command.grantee,
        classes=tuple(sorted(set(command.classes))),
        provision=command.provision,
        verified=command.verified,
        since=command.since,
        until=command.until,
    )
    after = replace(family, consents=one_more(family.consents, consent))
    if command.grantee not in family.people:
        after = with_adult(after, Adult(person=command.grantee))
    change = moved(after, BasisChange.CONSENT, "given", consent.grantee, consent.since)
    return recorded(change, {"consent": id}, joined(family, after))


def revoke_consent(family: Family, command: RevokeConsent, now: datetime) -> Decision:
    """Inactive from now on; revoking again changes nothing."""
    consent = found(family.consents, command.consent, "consent")
    if consent.status is not ConsentStatus.ACTIVE:
        return Decision(reply={"consent": consent.id, "position": family.position})
    over = replace(consent, status=ConsentStatus.INACTIVE, until=now)
    after = replace(family, consents=replaced(family.consents, over))
    return recorded(moved(after, BasisChange.CONSENT, "revoked", consent.grantee, now), {"consent": consent.id})


def set_boundary(family: Family, command: SetBoundary, id: str) -> Decision:
    """A line with reason, end and review."""
    in_order(command.since, command.until)
    if command.person is not None:
        on_record(family, command.person, "person")
    line = Boundary(
        id=id,
        person=command.person,
        classes=tuple(sorted(set(command.classes))),
        reason=command.reason,
        since=command.since,
        until=command.until,
        review=command.review,
    )
    after = replace(family, boundaries=one_more(family.boundaries, line))
    return recorded(moved(after, BasisChange.BOUNDARY, "set", line.person, line.since), {"boundary": id})


def record_assent(family: Family, command: RecordAssent, id: str, now: datetime) -> Decision:
    """The child's newest word: what it said before of the same person and classes ends now."""
    if command.person is not None:
        on_record(family, command.person, "person")
    classes = tuple(sorted(set(command.classes)))
    said = Assent(id=id, person=command.person, classes=classes, agrees=command.agrees, since=now)
    before = tuple(
        replace(item, until=now) if (item.person, item.classes) == (said.person, classes) and item.holds(now) else item
        for item in family.assents
    )
    after = replace(family, assents=one_more(before, said))
    code = "agrees" if command.agrees else "objects"
    return recorded(moved(after, BasisChange.ASSENT, code, said.person, now), {"assent": id})


def moved(
    family: Family, change: BasisChange, code: str, person: str | None, effective_at: datetime
) -> tuple[Family, BasisChanged]:
    """The family one position on, and the event that says so."""
    after = replace(family, position=family.position + 1)
    event = BasisChanged(
        child=family.id,
        change=change,
        code=code,
        person=person,
        position=after.position,
        effective_at=effective_at,
    )
    return after, event


def recorded(
    change: tuple[Family, BasisChanged], reply: Mapping[str, Any], others: tuple[ChildRegistered, ...] = ()
) -> Decision:
    """One change as a commit."""
    family, event = change
    facts = {"change": event.change.value, "code": event.code, "person": event.person or ""}
    return Decision(
        changes=(family,),
        events=(event, *others),
        reply={**reply, "position": family.position},
        facts={**reply, **facts},
    )


def _adult(family: Family, command: GrantAuthority) -> Adult:
    """Where the adult lives stays as it is on record unless the command says otherwise."""
    known = next((item for item in family.adults if item.person == command.person), Adult(person=command.person))
    lives = known.lives_with_child if command.lives_with_child is None else command.lives_with_child
    return replace(known, lives_with_child=lives, household=command.household or known.household)
