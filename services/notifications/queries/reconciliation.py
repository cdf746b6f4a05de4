"""A clinic's day held against consent's list of it, and the reports that were kept."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from kernel.auth.principal import Principal, Role
from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Reader
from kernel.store.port import Span, Wanted, Where
from services.notifications.decisions.days import window
from services.notifications.decisions.reconciling import KEPT_MAX, Carried, Decided, compared, counted
from services.notifications.model import Child, Differing, Disclosure, Notice, Reconciliation, Task
from services.notifications.repository import CHILDREN, CLOSED_ITEMS, DISCLOSURES, NOTICES, RECONCILIATIONS, TASKS
from services.notifications.settings import RECONCILE_PAGE, REPORTS_MAX

CLINIC_ROLES = (Role.SUPERVISOR, Role.CLINIC_ADMIN)
NETWORK_ROLES = (Role.PRIVACY_OFFICER, Role.IT_OPERATOR)


def report(reader: Reader, clinic: str, network: str, zone: str, day: date, rows: Iterable[Decided]) -> Reconciliation:
    """How the day stands now; nothing is changed by looking."""
    since, until = window(day, zone)
    decided = list(rows)
    carried = _carried(reader, clinic, since, until)
    found = compared(decided, carried, reader.now)
    return Reconciliation(
        id=f"{clinic}:{day.isoformat()}",
        clinic=clinic,
        network=network,
        day=day.isoformat(),
        since=since,
        until=until,
        made_at=reader.now,
        decided=len(decided),
        carried=len(carried),
        outcomes=counted(found.outcomes),
        differing=len(found.differences),
        differences=tuple(found.differences[:KEPT_MAX]),
    )


def _carried(reader: Reader, clinic: str, since: datetime, until: datetime) -> dict[str, Carried]:
    where: Where = {"clinic": clinic, "decided_at": Span(at_least=to_text(since), below=to_text(until))}
    found: dict[str, Carried] = {}
    cursor: str | None = None
    while True:
        page = reader.page(DISCLOSURES, where, ("decided_at",), RECONCILE_PAGE, cursor)
        found |= _with_course(reader, [DISCLOSURES.from_document(document) for document in page.items])
        cursor = page.next_cursor
        if cursor is None:
            return found


def _with_course(reader: Reader, disclosures: list[Disclosure]) -> dict[str, Carried]:
    """All of a page in one round trip."""
    ids = tuple(item.id for item in disclosures)
    items = tuple(f"{item.item_service}:{item.item}" for item in disclosures)
    notices, tasks, closed = reader.dispatcher.store.fetch(
        [
            Wanted(NOTICES.collection, ids, "disclosure"),
            Wanted(TASKS.collection, ids, "disclosure"),
            Wanted(CLOSED_ITEMS.collection, items),
        ]
    )
    sent: dict[str, list[Notice]] = defaultdict(list)
    asked: dict[str, list[Task]] = defaultdict(list)
    for document in notices:
        sent[document["disclosure"]].append(NOTICES.from_document(document))
    for document in tasks:
        asked[document["disclosure"]].append(TASKS.from_document(document))
    ended = {document["_id"] for document in closed}
    return {
        item.id: Carried(
            disclosure=item,
            notices=sent[item.id],
            tasks=asked[item.id],
            closed=f"{item.item_service}:{item.item}" in ended,
        )
        for item in disclosures
    }


def reports(reader: Reader, clinic: str | None) -> dict[str, Any]:
    """The last ones of a clinic, or of all the clinics the asker answers for, newest first."""
    asker = reader.principal
    if clinic is not None and not _answers_for(asker, clinic):
        raise NotFound("no-such-clinic")
    everywhere = any(asker.has(role) for role in NETWORK_ROLES)
    named = [clinic] if clinic is not None else sorted(asker.clinics())
    wheres: list[Where] = [{"clinic": name} for name in named if _answers_for(asker, name)]
    if clinic is None and everywhere:
        wheres = [{"network": asker.network}]
    found = {item.id: item for where in wheres for item in reader.find(RECONCILIATIONS, where, ("-day",), REPORTS_MAX)}
    mine = [item for item in found.values() if item.network == asker.network]
    differing = sorted({one.child for item in mine for one in item.differences})
    children = reader.many(CHILDREN, differing)
    newest = sorted(mine, key=lambda item: (item.day, item.clinic), reverse=True)[:REPORTS_MAX]
    return {"reports": [_told(item, asker.person, children) for item in newest]}


def _answers_for(asker: Principal, clinic: str) -> bool:
    return any(asker.has(role, clinic) for role in (*CLINIC_ROLES, *NETWORK_ROLES))


def _told(item: Reconciliation, reader: str, children: dict[str, Child]) -> dict[str, Any]:
    """Without what the reader may not know exists; the number of differences betrays nothing of it."""
    hidden = [one for one in item.differences if not _may_see(one, reader, children)]
    shown = [one for one in item.differences if one not in hidden]
    return {
        "clinic": item.clinic,
        "day": item.day,
        "since": to_text(item.since),
        "until": to_text(item.until),
        "made_at": to_text(item.made_at),
        "decided": item.decided,
        "carried": item.carried,
        "outcomes": [{"outcome": one.outcome, "adults": one.adults} for one in item.outcomes],
        "differing": item.differing - len(hidden),
        "differences": [
            {
                "difference": one.difference.value,
                "child": one.child,
                "disclosure": one.disclosure,
                "person": one.person,
            }
            for one in shown
        ],
    }


def _may_see(one: Differing, person: str, children: dict[str, Child]) -> bool:
    child = children.get(one.child)
    return person not in one.about and (child is None or person not in child.adults)
