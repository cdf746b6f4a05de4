"""The whole answer to a case file, as plain JSON: decisions, duties, both explanations, and what they rest on."""

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.codes import DutyBearer
from contracts.consent import Duty
from kernel.clock import to_text
from services.consent.decide.asked import Asked
from services.consent.decide.changes import changes_of
from services.consent.decide.expected import differences
from services.consent.decide.in_words import InWords
from services.consent.decide.later import Ahead
from services.consent.decide.trace import ranks_of
from services.consent.repository import policy_version
from services.consent.rules.duties import Backstop, backed, duties
from services.consent.rules.engine import Ruling, rule_all
from services.consent.rules.packs import Pack
from services.consent.rules.wording import FALLBACK, catalogue, language_known, reader_words, staff_words

Json = dict[str, Any]


def answered(asked: Asked, language: str | None = FALLBACK) -> Json:
    """Decided from the case alone: nothing is looked up, nothing is kept."""
    known = language_known(language)
    case, backstop, ahead = asked.case, _backstop(asked), Ahead(asked)
    rulings = rule_all(case)
    found = [_duty(duty, backstop, known) for duty in duties(case.item, rulings, backstop, case.at)]
    answer: Json = {
        "title": asked.title,
        "at": to_text(case.at),
        "today": case.today.isoformat(),
        "age": case.age,
        "language": known,
        "law": _law(asked.jurisdiction, case.pack),
        "policy": policy_version(case.pack),
        "persons": [_person(asked, person, rulings[person], ahead, known) for person in asked.persons],
        "duties": found,
    }
    if asked.expected is None:
        return {**answer, "expected": None}
    differing = list(differences(asked.expected, answer))
    return {**answer, "expected": {"met": not differing, "differences": differing}}


def _person(asked: Asked, person: str, ruling: Ruling, ahead: Ahead, language: str) -> Json:
    words = InWords(language, asked.case.pack)
    return {
        "person": person,
        **_codes(ruling),
        "staff": staff_words(ruling, asked.case.pack, language),
        "reader": reader_words(ruling.outcome, ruling.obligations, language),
        "ranks": [words.rank(rank) for rank in ranks_of(asked.case, person)],
        "changes": [words.change(change) for change in changes_of(asked.case, person)],
        "later": [{**words.later(later), **_codes(later.ruling)} for later in ahead.of(person)],
    }


def _codes(ruling: Ruling) -> Json:
    return {
        "outcome": ruling.outcome.value,
        "obligations": list(ruling.obligations),
        "rules": list(ruling.rules),
    }


def _law(jurisdiction: str, pack: Pack | None) -> Json:
    known = {"version": pack.version, "status": pack.status.value, "citation": pack.citation} if pack else {}
    return {"jurisdiction": jurisdiction, "version": None, "status": None, "citation": None, **known}


def _backstop(asked: Asked) -> Backstop:
    """Staff who are adults of the family are never on call for it."""
    family = {adult.person for adult in asked.case.adults}
    raised_by = (asked.raised_by,) if asked.raised_by else ()
    groups = (asked.on_call, asked.care_team, raised_by)
    fit = [[person for person in group if person not in family] for group in groups]
    return backed(asked.case, asked.agency, fit, asked.clinic)


def _duty(duty: Duty, backstop: Backstop, language: str) -> Json:
    words = catalogue(language)
    return {
        "kind": duty.kind.value,
        "bearer": duty.bearer.value,
        "persons": list(duty.persons),
        "due": to_text(duty.due),
        "reason": duty.reason,
        "words": words.of("duties", duty.kind.value),
        "why": words.of("reasons", duty.reason) if duty.reason else None,
        "fallback": [{"bearer": bearer.value, "persons": persons} for bearer, persons in _below(duty, backstop)],
    }


def _below(duty: Duty, backstop: Backstop) -> Iterator[tuple[DutyBearer, list[str]]]:
    """Who bears it when those before cannot be reached: the agency, then whoever is on call."""
    if duty.bearer is DutyBearer.GUARDIAN and backstop.agency is not None:
        yield DutyBearer.AGENCY, [backstop.agency]
    if duty.bearer is not DutyBearer.ON_CALL:
        yield DutyBearer.ON_CALL, sorted(set(backstop.on_call))


def met(answer: Mapping[str, Any]) -> bool:
    """Whether what the file expects came out; a file that expects nothing is content."""
    return answer["expected"] is None or bool(answer["expected"]["met"])
