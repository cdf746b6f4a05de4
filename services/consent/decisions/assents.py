"""What the child says. Said in session it is the child's own word; through an account it is that only when both the
address and the second factor are the child's. A word that could be a parent's proves nothing: a yes then leaves the
question to a human, a no still counts.
"""

from dataclasses import replace

from contracts.codes import BasisChange
from kernel.decision import Decision
from kernel.errors import Invalid
from services.consent.commands import Account, RecordAssent
from services.consent.decisions import evidence
from services.consent.decisions.evidence import moved, recorded
from services.consent.decisions.facts import on_record, one_more
from services.consent.decisions.trails import Act, Subject, begun, with_trails
from services.consent.model import FactSort, Family, StepKind
from services.consent.rules.case import CHILD, Consent, Provision

UNPROVEN = "unproven-account"


def record(family: Family, command: RecordAssent, id: str, act: Act) -> Decision:
    """As the child's word where it is proven, else as an unverified consent in the child's name."""
    if command.account is not None and command.session is not None:
        raise Invalid("session-or-account", {"account": ["not-with-session"]})
    if command.account is not None and not proven(command.account):
        return _unproven(family, command, command.account, id, act)
    account = command.account.account if command.account else None
    step = act.step(StepKind.RECORDED, session=command.session, refers=account)
    trail = begun(family, Subject(id=id, sort=FactSort.ASSENT, person=command.person), step)
    made = evidence.record_assent(family, command, id, act.at)
    return with_trails(replace(made, reply={**made.reply, "verified": True}), trail)


def proven(account: Account) -> bool:
    """Nobody but the child reads its mail and holds its second factor; what nobody knows is not proven."""
    return account.address_of == CHILD and account.second_factor_of == CHILD


def _unproven(family: Family, command: RecordAssent, account: Account, id: str, act: Act) -> Decision:
    """It ends nothing that the child has said before, and names one adult: no blanket yes from an unproven account."""
    if command.person is None:
        raise Invalid("person-needed", {"person": ["required"]})
    on_record(family, command.person, "person")
    said = Consent(
        id=id,
        grantor=CHILD,
        grantee=command.person,
        classes=tuple(sorted(set(command.classes))),
        provision=Provision.PERMIT if command.agrees else Provision.DENY,
        verified=False,
        since=act.at,
    )
    after = replace(family, consents=one_more(family.consents, said))
    change = moved(after, BasisChange.CONSENT, UNPROVEN, command.person, act.at)
    made = recorded(change, {"assent": id})
    step = act.step(StepKind.RECORDED, UNPROVEN, refers=account.account)
    trail = begun(family, Subject(id=id, sort=FactSort.CONSENT, person=command.person), step)
    return with_trails(replace(made, reply={**made.reply, "verified": False}), trail)
