"""A running matter in human hands: taking it over, handing it to a colleague, being asked again while it is open."""

from collections.abc import Mapping

from kernel.decision import NOTHING, Decision
from kernel.errors import Invalid, NotFound
from kernel.work import Work
from services.notifications.commands import (
    AnswerHandOver,
    AskAgain,
    EscalateTask,
    OfferHandOver,
    TakeOverDisclosure,
)
from services.notifications.decisions import engagement, handing, overdue, resolving
from services.notifications.gateways import is_person_of_asker
from services.notifications.handlers.events import item_id
from services.notifications.model import Child, Disclosure, Task
from services.notifications.queries.access import may_take
from services.notifications.repository import CHILDREN, CLOSED_ITEMS, DISCLOSURES, PER_CHILD_MAX, TASKS


def take_over_disclosure(command: TakeOverDisclosure, work: Work) -> Decision:
    """Staff of the child, or somebody whom the disclosure names as on call."""
    disclosure, _child = _theirs(command.child, command.disclosure, work)
    return engagement.taken_over(disclosure, work.actor.person, work.now)


def offer_hand_over(command: OfferHandOver, work: Work) -> Decision:
    """To a person of the network who is no adult of the family and not whom it is about."""
    disclosure, child = _theirs(command.child, command.disclosure, work)
    if not is_person_of_asker(work.call, command.colleague, work.actor):
        raise Invalid("colleague", {"colleague": ["not-a-colleague"]})
    kept_out = {*disclosure.about, *child.adults, *(adult.person for adult in disclosure.adults)}
    known = _tasks(disclosure.id, work)
    by, to = work.actor.person, command.colleague
    return handing.offered(disclosure, by, to, kept_out, known, work.new_id, work.now)


def answer_hand_over(command: AnswerHandOver, work: Work) -> Decision:
    """The offer opens no door: whoever accepts it could have taken the matter over."""
    disclosure, _child = _theirs(command.child, command.disclosure, work)
    known = _tasks(disclosure.id, work)
    return handing.answered(disclosure, command.hand_over, work.actor.person, command.accepts, known, work.now)


def on_unresolved(data: Mapping[str, str], work: Work) -> Decision:
    """The timer's trigger."""
    return _asked_again(work.load(DISCLOSURES, data["disclosure"]), work)


def ask_again(command: AskAgain, work: Work) -> Decision:
    """The sweeper's trigger."""
    return _asked_again(work.load(DISCLOSURES, command.disclosure), work)


def escalate_task(command: EscalateTask, work: Work) -> Decision:
    """Nobody did it in time: the next one up is named on it."""
    task = work.known(TASKS, command.task)
    return NOTHING if task is None else overdue.escalated(task, work.now)


def _asked_again(disclosure: Disclosure, work: Work) -> Decision:
    closed = work.known(CLOSED_ITEMS, item_id(disclosure.item_service, disclosure.item)) is not None
    return resolving.asked_again(disclosure, _tasks(disclosure.id, work), closed, work.new_id, work.now)


def _tasks(disclosure: str, work: Work) -> list[Task]:
    return work.find(TASKS, {"disclosure": disclosure}, (), PER_CHILD_MAX)


def _theirs(child_id: str, id: str, work: Work) -> tuple[Disclosure, Child]:
    disclosure, child = work.known(DISCLOSURES, id), work.known(CHILDREN, child_id)
    if disclosure is None or disclosure.child != child_id or child is None:
        raise NotFound("no-such-disclosure")
    if not may_take(work.actor, disclosure, child):
        raise NotFound("no-such-disclosure")
    return disclosure, child
