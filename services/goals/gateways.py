"""The question to the consent service. Whatever is not a readable permit withholds; no answer at all is an error."""

from contracts.codes import DisclosureClass, Outcome
from kernel.errors import Forbidden, GatewayUnavailable, Gone, NotFound
from kernel.reader import Reader
from services.goals.model.answer import WITHHELD, Answer


def decision(reader: Reader, child: str) -> Answer:
    """May the asker know about goals and progress of this child, now?"""
    params = {"disclosure_class": DisclosureClass.GOALS_PROGRESS.value}
    try:
        found = reader.ask("consent", f"/children/{child}/decision", params)
    except (NotFound, Forbidden, Gone):
        return WITHHELD
    try:
        obligations = frozenset(str(code) for code in found["obligations"])
        access = None if found.get("access") is None else str(found["access"])
        records = frozenset(str(clinic) for clinic in found.get("records", ()))
        return Answer(outcome=Outcome(found["outcome"]), obligations=obligations, access=access, records=records)
    except (KeyError, TypeError, ValueError) as error:
        raise GatewayUnavailable("consent gave an unreadable answer") from error
