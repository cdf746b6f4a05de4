"""What the pages read from our own store, for one person."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from kernel.auth.principal import Kind, Principal, Role
from kernel.errors import NotFound
from kernel.reader import Reader
from services.web.model.board import BoardCase, CaseTask, NoticeState, Progress
from services.web.model.record import ChildCard, TimelineItem
from services.web.repository import CASE, CHILD, PROGRESS, cases_of, open_cases, timeline

OVERSEEING = (Role.SUPERVISOR, Role.CLINIC_ADMIN, Role.FRONT_DESK)
WATCHING = (Role.SUPERVISOR, Role.CLINIC_ADMIN)  # besides the care team: see what had to be told in their clinic
SAFETY_ROLES = (Role.THERAPIST, Role.SUPERVISOR, Role.CLINIC_ADMIN)
PLAIN_KINDS = ("session", "note", "goal")  # that they exist; their words stay with those who treat the child
CALLABLE = (Role.THERAPIST, Role.SUPERVISOR)  # whom notes lets read the words when they are on call
SEVERITY_ORDER = {"imminent": 0, "serious": 1, "moderate": 2, "low": 3, None: 4}


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with what notifications says of it."""

    case: BoardCase
    progress: Progress | None


def reach(asker: Principal, card: ChildCard, roles: Collection[Role] = OVERSEEING) -> frozenset[str]:
    """The child's clinics in which the asker is in the care team or holds one of the roles; none for its adults.

    An adult of the child who works in the network sees the child as an adult, through the family's door.
    """
    if asker.kind is not Kind.STAFF or asker.network != card.network or asker.person in card.adults:
        return frozenset()
    return frozenset(
        team.clinic
        for team in card.teams
        if asker.person in team.care_team or any(asker.has(role, team.clinic) for role in roles)
    )


def may_open(asker: Principal, card: ChildCard) -> bool:
    """Through at least one of the child's clinics."""
    return bool(reach(asker, card))


def may_know(asker: Principal, card: ChildCard, case: BoardCase) -> bool:
    """What had to be told is for those who act on it in its clinic, and never for whom it is about."""
    return sees_safety(asker) and asker.person not in case.about and case.clinic in reach(asker, card, WATCHING)


def is_called(asker: Principal, card: ChildCard, case: BoardCase) -> bool:
    """On call for this one concern without looking after the child: while it is open, and never for whom it is about.

    Nor for an adult of the child. It opens the case and nothing else of the child.
    """
    inside = asker.kind is Kind.STAFF and asker.network == card.network and any(asker.has(role) for role in CALLABLE)
    named = asker.person in case.on_call and asker.person not in (*case.about, *card.adults)
    matter = case.is_open and case.item_service == "notes"
    return inside and named and matter and not may_know(asker, card, case)


def sees_safety(asker: Principal) -> bool:
    """Concerns, and that there are any, are for those who act on them: not for the front desk."""
    return any(asker.has(role) for role in SAFETY_ROLES)


def child(reader: Reader, id: str) -> ChildCard:
    """The card; NotFound for somebody without right, as for a child that does not exist."""
    card = reader.known(CHILD, id)
    if card is None or not may_open(reader.principal, card):
        raise NotFound("no-such-child")
    return card


def home_clinic(reader: Reader, card: ChildCard) -> str:
    """The clinic in which the asker works with this child: the first they hold a role in."""
    own = reader.principal.clinics()
    return next((team.clinic for team in card.teams if team.clinic in own), card.teams[0].clinic)


def board(reader: Reader) -> list[CaseView]:
    """The open cases the asker may see, unsorted."""
    asker = reader.principal
    cases = open_cases(reader, sorted(asker.clinics()))
    cards = reader.many(CHILD, sorted({case.child for case in cases}))
    seen = [case for case in cases if case.child in cards and may_know(asker, cards[case.child], case)]
    return _with_progress(reader, seen)


def child_cases(reader: Reader, id: str) -> list[CaseView]:
    """What had to be told about one child in the asker's clinics."""
    card = child(reader, id)
    return _with_progress(reader, [case for case in cases_of(reader, id) if may_know(reader.principal, card, case)])


def case(reader: Reader, child_id: str, id: str) -> CaseView:
    """One case of that child."""
    card, found = child(reader, child_id), reader.known(CASE, id)
    if found is None or found.child != child_id or not may_know(reader.principal, card, found):
        raise NotFound("no-such-case")
    return _with_progress(reader, [found])[0]


def called_case(reader: Reader, child_id: str, id: str) -> CaseView | None:
    """The case as whoever is on call for it sees it: of its duties and tasks their own. None for everybody else."""
    card, found = reader.known(CHILD, child_id), reader.known(CASE, id)
    if card is None or found is None or found.child != child_id or not is_called(reader.principal, card, found):
        return None
    me, view = reader.principal.person, _with_progress(reader, [found])[0]
    duties = tuple(duty for duty in found.duties if me in duty.persons)
    if view.progress is None:
        return CaseView(replace(found, duties=duties), None)
    tasks = tuple(task for task in view.progress.tasks if me in task.assignees)
    return CaseView(replace(found, duties=duties), replace(view.progress, tasks=tasks))


def opens_case(reader: Reader, case: BoardCase) -> bool:
    """Its page exists for the asker, through the child or because they are on call for it."""
    card = reader.known(CHILD, case.child)
    return card is not None and (may_know(reader.principal, card, case) or is_called(reader.principal, card, case))


def board_mark(reader: Reader) -> str:
    """Changes whenever the asker's board changes; says nothing about how."""
    views = sorted(board(reader), key=lambda view: view.case.id)
    return hashlib.sha256(repr(views).encode()).hexdigest()


def open_tasks(view: CaseView) -> list[CaseTask]:
    """What a human still has to do."""
    return [task for task in view.progress.tasks if task.outcome is None] if view.progress else []


def items(reader: Reader, child_id: str, kind: str | None) -> list[TimelineItem]:
    """The child's timeline in the asker's clinics, newest first."""
    asker, card = reader.principal, child(reader, child_id)
    plain, telling = reach(asker, card), reach(asker, card, WATCHING) if sees_safety(asker) else frozenset()
    hidden = _subjects_about(reader, child_id)
    return [
        item
        for item in timeline(reader, child_id, kind)
        if item.clinic in (plain if item.kind in PLAIN_KINDS else telling) and item.subject not in hidden
    ]


def _subjects_about(reader: Reader, child_id: str) -> set[str]:
    """Concerns about the asker, with their disclosures and tasks."""
    asker = reader.principal
    views = _with_progress(reader, [case for case in cases_of(reader, child_id) if asker.person in case.about])
    found = {view.case.item for view in views} | {view.case.disclosure or "" for view in views}
    return found | {task.task for view in views if view.progress is not None for task in view.progress.tasks}


def _with_progress(reader: Reader, cases: list[BoardCase]) -> list[CaseView]:
    known = reader.many(PROGRESS, [case.disclosure for case in cases if case.disclosure])
    return [CaseView(case, known.get(case.disclosure or "")) for case in cases]


def step(progress: Progress) -> int:
    """The rung taken last, from 1. That the first was taken is said by the ladder's start, not by a movement."""
    return max(progress.rung, 1)


def next_due(view: CaseView) -> datetime | None:
    """When somebody must act next: the ladder's rung, an open task, else the earliest duty nobody has met yet."""
    progress = view.progress
    dues = [task.due for task in open_tasks(view) if task.due is not None]
    if progress is None or progress.ladder is None:
        return min((*dues, *(duty.due for duty in view.case.duties)), default=None)
    if progress.ladder == "climbing" and progress.next_due is not None:
        dues.append(progress.next_due)
    return min(dues, default=None)


def board_order(view: CaseView, now: datetime) -> tuple[bool, float, int]:
    """Overdue first, then gravity within what is due soon: the clock decides, gravity breaks ties."""
    due = next_due(view)
    is_over = due is not None and due < now
    gravity = SEVERITY_ORDER[view.case.severity]
    moment = due.timestamp() if due is not None else float("inf")
    return (not is_over, moment, gravity)


@dataclass(frozen=True, slots=True)
class AdultState:
    """One adult of a case in codes: the decision, the newest delivery, the furthest engagement."""

    person: str
    outcome: str
    obligations: tuple[str, ...]
    channel: str | None
    delivery: str | None
    reason: str | None
    engagement: str
    at: datetime | None


def adult_states(view: CaseView) -> list[AdultState]:
    """Every adult that was decided on, the told ones first."""
    notices = view.progress.notices if view.progress else ()
    reached = {item.person: item for item in (view.progress.engagements if view.progress else ())}
    states = []
    for adult in view.case.adults:
        newest = max((notice for notice in notices if notice.person == adult.person), key=_at, default=None)
        engaged = reached.get(adult.person)
        states.append(
            AdultState(
                person=adult.person,
                outcome=adult.outcome,
                obligations=adult.obligations,
                channel=newest.channel if newest else None,
                delivery=newest.state if newest else None,
                reason=newest.reason if newest else None,
                engagement=engaged.engagement if engaged else "none",
                at=engaged.at if engaged else newest.at if newest else None,
            )
        )
    return sorted(states, key=lambda state: ("permit", "escalate", "withhold").index(state.outcome))


def _at(notice: NoticeState) -> datetime:
    return notice.at
