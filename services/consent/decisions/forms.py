"""Forms: what a clinic lets sign, and what was signed. A signature becomes a consent, which the rules weigh."""

from dataclasses import replace
from datetime import timedelta

from kernel.decision import Decision
from kernel.errors import Invalid, NotFound
from services.consent.commands import GiveConsent, PublishForm, RevokeConsent, SignForm, WithdrawForm
from services.consent.decisions import evidence
from services.consent.decisions.standing import must_speak_for
from services.consent.decisions.trails import Act, Subject, begun, grown, with_trails
from services.consent.model import Clinic, FactSort, Family, FormTemplate, StepKind, Trail, template_id
from services.consent.rules.case import CHILD


def publish(known: FormTemplate | None, clinic: Clinic, command: PublishForm, act: Act) -> Decision:
    """A version is published once; another text is another version."""
    template = FormTemplate(
        id=template_id(clinic.id, command.form, command.version),
        clinic=clinic.id,
        network=clinic.network,
        form=command.form,
        version=command.version,
        classes=tuple(sorted(set(command.classes))),
        digest=command.digest,
        language=command.language,
        valid_days=command.valid_days,
        published_at=act.at if known is None else known.published_at,
        withdrawn_at=None if known is None else known.withdrawn_at,
    )
    reply = {"template": template.id}
    if known is not None and known != template:
        raise Invalid("version-taken", {"version": ["taken"]})
    return Decision(changes=(template,) if known is None else (), reply=reply, facts=reply)


def withdraw(template: FormTemplate, act: Act) -> Decision:
    """No more signatures on it; those that were given hold."""
    reply = {"template": template.id}
    if template.withdrawn_at is not None:
        return Decision(reply=reply)
    return Decision(changes=(replace(template, withdrawn_at=act.at),), reply=reply, facts=reply)


def sign(family: Family, template: FormTemplate | None, command: SignForm, id: str, act: Act) -> Decision:
    """By somebody who may, on a form of one of the child's clinics that is in use, for what may be ticked on it."""
    template = _usable(family, template)
    if not set(command.classes) <= set(template.classes):
        raise Invalid("not-on-form", {"classes": ["not-on-form"]})
    if command.signer != CHILD:
        must_speak_for(family, command.signer, act.at, "signer")
    days = template.valid_days
    ends = [end for end in (command.until, command.since + timedelta(days=days) if days else None) if end is not None]
    given = GiveConsent(
        child=family.id,
        grantor=command.signer,
        grantee=command.grantee,
        classes=command.classes,
        provision=command.provision,
        verified=command.signer != CHILD or command.session is not None,
        since=command.since,
        until=min(ends, default=None),
    )
    paper = {"document": command.document, "session": command.session}
    step = act.step(StepKind.SIGNED, refers=template.id, **paper)
    trail = begun(family, _subject(id, command.grantee), step)
    return with_trails(evidence.give_consent(family, given, id), trail)


def give(family: Family, command: GiveConsent, id: str, act: Act) -> Decision:
    """A consent that came in on other paper than a form of the clinic."""
    trail = begun(family, _subject(id, command.grantee), act.step(StepKind.RECORDED, document=command.document))
    return with_trails(evidence.give_consent(family, command, id), trail)


def revoke(family: Family, trail: Trail | None, command: RevokeConsent, act: Act) -> Decision:
    """The consent counts no more; the form stays on record with its revocation."""
    made = evidence.revoke_consent(family, command, act.at)
    grantee = next((item.grantee for item in family.consents if item.id == command.consent), None)
    step = act.step(StepKind.REVOKED, command.reason, document=command.document)
    return with_trails(made, grown(trail, family, _subject(command.consent, grantee), step)) if made.changes else made


def form_of(command: WithdrawForm | SignForm) -> str:
    """The id of the template a command names."""
    return template_id(command.clinic, command.form, command.version)


def _usable(family: Family, template: FormTemplate | None) -> FormTemplate:
    if template is None or template.clinic not in family.clinics:
        raise NotFound("no-such-form")
    if template.withdrawn_at is not None:
        raise Invalid("form-withdrawn", {"version": ["withdrawn"]})
    return template


def _subject(id: str, grantee: str | None) -> Subject:
    return Subject(id=id, sort=FactSort.CONSENT, person=grantee)
