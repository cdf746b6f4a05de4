"""The question to the consent service. Whatever is not a readable permit withholds; no answer at all is an error."""

from collections.abc import Callable
from typing import Any

from contracts.codes import DisclosureClass, Outcome
from kernel.errors import Forbidden, GatewayUnavailable, Gone, NotFound
from kernel.reader import Reader
from kernel.work import Work
from services.goals.model.answer import WITHHELD, Answer

GOALS_PROGRESS = DisclosureClass.GOALS_PROGRESS


def decision(reader: Reader, child: str, disclosure_class: DisclosureClass = GOALS_PROGRESS) -> Answer:
    """May the asker know this class of thing about the child, now?"""
    return _answer(lambda params: reader.ask("consent", f"/children/{child}/decision", params), disclosure_class)


def decision_of(work: Work, child: str, disclosure_class: DisclosureClass = GOALS_PROGRESS) -> Answer:
    """The same question, before the asker changes something."""
    path = f"/children/{child}/decision"
    return _answer(lambda params: work.call.get("consent", path, work.actor, params), disclosure_class)


def _answer(ask: Callable[[dict[str, str]], Any], disclosure_class: DisclosureClass) -> Answer:
    try:
        found = ask({"disclosure_class": disclosure_class.value})
    except (NotFound, Forbidden, Gone):
        return WITHHELD
    try:
        obligations = frozenset(str(code) for code in found["obligations"])
        access = None if found.get("access") is None else str(found["access"])
        records = frozenset(str(clinic) for clinic in found.get("records", ()))
        return Answer(outcome=Outcome(found["outcome"]), obligations=obligations, access=access, records=records)
    except (KeyError, TypeError, ValueError) as error:
        raise GatewayUnavailable("consent gave an unreadable answer") from error
