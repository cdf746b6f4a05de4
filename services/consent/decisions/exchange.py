"""A document from another system: every fact of it through the ordinary decision, in one commit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from contracts.codes import ConsentStatus
from kernel.chance import derived_id
from kernel.decision import Decision
from kernel.errors import Invalid
from services.consent.commands import GiveConsent, RevokeConsent
from services.consent.decisions.evidence import give_consent, revoke_consent
from services.consent.fhir.faults import CODE
from services.consent.fhir.reading import Read
from services.consent.model import Family
from services.consent.model.exchange import Imported
from services.consent.rules.case import Consent

IDENTIFIER = "Consent.identifier[0].value"


def import_id(child: str, read: Read) -> str:
    """The same document of the same child, whenever it comes."""
    return derived_id("fhir-consent", child, *read.source)


def taken_in(family: Family, read: Read, known: Imported | None, ids: Sequence[str], now: datetime) -> Decision:
    """Active: given, once. Over: revoked. A document that comes again otherwise than it was is refused."""
    before = _before(family, read, known)
    if read.status is not ConsentStatus.ACTIVE:
        return _revoked(family, before, now)
    if before:
        return _again(family, read, before)
    if read.own is not None:
        raise Invalid(CODE, {IDENTIFIER: ["unknown"]})
    return _given(family, read, ids)


def _before(family: Family, read: Read, known: Imported | None) -> tuple[Consent, ...]:
    ids = known.consents if known is not None else (read.own,)
    return tuple(consent for consent in family.consents if consent.id in ids)


def _again(family: Family, read: Read, before: Sequence[Consent]) -> Decision:
    """The same words change nothing. Other words are another document: the first is revoked before."""
    if {replace(consent, id="") for consent in before} != {replace(consent, id="") for consent in read.consents()}:
        raise Invalid(CODE, {"Consent": ["differs-from-record"]})
    return Decision(reply=_reply(family, [consent.id for consent in before]))


def _given(family: Family, read: Read, ids: Sequence[str]) -> Decision:
    decisions: list[Decision] = []
    for id, fact in zip(ids, read.consents(), strict=True):
        decisions.append(give_consent(family, _command(family, fact), id))
        family = _family(decisions[-1])
    kept = Imported(id=import_id(family.id, read), child=family.id, consents=tuple(ids))
    return _joined(family, decisions, ids, "imported", (kept,))


def _revoked(family: Family, before: Sequence[Consent], now: datetime) -> Decision:
    if not before:
        raise Invalid(CODE, {IDENTIFIER: ["nothing-to-revoke"]})
    decisions: list[Decision] = []
    active = [consent for consent in before if consent.status is ConsentStatus.ACTIVE]
    for consent in active:
        decisions.append(revoke_consent(family, RevokeConsent(child=family.id, consent=consent.id), now))
        family = _family(decisions[-1])
    ids = [consent.id for consent in before]
    return _joined(family, decisions, ids, "import-revoked", ()) if active else Decision(reply=_reply(family, ids))


def _command(family: Family, fact: Consent) -> GiveConsent:
    return GiveConsent(
        child=family.id,
        grantor=fact.grantor,
        grantee=fact.grantee,
        classes=fact.classes,
        provision=fact.provision,
        verified=fact.verified,
        since=fact.since,
        until=fact.until,
    )


def _family(decision: Decision) -> Family:
    return next(item for item in decision.changes if isinstance(item, Family))


def _joined(
    family: Family, decisions: Sequence[Decision], ids: Sequence[str], code: str, kept: tuple[Imported, ...]
) -> Decision:
    """One commit: the family as the last decision left it, and every event on the way there."""
    others = (item for decision in decisions for item in decision.changes if not isinstance(item, Family))
    return Decision(
        changes=(family, *kept, *others),
        events=tuple(event for decision in decisions for event in decision.events),
        timers=tuple(timer for decision in decisions for timer in decision.timers),
        reply=_reply(family, ids),
        facts={"consents": ",".join(ids), "code": code},
    )


def _reply(family: Family, ids: Sequence[str]) -> dict[str, object]:
    return {"consents": list(ids), "position": family.position}
