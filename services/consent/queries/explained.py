"""What was or would be decided about one item, for everybody at once, explained to staff."""

from collections.abc import Mapping
from typing import Any

from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from services.consent.decisions import access
from services.consent.decisions.disclosures import answer
from services.consent.model import Disclosure
from services.consent.queries.names import names_of
from services.consent.repository import DISCLOSURES, FAMILIES, ground, on_duty
from services.consent.rules.case import Item
from services.consent.rules.engine import Ruling
from services.consent.rules.wording import staff_words

NO_SUCH_DISCLOSURE = "no-such-disclosure"


def preview(reader: Reader, child: str, item: Item) -> dict[str, Any]:
    """Who would be told what and why, before anything is raised. Changes nothing."""
    family = access.required(reader.principal, reader.known(FAMILIES, child))
    base = on_duty(reader, ground(reader, family, family.clinics[0]), family.clinics[0])
    asker = reader.principal.person
    found = answer(family, base, item, asker, family.clinics[0], reader.now)
    names = names_of(reader, family.network, list(found.rulings))
    reader.shown(child, "preview", disclosure_class=item.disclosure_class.value)
    adults = [
        {"person": person, "name": names.get(person, ""), **codes(ruling), "why": staff_words(ruling, base.pack)}
        for person, ruling in found.rulings.items()
    ]
    return {
        "adults": adults,
        "duties": [_duty(duty) for duty in found.duties],
        "policy": base.policy,
        "position": family.position,
    }


def disclosure(reader: Reader, child: str, disclosure: str) -> dict[str, Any]:
    """The decision as it was recorded, explained."""
    family = access.required(reader.principal, reader.known(FAMILIES, child))
    made = reader.known(DISCLOSURES, disclosure)
    if made is None or made.child != child or reader.principal.person in made.about:
        raise NotFound(NO_SUCH_DISCLOSURE)
    base = ground(reader, family, made.clinic, made.decided_at)
    names = names_of(reader, family.network, [adult.person for adult in made.adults])
    reader.shown(child, "disclosure", disclosure=disclosure)
    adults = []
    for adult in made.adults:
        ruling = Ruling(adult.outcome, adult.obligations, adult.rules)
        why = staff_words(ruling, base.pack)
        adults.append({"person": adult.person, "name": names.get(adult.person, ""), **codes(ruling), "why": why})
    return {
        "disclosure": made.id,
        **place(made),
        "message_class": made.message_class.value,
        "concern_kind": made.concern_kind,
        "severity": made.severity,
        "raised_by": made.raised_by,
        "adults": adults,
        "duties": [_duty(duty) for duty in made.duties],
        "on_call": list(made.on_call),
        "policy": made.policy,
        "position": made.position,
        "decided_at": to_text(made.decided_at),
    }


def codes(ruling: Ruling) -> dict[str, Any]:
    """A ruling without words."""
    return {
        "outcome": ruling.outcome.value,
        "obligations": list(ruling.obligations),
        "rules": list(ruling.rules),
    }


def place(made: Disclosure) -> Mapping[str, Any]:
    """Where the item is."""
    return {
        "item_service": made.item_service,
        "item": made.item,
        "clinic": made.clinic,
        "disclosure_class": made.disclosure_class.value,
    }


def _duty(duty: Any) -> dict[str, Any]:
    return {
        "kind": duty.kind.value,
        "bearer": duty.bearer.value,
        "persons": list(duty.persons),
        "due": to_text(duty.due),
        "reason": duty.reason,
    }
