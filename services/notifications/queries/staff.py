"""What staff see: contact points masked, the ledger of a disclosure, the tasks that wait for them."""

from collections.abc import Sequence
from typing import Any

from kernel.auth.derived import identified_code
from kernel.auth.principal import Role
from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from kernel.store.port import Has, Where
from services.notifications.decisions.handing import HAND_OVER
from services.notifications.model import Child, Disclosure, Entitlement, HandOver, Hold, Ladder, Notice, Task
from services.notifications.queries.access import may_act, may_touch, responsible_for
from services.notifications.queries.thread_staff import answers_in_threads
from services.notifications.queries.views import views
from services.notifications.repository import (
    ANSWERS,
    CHILDREN,
    DISCLOSURES,
    RECOVERIES,
    TASKS,
    notices_of,
    pointers_of,
)
from services.notifications.settings import LEDGER_MAX, TASKS_MAX

REASONS = (Role.THERAPIST, Role.SUPERVISOR)  # who may read why somebody was told or not
MOMENTS = ("told_at", "opened_at", "acknowledged_at", "answered_at", "disowned_at")


def for_desk(disclosure: Disclosure, notices: Sequence[Notice]) -> dict[str, Any]:
    """Who was written to, how, and with which end. Whoever was not told is not named: that alone would be a reason."""
    told_of = [adult for adult in disclosure.adults if any(notice.person == adult.person for notice in notices)]
    return {
        "disclosure": disclosure.id,
        "adults": [
            {
                "person": adult.person,
                "engagement": adult.engagement.value,
                **{name: to_text(at) if (at := getattr(adult, name)) is not None else None for name in MOMENTS},
                "notices": [_without_reason(_notice(notice)) for notice in notices if notice.person == adult.person],
                "answers": [],
            }
            for adult in told_of
        ],
    }


def _without_reason(notice: dict[str, Any]) -> dict[str, Any]:
    return {**notice, "reason": None, "steps": [{**step, "reason": None} for step in notice["steps"]]}


def child_for_staff(reader: Reader, child: str, *roles: Role) -> Child:
    """The child, or the answer of one that does not exist."""
    found = reader.known(CHILDREN, child)
    if found is None or not may_touch(reader.principal, found, *roles):
        raise NotFound("no-such-child")
    return found


def ledger(reader: Reader, child: str, id: str, printing: bool = False) -> dict[str, Any]:
    """Everything that was done about one disclosure, per adult: why, each attempt, view, acknowledgement, answer.

    For staff of the child, and for whoever must act in it: for as long as their task is open. Desk and administration
    read who was written to and what became of it, and nothing of why. Printing is recorded apart from reading.
    """
    open_tasks: Where = {"disclosure": id, "assignees": Has(reader.principal.person), "state": "open"}
    named = reader.find(TASKS, open_tasks, (), LEDGER_MAX)
    called = [task for task in named if task.child == child and task.code != HAND_OVER]  # an offer opens no door
    acting = may_act(reader.principal, called, reader.known(CHILDREN, child))
    if not acting:
        child_for_staff(reader, child)
    disclosure = reader.known(DISCLOSURES, id)
    if disclosure is None or disclosure.child != child or reader.principal.person in disclosure.about:
        raise NotFound("no-such-disclosure")
    notices = notices_of(reader, id)
    reader.shown(child, "print-ledger" if printing else "read-ledger", disclosure=id)
    generated = {"generated_at": to_text(reader.now), "read_by": reader.principal.person}
    if not (acting or any(reader.principal.has(role, disclosure.clinic) for role in REASONS)):
        return {**generated, **for_desk(disclosure, notices)}
    return {
        **generated,
        "disclosure": id,
        "live": disclosure.live,
        "message_class": disclosure.message_class.value,
        "decided_at": to_text(disclosure.decided_at),
        "policy": disclosure.policy,
        "ladder": _ladder(disclosure.ladder),
        "unresolved_due": to_text(disclosure.unresolved_due) if disclosure.unresolved_due else None,
        "hand_overs": [_hand_over(item) for item in disclosure.hand_overs],
        "adults": [_adult(reader, disclosure, adult, notices) for adult in disclosure.adults],
        "tasks": [told(task) for task in reader.find(TASKS, {"disclosure": id}, (), LEDGER_MAX)],
    }


def tasks(reader: Reader) -> dict[str, Any]:
    """Open tasks with the asker's name or clinic on them, and those of clinics they supervise, most urgent first."""
    staff = reader.principal
    named = (staff.person, *responsible_for(staff))
    wheres: list[Where] = [{"assignees": Has(name), "state": "open"} for name in named]
    wheres += [
        {"clinic": clinic, "state": "open"} for clinic in sorted(staff.clinics()) if staff.has(Role.SUPERVISOR, clinic)
    ]
    found = {task.id: task for where in wheres for task in reader.find(TASKS, where, ("due",), TASKS_MAX)}
    children = reader.many(CHILDREN, sorted({task.child for task in found.values()}))
    mine = [task for task in found.values() if _may_see(staff.person, staff.network, task, children)]
    return {"tasks": [told(task) for task in sorted(mine, key=lambda task: (task.due, task.id))[:TASKS_MAX]]}


def told(task: Task) -> dict[str, Any]:
    """A task in codes and ids."""
    return {
        "task": task.id,
        "child": task.child,
        "disclosure": task.disclosure,
        "clinic": task.clinic,
        "code": task.code,
        "person": task.person,
        "assignees": list(task.assignees),
        "due": to_text(task.due),
        "opened_at": to_text(task.opened_at),
        "state": task.state.value,
        "outcome": task.outcome,
        "done_by": task.done_by,
        "done_at": to_text(task.done_at) if task.done_at else None,
    }


def with_code(reader: Reader, reply: dict[str, Any]) -> dict[str, Any]:
    """The reply to a finished task; where somebody was identified, with the code to tell them. It is stored nowhere."""
    if "recovery" not in reply:
        return reply
    recovery = reader.load(RECOVERIES, reply["recovery"])
    return {**reply, "recovery": identified_code(reader, recovery.person, recovery.id)}


def _may_see(person: str, network: str | None, task: Task, children: dict[str, Child]) -> bool:
    child = children.get(task.child)
    kept_out = task.about if child is None else (*task.about, *child.adults)
    return task.network == network and person not in kept_out


def _ladder(ladder: Ladder | None) -> dict[str, Any] | None:
    if ladder is None:
        return None
    return {
        "policy": ladder.policy,
        "state": ladder.state.value,
        "rung": ladder.rung,
        "started_at": to_text(ladder.started_at),
        "ended_at": to_text(ladder.ended_at) if ladder.ended_at else None,
        "ended_by": ladder.ended_by,
        "rungs": [{"after_minutes": rung.after_minutes, "channel": rung.channel.value} for rung in ladder.rungs],
        "hold": _hold(ladder.hold),
        "climbed": [{"rung": step.rung, "at": to_text(step.at), "reason": step.reason} for step in ladder.climbed],
    }


def _hand_over(offer: HandOver) -> dict[str, Any]:
    return {
        "hand_over": offer.id,
        "by": offer.by,
        "to": offer.to,
        "offered_at": to_text(offer.offered_at),
        "state": offer.state.value,
        "answered_at": to_text(offer.answered_at) if offer.answered_at else None,
    }


def _hold(hold: Hold | None) -> dict[str, Any] | None:
    if hold is None:
        return None
    return {
        "until": to_text(hold.until),
        "released_at": to_text(hold.released_at) if hold.released_at else None,
        "reason": hold.reason,
        "released_by": hold.released_by,
    }


def _adult(reader: Reader, disclosure: Disclosure, adult: Entitlement, notices: tuple[Notice, ...]) -> dict[str, Any]:
    answers = reader.find(ANSWERS, {"disclosure": disclosure.id}, ("at",), LEDGER_MAX)
    links = {pointer.id: pointer for pointer in pointers_of(reader, disclosure.id)}
    return {
        "person": adult.person,
        "outcome": adult.verdict.outcome.value,
        "obligations": list(adult.verdict.obligations),
        "rules": list(adult.verdict.rules),
        "decided_at": to_text(adult.decided_at),
        "engagement": adult.engagement.value,
        **{name: to_text(at) if (at := getattr(adult, name)) is not None else None for name in MOMENTS},
        "links": [link.state_at(reader.now).value for link in links.values() if link.person == adult.person],
        "views": views(reader, disclosure.id, adult.person),
        "notices": [_notice(notice) for notice in notices if notice.person == adult.person],
        "answers": [
            {"at": to_text(answer.at), "words": reader.open(answer.child, answer.words)}
            for answer in answers
            if answer.person == adult.person
        ]
        + answers_in_threads(reader, disclosure, adult.person),
    }


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "notice": notice.id,
        "kind": notice.kind.value,
        "channel": notice.channel.value,
        "rung": notice.rung,
        "state": notice.state.value,
        "reason": notice.reason,
        "attempts": notice.attempts,
        "steps": [
            {"at": to_text(step.at), "state": step.state.value, "reason": step.reason} for step in notice.history
        ],
    }
