"""A guardian lets a step-parent or a supporter stand in for them, for a time. It is a consent like any other, so the
rules weigh it like any other; what is special is that it always ends, and with the guardian's own authority at the
latest.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from kernel.decision import Decision
from kernel.errors import Invalid
from services.consent.commands import DelegateAuthority, GiveConsent
from services.consent.decisions import evidence
from services.consent.decisions.standing import legal_until, must_speak_for
from services.consent.decisions.trails import Act, Subject, begun, with_trails
from services.consent.model import Delegation, FactSort, Family, StepKind
from services.consent.rules.case import Provision
from services.consent.rules.tables import GUARDIANS

LENGTH_MAX = timedelta(days=366)  # a school year and its holidays; whoever stands in longer is asked for again


def delegate(family: Family, command: DelegateAuthority, id: str, act: Act) -> Decision:
    """What a guardian may know by right, and no more, may be passed on."""
    must_speak_for(family, command.delegator, act.at, "delegator")
    if command.delegate == command.delegator:
        raise Invalid("delegator-is-delegate", {"delegate": ["is-delegator"]})
    if not set(command.classes) <= GUARDIANS:
        raise Invalid("not-to-delegate", {"classes": ["not-to-delegate"]})
    if command.until - max(command.since, act.at) > LENGTH_MAX:
        raise Invalid("too-long", {"until": ["too-long"]})
    end = legal_until(family.authorities, command.delegator, max(command.since, act.at))
    given = GiveConsent(
        child=family.id,
        grantor=command.delegator,
        grantee=command.delegate,
        classes=command.classes,
        provision=Provision.PERMIT,
        verified=True,
        since=command.since,
        until=command.until if end is None else min(command.until, end),
    )
    made = evidence.give_consent(family, given, id)
    step = act.step(StepKind.SIGNED, document=command.document, refers=command.delegator)
    trail = begun(family, Subject(id=id, sort=FactSort.CONSENT, person=command.delegate), step)
    return with_trails(_noted(made, _delegation(command, id)), trail)


def narrowed(made: Decision, now: datetime) -> Decision:
    """Authority was ended or corrected: what its holder has delegated ends with it, and does not come back with it."""
    changes = tuple(capped(item, now) if isinstance(item, Family) else item for item in made.changes)
    return replace(made, changes=changes)


def capped(family: Family, now: datetime) -> Family:
    """Every delegation ends when its giver's authority does, if not before."""
    consents = {consent.id: consent for consent in family.consents}
    for item in family.delegations:
        consent = consents[item.consent]
        end = legal_until(family.authorities, item.delegator, max(now, consent.since))
        if end is not None and (consent.until is None or consent.until > end):
            consents[item.consent] = replace(consent, until=max(end, consent.since))
    return replace(family, consents=tuple(consents[consent.id] for consent in family.consents))


def _noted(made: Decision, delegation: Delegation) -> Decision:
    [family] = made.changes
    return replace(made, changes=(replace(family, delegations=(*family.delegations, delegation)),))


def _delegation(command: DelegateAuthority, id: str) -> Delegation:
    return Delegation(consent=id, delegator=command.delegator, delegate=command.delegate, capacity=command.capacity)
