"""The agreement that gives a child's session detail its privacy from its own guardians: who signed, on what paper,
when, and who no longer stands by it.
"""

from dataclasses import replace

from contracts.codes import BasisChange
from kernel.decision import Decision
from kernel.errors import Invalid, NotFound
from services.consent.commands import RevokeConfidentiality, SignConfidentiality
from services.consent.decisions.evidence import moved, recorded
from services.consent.decisions.standing import must_speak_for
from services.consent.decisions.trails import Act, Subject, begun, grown, with_trails
from services.consent.model import FactSort, Family, StepKind, Trail

CODE = "agreement"  # as a registration calls the same change


def sign(family: Family, command: SignConfidentiality, id: str, act: Act) -> Decision:
    """By at least one guardian; from now on the signed paper counts, not what an intake form says."""
    signers = tuple(sorted(set(command.signers)))
    for signer in signers:
        must_speak_for(family, signer, act.at, "signers")
    if family.agreement and family.agreement_paper is not None:
        raise Invalid("already-signed", {"signers": ["already-signed"]})
    after = replace(family, agreement=True, agreement_paper=id)
    steps = tuple(act.step(StepKind.SIGNED, document=command.document, refers=signer) for signer in signers)
    trail = replace(begun(family, _subject(id), steps[0]), steps=steps)
    return with_trails(recorded(moved(after, BasisChange.EPISODE, CODE, None, act.at), {"agreement": id}), trail)


def revoke(family: Family, trail: Trail | None, command: RevokeConfidentiality, act: Act) -> Decision:
    """By one who signed. What the child has said and where a therapist has drawn a line stays as it is."""
    if trail is None or command.agreement != family.agreement_paper:
        raise NotFound("no-such-agreement")
    if not family.agreement:
        raise Invalid("already-revoked", {"agreement": ["already-revoked"]})
    if command.signer not in {step.refers for step in trail.steps if step.kind is StepKind.SIGNED}:
        raise Invalid("not-a-signer", {"signer": ["not-a-signer"]})
    must_speak_for(family, command.signer, act.at, "signer")
    after = replace(family, agreement=False)
    step = act.step(StepKind.REVOKED, command.reason, document=command.document, refers=command.signer)
    change = moved(after, BasisChange.EPISODE, CODE, None, act.at)
    found = grown(trail, family, _subject(trail.id), step)
    return with_trails(recorded(change, {"agreement": trail.id}), found)


def _subject(id: str) -> Subject:
    return Subject(id=id, sort=FactSort.CONFIDENTIALITY, person=None)
