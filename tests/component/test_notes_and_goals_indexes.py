"""Every question that is asked often is answered by an index, not by a scan."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.kind import Kind
from kernel.store.port import Has, In, Not, Span
from services.goals import repository as goals
from services.goals.repository import observations, practice
from services.goals.repository.households import HOUSEHOLDS
from services.goals.repository.involvement import INVOLVEMENTS
from services.goals.repository.measures import MEASUREMENTS
from services.goals.repository.milestones import MILESTONES
from services.goals.repository.strategies import FEEDBACK, STRATEGIES
from services.goals.repository.vision import VISIONS
from services.notes import repository as notes
from tests.component.one_service import OneService, one_service

CLINICS = In(("clinic-hill",))
UNWRITTEN = {"documented": None, "cancelled": None, "starts_at": Span(below="2026")}
NOTES_ASKED: list[tuple[Kind[Any], dict[str, Any], tuple[str, ...]]] = [
    (notes.NOTES, {"child": "c1", "state": In(("signed", "voided")), "clinic": CLINICS}, ("-signed_at",)),
    (notes.NOTES, {"child": "c1", "state": "signed", "readers": Has("mother")}, ("-signed_at",)),
    (
        notes.NOTES,
        {"child": "c1", "state": "signed", "readers": Has("mother"), "signed_at": Span(below="2026")},
        ("-signed_at",),
    ),
    (notes.NOTES, {"child": "c1", "state": "draft"}, ("-changed_at",)),
    (notes.NOTES, {"author": "t1", "state": "draft"}, ("-changed_at",)),
    (notes.NOTES, {"child": "c1", "cites": Has("observation-7")}, ()),
    (notes.NOTES, {"author": "t1", "state": notes.UNFINISHED}, ("-changed_at",)),
    (notes.NOTES, {"child": "c1", "state": notes.UNFINISHED}, ("-changed_at",)),
    (notes.NOTES, {"clinic": CLINICS, "state": "awaiting-cosignature"}, ("changed_at",)),
    (notes.ASSESSMENTS, {"child": "c1", "clinic": CLINICS}, ("-taken_at",)),
    (notes.PLANS, {"child": "c1", "clinic": "clinic-hill"}, ("-revision",)),
    (notes.REPORTS, {"child": "c1"}, ("-opened_at",)),
    (notes.INVITATIONS, {"session": "s1"}, ()),
    (notes.INVITATIONS, {"child": "c1", "person": "mother"}, ("-proposed_at",)),
    (notes.CHILDREN, {"network": "network-north", "staff": Has("t1")}, ()),
    (notes.SEARCH_ENTRIES, {"token": In(("a", "b"))}, ()),
    (notes.SEARCH_ENTRIES, {"note": "n1"}, ()),
    (notes.VERSIONS, {"note": "n1"}, ("revision",)),
    (notes.PSYCHOTHERAPY, {"child": "c1", "author": "t1"}, ("-created_at",)),
    (notes.SESSIONS, {"practitioner": "t1", **UNWRITTEN}, ("starts_at",)),
    (notes.SESSIONS, {"clinic": "clinic-hill", **UNWRITTEN}, ("starts_at",)),
    (notes.CLINIC_TEMPLATES, {"clinic": "clinic-hill", "code": "sand-room"}, ("-version",)),
    (notes.CLINIC_TEMPLATES, {"clinic": CLINICS}, ("code", "version")),
    (notes.SESSIONS, {"child": "c1", "clinic": CLINICS}, ("-starts_at",)),
    (notes.CONCERNS, {"child": "c1", "clinic": CLINICS}, ("-raised_at",)),
    (notes.CONCERNS, {"child": "c1", "state": "open", "about": Has("father")}, ("raised_at",)),
]
GOALS_ASKED: list[tuple[Kind[Any], dict[str, Any], tuple[str, ...]]] = [
    (goals.GOALS, {"child": "c1", "status": In(("proposed", "agreed")), "clinic": "clinic-hill", "owner": None}, ()),
    (goals.GOALS, {"child": "c1", "clinic": CLINICS, "kind": Not("parallel")}, ("-proposed_at",)),
    (goals.GOALS, {"child": "c1", "kind": "parallel"}, ("-proposed_at",)),
    (goals.UPDATES, {"child": "c1", "clinic": CLINICS}, ("-recorded_at",)),
    (goals.UPDATES, {"child": "c1", "shared": True}, ("-recorded_at",)),
    (goals.UPDATES, {"child": "c1", "informant": "mother"}, ("-recorded_at",)),
    (MEASUREMENTS, {"child": "c1", "clinic": CLINICS}, ("-recorded_at",)),
    (MEASUREMENTS, {"child": "c1", "informant": "mother"}, ("-recorded_at",)),
    (
        MEASUREMENTS,
        {"child": "c1", "instrument": "alliance", "voice": "child", "informant": None},
        ("-recorded_at",),
    ),
    (practice.CARDS, {"clinic": "clinic-hill", "code": "breath"}, ("-version",)),
    (practice.PRACTICES, {"child": "c1", "ended_at": None}, ("-assigned_at",)),
    (practice.RESULTS, {"practice": "p1", "day": "2026-03-02"}, ()),
    (practice.RESULTS, {"child": "c1"}, ("-recorded_at",)),
    (practice.REMINDERS, {"child": "c1", "settled": False}, ()),
    (practice.REMINDERS, {"practice": "p1", "settled": False}, ()),
    (practice.PAUSES, {"child": "c1", "clinic": CLINICS}, ()),
    (observations.OBSERVATIONS, {"child": "c1", "clinic": CLINICS}, ("-observed_at",)),
    (observations.OBSERVATIONS, {"child": "c1", "clinic": CLINICS, "reviewed_by": None}, ("-observed_at",)),
    (observations.CONTRIBUTIONS, {"child": "c1", "clinic": CLINICS}, ("-at",)),
    (
        observations.CONTRIBUTIONS,
        {"child": "c1", "clinic": CLINICS, "topic": "concern", "answered_at": None},
        (),
    ),
    (MILESTONES, {"goal": "g1"}, ()),
    (MILESTONES, {"child": "c1"}, ("-reached_at",)),
    (HOUSEHOLDS, {"child": "c1", "clinic": "clinic-hill"}, ()),
    (INVOLVEMENTS, {"child": "c1", "clinic": "clinic-hill", "person": "mother"}, ("-revision",)),
    (INVOLVEMENTS, {"child": "c1", "clinic": CLINICS}, ("-set_at",)),
    (STRATEGIES, {"child": "c1", "ended_at": None, "clinic": CLINICS}, ("-made_at",)),
    (FEEDBACK, {"child": "c1", "clinic": CLINICS}, ("-at",)),
    (FEEDBACK, {"clinic": "clinic-hill"}, ("-at",)),
    (VISIONS, {"child": "c1", "clinic": "clinic-hill"}, ("-revision",)),
]


@pytest.fixture(scope="module")
def services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, OneService]]:
    folder: Path = tmp_path_factory.mktemp("indexes")
    with one_service("notes", folder) as first, one_service("goals", folder) as second:
        yield {"notes": first, "goals": second}


@pytest.mark.parametrize(
    ("service", "kind", "where", "sort"),
    [("notes", *asked) for asked in NOTES_ASKED] + [("goals", *asked) for asked in GOALS_ASKED],
)
def test_a_question_has_its_index(
    services: dict[str, OneService], service: str, kind: Kind[Any], where: dict[str, Any], sort: tuple[str, ...]
) -> None:
    assert services[service].node.store.explain(kind.collection, where, sort) is not None
