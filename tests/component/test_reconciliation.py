"""Every day of a clinic is proven: what was decided has its outcome, or a human is called and the report says so."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY

from kernel.auth.principal import SYSTEM, Role
from kernel.clock import to_text
from services.notifications.repository import RECONCILIATIONS, TASKS
from tests.builders import HILL, MORNING, NORTH, InMemory, platform
from tests.builders import staff as somebody
from tests.component.consent_world import ADMIN, THERAPIST, World, child_body, clinic_body
from tests.component.notifications_family import CHILD, DISCLOSURE, disclosed, settled_family, staff
from tests.component.notifications_world import World as Alone
from tests.component.notifications_world import notifications

SUPERVISOR = staff("supervisor-1", Role.SUPERVISOR)
CONCERN = {
    "clinic": HILL, "kind": "self-harm", "severity": "serious", "about": [], "child_told": "told",
    "wording": "Canary: what she said",
}  # fmt: skip


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Alone]:
    with notifications(tmp_path) as made:
        made.consent.clinics = [{"clinic": HILL, "network": NORTH, "zone": "America/Denver"}]
        settled_family(made)
        yield made


def listed(world: Alone, id: str = DISCLOSURE, child: str = CHILD, about: tuple[str, ...] = ()) -> None:
    """Consent has it on its own list."""
    world.consent.decided.append(
        {
            "disclosure": id, "child": child, "network": NORTH, "clinic": HILL, "about": list(about),
            "permitted": ["mother"], "decided_at": to_text(world.clock.now()),
        }
    )  # fmt: skip


def next_day(world: Alone) -> None:
    world.clock.advance(timedelta(hours=24))
    world.settle("sender", "sweeper", "reconciler")


def told(world: Alone, who: Any = SUPERVISOR) -> list[dict[str, Any]]:
    answer = world.get("/reconciliations", who)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["reports"])


def gauge(kind: str) -> float:
    return REGISTRY.get_sample_value("alliance_reconciliation_differences", {"kind": kind}) or 0.0


def test_a_day_on_which_all_was_carried_is_a_report_without_differences(world: Alone) -> None:
    disclosed(world)
    listed(world)
    next_day(world)
    [report] = told(world)
    assert (report["day"], report["decided"], report["carried"], report["differing"]) == ("2026-03-02", 1, 1, 0)
    assert report["outcomes"] == [{"outcome": "provider-accepted", "adults": 1}]
    assert gauge("not-carried") == 0


def test_an_event_that_was_lost_calls_those_responsible_and_shows_in_metric_log_and_report(
    world: Alone, caplog: pytest.LogCaptureFixture
) -> None:
    disclosed(world)
    listed(world)
    for number in range(4):  # more than a page of consent's list
        listed(world, f"lost-{number}")
    next_day(world)
    [report] = told(world)
    assert (report["decided"], report["carried"], report["differing"]) == (5, 1, 4)
    assert report["differences"][0] == {
        "difference": "not-carried", "child": CHILD, "disclosure": "lost-0", "person": None,
    }  # fmt: skip
    assert gauge("not-carried") == 4
    alarms = [task for task in world.all(TASKS) if task.code == "reconciliation-differs"]
    assert sorted(task.disclosure for task in alarms) == [f"lost-{number}" for number in range(4)]
    assert {task.assignees for task in alarms} == {(HILL, NORTH)}
    lines = [record for record in caplog.records if "reconciliation.differs" in record.getMessage()]
    assert len(lines) == 4
    officer = somebody("officer-1", Role.PRIVACY_OFFICER)
    assert {"reconciliation-differs"} <= {item["code"] for item in world.get("/tasks", officer).json()["tasks"]}


def test_a_day_is_looked_at_once_whoever_looks_and_however_often(world: Alone) -> None:
    listed(world)
    next_day(world)
    for _ in range(3):
        world.later(minutes=6)
        world.settle("reconciler")
    assert len(world.all(RECONCILIATIONS)) == 1
    assert len([task for task in world.all(TASKS) if task.code == "reconciliation-differs"]) == 1


def test_a_silent_consent_puts_the_look_off_and_an_unreachable_list_is_no_empty_one(world: Alone) -> None:
    disclosed(world)
    listed(world)
    world.consent.down = True
    next_day(world)
    assert world.all(RECONCILIATIONS) == []
    world.consent.down = False
    world.clock.advance(timedelta(minutes=6))
    world.settle("reconciler")
    assert [item.differing for item in world.all(RECONCILIATIONS)] == [0]


def test_days_that_were_missed_are_made_up_for(world: Alone) -> None:
    next_day(world)
    world.clock.advance(timedelta(days=3))
    world.settle("reconciler")
    assert sorted(item.day for item in world.all(RECONCILIATIONS)) == [
        "2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05",
    ]  # fmt: skip


def test_whoever_is_of_the_family_or_accused_reads_a_report_in_which_nothing_is_missing(world: Alone) -> None:
    listed(world, "lost", about=("accused-1",))
    next_day(world)
    for person in ("mother", "accused-1"):
        [report] = told(world, staff(person, Role.SUPERVISOR))
        assert (report["differing"], report["differences"]) == (0, [])
        tasks = world.get("/tasks", staff(person, Role.SUPERVISOR)).json()["tasks"]
        assert tasks == []
    assert told(world)[0]["differing"] == 1


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.FRONT_DESK])
def test_reports_are_for_those_who_answer_for_the_clinic(world: Alone, role: Role) -> None:
    next_day(world)
    assert world.get("/reconciliations", staff("x", role)).status_code == 403
    elsewhere = staff("supervisor-9", Role.SUPERVISOR, clinic="clinic-lake")
    assert told(world, elsewhere) == []
    assert world.get("/reconciliations", elsewhere, clinic=HILL).status_code == 404
    for network_role in (Role.PRIVACY_OFFICER, Role.IT_OPERATOR):
        assert len(told(world, somebody("officer-1", network_role))) == 1
        other = somebody("officer-1", network_role, network="network-south")
        assert told(world, other) == []


# With consent itself


@pytest.fixture
def town(tmp_path: Path) -> Iterator[InMemory]:
    with platform(tmp_path, ("consent", "notes", "goals", "notifications")) as made:
        consent = World(made).settled()
        consent.done("/clinics", ADMIN, clinic_body(on_call=["olaf"]))
        consent.done("/children", ADMIN, child_body(agency=None))
        made.settle()
        yield made


def test_consents_own_list_and_what_was_carried_agree_after_a_day_of_the_whole_platform(town: InMemory) -> None:
    for _ in range(3):
        assert town.post("notes", "/children/c1/concerns", THERAPIST, CONCERN).status_code == 201
    town.settle()
    town.clock.advance(timedelta(hours=30))
    town.settle()
    reader = town.platform.nodes["notifications"].reader(SYSTEM("notifications"))
    day = MORNING.date().isoformat()
    report = reader.load(RECONCILIATIONS, f"clinic-hill:{day}")
    assert (report.decided, report.carried, report.differing) == (3, 3, 0)


def test_only_services_read_consents_list_and_a_time_that_is_none_is_refused(town: InMemory) -> None:
    span = {"since": to_text(MORNING), "until": to_text(MORNING + timedelta(days=1))}
    path = "/clinics/clinic-hill/decided"
    assert town.get("consent", path, THERAPIST, **span).status_code == 403
    service = SYSTEM("notifications")
    assert town.get("consent", path, service, **span).json() == {"decided": [], "next_cursor": None}
    assert town.get("consent", path, service, **{**span, "since": "yesterday"}).status_code == 422
    assert town.get("consent", path, service, **span, cursor="nonsense").status_code in (400, 422)
