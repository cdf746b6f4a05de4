"""What happens around each child: registration, dangers, sessions, signed notes, goals and their shared updates."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from deploy.demo.asking import Request, Steps
from deploy.demo.network import Demo, birth_day, demo_id
from deploy.demo.shapes import ChildData, EdgeData, FamiliesData, GoalData, NoteData, SessionData
from kernel.clock import to_text

SESSION_MINUTES = 50


def registration(demo: Demo, families: FamiliesData, child: ChildData, today: date) -> Steps:
    """By the front desk, with the papers it has seen; then what is known of danger, by the therapist."""
    desk, born = demo.staff_principal(families.front_desk), birth_day(child, today)
    body = {
        "child": demo_id(child.slug),
        "network": demo_id(families.network),
        "clinic": demo_id(families.clinic),
        "jurisdiction": demo.clinic(families.clinic).jurisdiction,
        "name": child.name,
        "birth_day": born.isoformat(),
        "basis": child.basis.value,
        "confidentiality_agreement": child.agreement,
        "care_team": [demo_id(slug) for slug in child.care_team],
        "adults": [_edge(edge, born, today, demo_id(families.front_desk)) for edge in child.adults],
        "agency": demo_id(child.agency) if child.agency else None,
    }
    yield Request(desk, "consent", "/children", body, child.slug)
    for danger in child.dangers:
        flag = {"person": demo_id(danger.who), "state": danger.state.value}
        yield Request(_therapist(demo, child), "consent", f"/children/{demo_id(child.slug)}/dangers", flag, danger.who)


def care(demo: Demo, families: FamiliesData, child: ChildData, today: date) -> Steps:
    """Sessions, the notes of those that took place, goals and progress, all by the child's therapist."""
    sessions: list[str] = []
    for session in child.sessions:
        reply = yield _session(demo, families, child, session, today)
        sessions.append(reply["session"])
    for note in child.notes:
        yield from _note(demo, families, child, note, sessions[note.session])
    for goal in child.goals:
        yield from _goal(demo, families, child, goal)


def _therapist(demo: Demo, child: ChildData) -> Any:
    return demo.staff_principal(child.care_team[0])


def _edge(edge: EdgeData, born: date, today: date, verifier: str) -> dict[str, Any]:
    since = born if edge.years is None else today - timedelta(days=edge.years * 365)
    return {
        "person": demo_id(edge.who),
        "authority": edge.authority.value,
        "since": to_text(datetime.combine(since, time(), UTC)),
        "until": None,
        "source": edge.source,
        "verifier": verifier,
        "lives_with_child": edge.home,
    }


def _session(demo: Demo, families: FamiliesData, child: ChildData, session: SessionData, today: date) -> Request:
    zone = ZoneInfo(demo.clinic(families.clinic).zone)
    starts = datetime.combine(today + timedelta(days=session.day), time(session.hour), zone)
    body = {
        "clinic": demo_id(families.clinic),
        "practitioner": demo_id(child.care_team[0]),
        "starts_at": to_text(starts),
        "minutes": SESSION_MINUTES,
    }
    by, path = _therapist(demo, child), f"/children/{demo_id(child.slug)}/sessions"
    return Request(by, "notes", path, body, f"{session.day}:{session.hour}")


def _note(demo: Demo, families: FamiliesData, child: ChildData, note: NoteData, session: str) -> Steps:
    by, path = _therapist(demo, child), f"/children/{demo_id(child.slug)}/notes"
    sections = [
        {"kind": "data", "text": note.observed, "visibility": "care-team"},
        {"kind": "assessment", "text": note.private},
    ]
    draft = {"clinic": demo_id(families.clinic), "template": "dap", "session": session, "sections": sections}
    written = yield Request(by, "notes", path, draft, session)
    signature = {"revision": written["revision"], "concern": None}
    yield Request(by, "notes", f"{path}/{written['note']}/signature", signature)


def _goal(demo: Demo, families: FamiliesData, child: ChildData, goal: GoalData) -> Steps:
    by, path = _therapist(demo, child), f"/children/{demo_id(child.slug)}/goals"
    body = {
        "clinic": demo_id(families.clinic),
        "statement": goal.statement,
        "levels": list(goal.levels),
        "baseline": goal.baseline,
        "weight": 1,
    }
    proposed = yield Request(by, "goals", path, body, goal.statement)
    yield Request(by, "goals", f"{path}/{proposed['goal']}/agreement", {})
    for update in goal.updates:
        rating = {"level": update.level, "words": update.words, "rater": "therapist", "share": True}
        yield Request(by, "goals", f"{path}/{proposed['goal']}/updates", rating, update.words)
