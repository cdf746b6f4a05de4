"""Forms of a clinic and what is signed on them, and the confidentiality agreement."""

from kernel.decision import Decision
from kernel.errors import NotFound
from kernel.service import CommandHandler
from kernel.work import Work
from services.consent import commands
from services.consent.decisions import access, confidentiality, forms
from services.consent.handlers.standing import act, family_of, trail_of
from services.consent.model import template_id
from services.consent.repository import CLINICS, FORMS


def publish_form(command: commands.PublishForm, work: Work) -> Decision:
    """By who administers the clinic."""
    clinic = work.known(CLINICS, command.clinic)
    if clinic is None or work.actor.network not in (None, clinic.network):
        raise NotFound("no-such-clinic")
    if not access.may_change_clinic(work.actor, clinic.id):
        raise NotFound("no-such-clinic")
    known = work.known(FORMS, template_id(clinic.id, command.form, command.version))
    return forms.publish(known, clinic, command, act(work))


def withdraw_form(command: commands.WithdrawForm, work: Work) -> Decision:
    """By who administers the clinic."""
    template = work.known(FORMS, forms.form_of(command))
    own = template is not None and work.actor.network in (None, template.network)
    if template is None or not own or not access.may_change_clinic(work.actor, template.clinic):
        raise NotFound("no-such-form")
    return forms.withdraw(template, act(work))


def sign_form(command: commands.SignForm, work: Work) -> Decision:
    """The form must still be in use when the signature is committed."""
    family = family_of(command, work)
    template = work.known(FORMS, forms.form_of(command))
    if template is not None:
        work.guard(FORMS, template)
    return forms.sign(family, template, command, work.new_id(), act(work))


def sign_confidentiality(command: commands.SignConfidentiality, work: Work) -> Decision:
    """The agreement of an intake."""
    return confidentiality.sign(family_of(command, work), command, work.new_id(), act(work))


def revoke_confidentiality(command: commands.RevokeConfidentiality, work: Work) -> Decision:
    """Somebody does not stand by it any more."""
    return confidentiality.revoke(family_of(command, work), trail_of(command.agreement, work), command, act(work))


COMMANDS: dict[type, CommandHandler] = {
    commands.PublishForm: publish_form,
    commands.WithdrawForm: withdraw_form,
    commands.SignForm: sign_form,
    commands.SignConfidentiality: sign_confidentiality,
    commands.RevokeConfidentiality: revoke_confidentiality,
}
