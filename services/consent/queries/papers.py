"""What was signed: the forms of a clinic, and the signatures of a child's family."""

from datetime import datetime
from typing import Any

from contracts.codes import ConsentStatus
from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from services.consent.decisions import access
from services.consent.model import FormTemplate, StepKind, Trail
from services.consent.repository import CLINICS, FAMILIES, FORMS, TRAILS
from services.consent.rules.case import Consent

FORMS_MAX = 500  # versions of all forms of one clinic
SIGNING = (StepKind.SIGNED, StepKind.RECORDED)


def forms(reader: Reader, clinic: str) -> dict[str, Any]:
    """Of a clinic of the asker's network."""
    found = reader.known(CLINICS, clinic)
    if found is None or reader.principal.network not in (None, found.network):
        raise NotFound("no-such-clinic")
    rows = reader.find(FORMS, {"clinic": clinic}, ("form", "version"), FORMS_MAX)
    return {"forms": [_template(row) for row in rows]}


def signatures(reader: Reader, child: str) -> dict[str, Any]:
    """Every consent of the family with its paper, for staff who look after the child."""
    family = access.required(reader.principal, reader.known(FAMILIES, child))
    trails = reader.many(TRAILS, [consent.id for consent in family.consents])
    capacities = {item.consent: item.capacity.value for item in family.delegations}
    reader.shown(child, "signatures")
    rows = [
        {**_signature(consent, trails.get(consent.id), reader.now), "capacity": capacities.get(consent.id)}
        for consent in family.consents
    ]
    return {"signatures": rows, "position": family.position}


def _signature(consent: Consent, trail: Trail | None, now: datetime) -> dict[str, Any]:
    steps = trail.steps if trail else ()
    signed = next((step for step in steps if step.kind in SIGNING), None)
    on_form = signed is not None and signed.refers is not None and ":" in signed.refers
    return {
        "consent": consent.id,
        "form": signed.refers if signed and on_form else None,
        "signer": consent.grantor,
        "grantee": consent.grantee,
        "classes": list(consent.classes),
        "provision": consent.provision.value,
        "verified": consent.verified,
        "document": signed.document if signed else None,
        "session": signed.session if signed else None,
        "captured_by": signed.by if signed else None,
        "captured_at": to_text(signed.at) if signed else None,
        "since": to_text(consent.since),
        "until": to_text(consent.until) if consent.until else None,
        "state": _state(consent, now),
    }


def _state(consent: Consent, now: datetime) -> str:
    if consent.status is not ConsentStatus.ACTIVE:
        return "revoked"
    if consent.until is not None and consent.until <= now:
        return "expired"
    return "signed" if consent.holds(now) else "upcoming"


def _template(template: FormTemplate) -> dict[str, Any]:
    return {
        "template": template.id,
        "form": template.form,
        "version": template.version,
        "classes": list(template.classes),
        "digest": template.digest,
        "language": template.language,
        "valid_days": template.valid_days,
        "published_at": to_text(template.published_at),
        "withdrawn_at": to_text(template.withdrawn_at) if template.withdrawn_at else None,
    }
