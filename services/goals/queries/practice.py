"""Home practice: a home sees what it is asked and what it said itself, clinicians see all of it before the session."""

from collections.abc import Iterable, Sequence
from typing import Any

from contracts.codes import DisclosureClass
from kernel.clock import to_text
from kernel.reader import Reader
from services.goals.decisions.cards import require_publisher
from services.goals.model.involvement import Action
from services.goals.model.practice import CURRENT_MAX, Card, Practice, Result
from services.goals.queries.reach import family, is_family, refuse, team
from services.goals.repository.households import homes_of
from services.goals.repository.involvement import allowed
from services.goals.repository.practice import (
    CARDS,
    PRACTICES,
    REMINDERS,
    cards_of,
    current_practices,
    pauses_of,
    practices_of,
    results_of,
)

ACTION = "read-practice"
HOME_PRACTICE = DisclosureClass.HOME_PRACTICE
NO_ITEM = "no-such-item"


def cards(reader: Reader, clinic: str) -> dict[str, Any]:
    """Every version of the clinic's cards: the glossary that all speak."""
    network = require_publisher(reader.principal, clinic)
    found = [card for card in cards_of(reader, clinic) if card.network == network]
    return {"cards": [{**_card(card), "code": card.code, "version": card.version} for card in found]}


def practices(reader: Reader, child_id: str) -> dict[str, Any]:
    """For a home at most three that are current; for clinicians all, with everybody's words on them."""
    if is_family(reader):
        child = family(reader, child_id, ACTION, HOME_PRACTICE)
        mine = _asked_of(reader, current_practices(reader, child.id))[:CURRENT_MAX]
        said = [one for one in results_of(reader, child.id) if one.recorded_by == reader.principal.person]
        clinics = frozenset(team.clinic for team in child.teams)
        told = [_for_family(reader, one, said) for one in _with_cards(reader, mine)]
    else:
        child, clinics = team(reader, child_id, ACTION, HOME_PRACTICE)
        found = [one for one in practices_of(reader, child.id) if one.clinic in clinics]
        said = results_of(reader, child.id)
        told = [_for_staff(reader, one, said) for one in _with_cards(reader, found)]
    today = reader.now.date().isoformat()
    paused = any(pause.holds(today) for pause in pauses_of(reader, child.id, clinics))
    reader.shown(child.id, ACTION)
    return {"practices": told, "paused": paused}


def reminder(reader: Reader, child_id: str, id: str) -> dict[str, Any]:
    """The practice that an adult was reminded of, as it is now."""
    child = family(reader, child_id, ACTION, HOME_PRACTICE)
    item = reader.known(REMINDERS, id)
    practice = reader.known(PRACTICES, item.practice) if item is not None and item.child == child.id else None
    if item is None or practice is None or not _asked_of(reader, [practice]):
        refuse(reader, child, ACTION, NO_ITEM)
    card = reader.load(CARDS, practice.card)
    reader.shown(child.id, ACTION, item=id)
    return {
        "kind": "practice",
        "title": card.title,
        "text": card.text,
        "practice": practice.id,
        "at": to_text(item.due_at),
    }


def _asked_of(reader: Reader, found: Sequence[Practice]) -> list[Practice]:
    """Those that the reader's own home is asked, where practice is open to them."""
    person = reader.principal.person
    closed = {
        (one.child, one.clinic)
        for one in found
        if Action.PRACTISE not in allowed(reader, one.child, one.clinic, person)
    }
    found = [one for one in found if (one.child, one.clinic) not in closed]
    places = {(one.child, one.clinic) for one in found if one.households}
    homes = [home for child, clinic in sorted(places) for home in homes_of(reader, child, clinic)]
    lives = {home.clinic: home.id for home in homes if person in home.guardians}
    return [one for one in found if one.is_for(lives.get(one.clinic))]


def _with_cards(reader: Reader, found: Sequence[Practice]) -> list[tuple[Practice, Card]]:
    known = reader.many(CARDS, sorted({one.card for one in found}))
    return [(one, known[one.card]) for one in found]


def _for_family(reader: Reader, found: tuple[Practice, Card], said: Iterable[Result]) -> dict[str, Any]:
    practice, card = found
    return {
        **_asked(practice, card),
        "said_too_much": reader.principal.person in practice.too_much,
        "results": [_result(reader, one) for one in said if one.practice == practice.id],
    }


def _for_staff(reader: Reader, found: tuple[Practice, Card], said: Iterable[Result]) -> dict[str, Any]:
    practice, card = found
    results = [one for one in said if one.practice == practice.id]
    return {
        **_asked(practice, card),
        "goal": practice.goal,
        "clinic": practice.clinic,
        "households": list(practice.households),
        "assigned_by": practice.assigned_by,
        "ended_at": None if practice.ended_at is None else to_text(practice.ended_at),
        "too_much": list(practice.too_much),
        "results": [{**_result(reader, one), "recorded_by": one.recorded_by} for one in results],
    }


def _asked(practice: Practice, card: Card) -> dict[str, Any]:
    return {
        "practice": practice.id,
        "card": _card(card),
        "schedule": {
            "days": [day.value for day in practice.schedule.days],
            "time": practice.schedule.time,
            "zone": practice.schedule.zone,
        },
        "ends_on": practice.ends_on,
        "assigned_at": to_text(practice.assigned_at),
    }


def _card(card: Card) -> dict[str, Any]:
    return {
        "card": card.id,
        "kind": card.kind.value,
        "category": card.category.value,
        "title": card.title,
        "text": card.text,
        "age_from": card.age_from,
        "age_to": card.age_to,
    }


def _result(reader: Reader, one: Result) -> dict[str, Any]:
    return {
        "result": one.id,
        "day": one.day,
        "outcome": one.outcome.value,
        "words": None if one.words is None else reader.open(one.child, one.words),
        "enjoyment": one.enjoyment,
        "at": to_text(one.recorded_at),
    }
