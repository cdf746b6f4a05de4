"""Measures: every informant's series apart for clinicians, nobody's but their own for a guardian."""

import json
from collections.abc import Iterable
from typing import Any

from kernel.clock import to_text
from kernel.reader import Reader
from services.goals.decisions.clinics import require_same_network, require_setter
from services.goals.decisions.measures import band_of, own_only
from services.goals.model.instrument import INSTRUMENTS, Instrument
from services.goals.model.measurement import Measurement
from services.goals.queries.reach import family, is_family, team
from services.goals.repository.measures import measurements_of, own_measurements, rules_of

ACTION = "read-measures"


def instruments() -> dict[str, Any]:
    """Every published version."""
    return {"instruments": [_instrument(INSTRUMENTS[key]) for key in sorted(INSTRUMENTS)]}


def measures(reader: Reader, child_id: str) -> dict[str, Any]:
    """Series of (instrument, goal, voice, informant), each newest first."""
    if is_family(reader):
        child = family(reader, child_id, ACTION)
        found = own_measurements(reader, child.id, reader.principal.person)
        found = [made for made in found if own_only(made, reader.principal)]
    else:
        child, clinics = team(reader, child_id, ACTION)
        found = measurements_of(reader, child.id, clinics)
    seen = {"series": _series(reader, found)}
    reader.shown(child.id, ACTION)
    return seen


def clinic_rules(reader: Reader, clinic: str) -> dict[str, Any]:
    """For who answers for the clinic."""
    network = require_setter(reader.principal, clinic)
    rules = rules_of(reader, clinic, network)
    require_same_network(rules, network)
    return {
        "clinic": clinic,
        "alliance_drop": rules.alliance_drop,
        "practice_cap": rules.practice_cap,
        "licences": [
            {"instrument": one.instrument, "reference": one.reference, "recorded_at": to_text(one.recorded_at)}
            for one in rules.licences
        ],
    }


def _instrument(one: Instrument) -> dict[str, Any]:
    return {
        "instrument": one.code,
        "version": one.version,
        "title": one.title,
        "order": one.order,
        "informants": [voice.value for voice in one.informants],
        "licensed": one.licensed,
        "about_goal": one.about_goal,
        "parts": [{"code": part.code, "low": part.low, "high": part.high} for part in one.parts],
        "reference": one.reference,
    }


def _series(reader: Reader, found: Iterable[Measurement]) -> list[dict[str, Any]]:
    groups: dict[tuple[str, str, str, str, str], list[Measurement]] = {}
    for made in found:
        key = (made.instrument, made.goal or "", made.voice.value, made.informant or "", made.clinic)
        groups.setdefault(key, []).append(made)
    return [_told(reader, items) for _, items in sorted(groups.items())]


def _told(reader: Reader, items: list[Measurement]) -> dict[str, Any]:
    first = items[0]
    return {
        "instrument": first.instrument,
        "goal": first.goal,
        "clinic": first.clinic,
        "voice": first.voice.value,
        "informant": first.informant,
        "answers": [_answer(reader, made) for made in items],
    }


def _answer(reader: Reader, made: Measurement) -> dict[str, Any]:
    """For a family the answers alone: a score needs somebody who can explain it."""
    told: dict[str, Any] = {
        "measurement": made.id,
        "version": made.version,
        "values": json.loads(reader.open(made.child, made.values)),
        "at": to_text(made.recorded_at),
    }
    if is_family(reader):
        return told
    instrument = INSTRUMENTS[(made.instrument, made.version)]
    cutoffs = {scale.code: scale.cutoff for scale in instrument.subscales}
    return {
        **told,
        "answered": made.answered,
        "of": len(instrument.parts),
        "total": made.total,
        "over_cutoff": _over(made.total, instrument.cutoff),
        "band": band_of(made.total, instrument),
        "subtotals": [
            {"code": part.code, "value": part.value, "over_cutoff": _over(part.value, cutoffs.get(part.code))}
            for part in made.subtotals
        ],
        "recorded_by": made.recorded_by,
    }


def _over(value: int | None, cutoff: int | None) -> bool | None:
    return None if value is None or cutoff is None else value >= cutoff
