"""The matrix of topics and recipients: what was agreed, and what the rules make of it now. For staff of the child."""

from typing import Any

from contracts.codes import DisclosureClass
from kernel.clock import to_text
from kernel.reader import Reader
from services.consent.decisions import access
from services.consent.model import AGREEABLE, Family, SharingAgreement, SharingState, Word, case_of
from services.consent.queries.names import names_of
from services.consent.repository import AGREEMENTS, AGREEMENTS_MAX, FAMILIES, ground
from services.consent.rules.case import Item
from services.consent.rules.engine import rule_all

TOPICS = tuple(sorted(AGREEABLE))


def sharing(reader: Reader, child: str) -> dict[str, Any]:
    """Every adult of the child has a row, agreed on or not; what differs from the agreement shows as such."""
    family = access.required(reader.principal, reader.known(FAMILIES, child))
    known = reader.find(AGREEMENTS, {"child": child}, ("-number",), AGREEMENTS_MAX)
    standing = next((item for item in known if _stands(item, reader)), None)
    names = names_of(reader, family.network, list(family.people))
    reader.shown(child, "sharing")
    return {
        "topics": [topic.value for topic in TOPICS],
        "matrix": _matrix(reader, family, standing, names),
        "agreements": [_agreement(item) for item in known],
        "position": family.position,
    }


def _stands(agreement: SharingAgreement, reader: Reader) -> bool:
    in_time = agreement.until is None or agreement.until > reader.now
    return agreement.state is SharingState.AGREED and in_time


def _matrix(
    reader: Reader, family: Family, standing: SharingAgreement | None, names: dict[str, str]
) -> list[dict[str, Any]]:
    base = ground(reader, family, family.clinics[0])
    now = {topic: rule_all(case_of(family, base, Item(disclosure_class=topic), reader.now)) for topic in TOPICS}
    agreed = {(cell.topic, cell.recipient): cell.share for cell in standing.cells} if standing else {}

    def cell(topic: DisclosureClass, person: str) -> dict[str, Any]:
        ruling = now[topic][person]
        return {"topic": topic.value, "agreed": agreed.get((topic, person)), "outcome": ruling.outcome.value}

    return [
        {"recipient": person, "name": names.get(person, ""), "cells": [cell(topic, person) for topic in TOPICS]}
        for person in family.people
    ]


def _agreement(item: SharingAgreement) -> dict[str, Any]:
    return {
        "agreement": item.id,
        "number": item.number,
        "state": item.state.value,
        "cells": [{"topic": c.topic.value, "recipient": c.recipient, "share": c.share} for c in item.cells],
        "guardians": list(item.guardians),
        "proposed_by": item.proposed_by,
        "proposed_at": to_text(item.proposed_at),
        "until": _moment(item.until),
        "agreed_at": _moment(item.agreed_at),
        "ended_at": _moment(item.ended_at),
        "ended_by": item.ended_by,
        "reason": item.reason,
        "superseded_by": item.superseded_by,
        "words": [_word(word) for word in item.words],
        "missing": sorted(person or voice.value for voice, person in item.parties - item.heard),
    }


def _word(word: Word) -> dict[str, Any]:
    return {
        "voice": word.voice.value,
        "person": word.person,
        "agrees": word.agrees,
        "captured_by": word.captured_by,
        "at": to_text(word.at),
        "session": word.session,
        "document": word.document,
    }


def _moment(at: Any) -> str | None:
    return None if at is None else to_text(at)
