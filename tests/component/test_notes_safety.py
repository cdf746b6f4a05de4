"""Structured assessments, the safety plan in the child's words, the duty to report that nobody else must find."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from kernel.outbox import OUTBOX
from services.notes.model.safety_plan import STEPS
from services.notes.repository import KINDS
from tests.builders import HILL, staff
from tests.component.one_service import CANARY, PERMIT, OneService, one_service
from tests.component.writing_notes import AUTHOR, COLLEAGUE, CONCERN, DESK, FATHER, MOTHER, STRANGER, SUPERVISOR, opened

ASSESSMENTS, PLAN = "/children/c1/assessments", f"/children/c1/safety-plans/{HILL}"
CLEAR = {"1": "no", "2": "no", "3": "no", "4": "no"}
CSSRS = {"instrument": "c-ssrs", "answers": {"ideation-level": "4", "behaviour": "never"}}


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[OneService]:
    with one_service("notes", tmp_path) as service:
        opened(service)
        for person in ("t1", "t2", "s1"):
            service.consent.says("report-existence", person, PERMIT)
        yield service


def answered(notes: OneService, **changes: Any) -> Any:
    body = {
        "clinic": HILL, "instrument": "asq", "version": 1, "taken_at": "2026-03-02T08:00:00.000000Z",
        "answers": CLEAR, "child_told": "told", "wording": None,
    }  # fmt: skip
    return notes.post(ASSESSMENTS, AUTHOR, {**body, **changes})


def raised_severity(notes: OneService) -> list[str]:
    rows = notes.node.store.find(OUTBOX, {}, ("stream", "sequence"), 100)
    return [row["event"]["severity"] for row in rows if row["type"] == "notes.concern-raised.v1"]


@pytest.mark.parametrize(
    ("answers", "result", "severity"),
    [
        (CLEAR, "negative", []),
        ({**CLEAR, "2": "yes", "5": "no"}, "non-acute-positive", ["moderate"]),
        ({**CLEAR, "4": "refused"}, "non-acute-positive", ["moderate"]),
        ({**CLEAR, "1": "yes", "5": "yes"}, "acute-positive", ["imminent"]),
    ],
)
def test_a_screening_above_its_threshold_raises_the_same_event_as_a_person_would(
    notes: OneService, answers: dict[str, str], result: str, severity: list[str]
) -> None:
    found = answered(notes, answers=answers).json()
    assert (found["result"], bool(found["concern"])) == (result, bool(severity))
    assert raised_severity(notes) == severity
    assert notes.get(f"{ASSESSMENTS}/{found['assessment']}", AUTHOR).json()["answers"] == answers


@pytest.mark.parametrize(
    ("level", "behaviour", "severity"),
    [("0", "never", []), ("1", "never", ["low"]), ("3", "never", ["moderate"]), ("0", "earlier", ["moderate"]),
     ("4", "never", ["serious"]), ("2", "last-three-months", ["serious"]), ("5", "never", ["imminent"])],
)  # fmt: skip
def test_levels_are_entered_and_raise_a_concern_by_how_grave_they_are(
    notes: OneService, level: str, behaviour: str, severity: list[str]
) -> None:
    answered(notes, instrument="c-ssrs", answers={"ideation-level": level, "behaviour": behaviour})
    assert raised_severity(notes) == severity


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        ({"instrument": "tea-leaves"}, {"instrument": ["unknown"]}),
        ({"version": 9}, {"version": ["unknown"]}),
        ({"answers": {"1": "no"}}, {f"answers.{item}": ["required"] for item in "234"}),
        ({"answers": {**CLEAR, "9": "no"}}, {"answers.9": ["unknown"]}),
        ({**CSSRS, "answers": {"ideation-level": "6", "behaviour": "never"}},
         {"answers.ideation-level": ["not-a-choice"]}),
        ({"taken_at": "2026-03-02T09:00:01.000000Z"}, {"taken_at": ["out-of-range"]}),
        ({"answers": {**CLEAR, "1": "yes"}, "wording": "x" * 4_001}, {"wording": ["too-long"]}),
    ],
)  # fmt: skip
def test_an_assessment_that_does_not_fit_changes_nothing(
    notes: OneService, change: dict[str, Any], errors: dict[str, list[str]]
) -> None:
    refused = answered(notes, **change)
    assert (refused.status_code, refused.json()["errors"]) == (422, errors)
    assert (notes.get(ASSESSMENTS, AUTHOR).json(), notes.events()) == ({"assessments": []}, [])


def test_answers_and_results_are_sealed_and_for_staff_in_reach_only(notes: OneService) -> None:
    found = answered(notes, **CSSRS, wording=f"Please call us {CANARY}").json()
    stored = "".join(str(notes.rows(kind.collection)) for kind in KINDS)
    assert "ideation-level" not in stored
    assert CANARY not in stored
    path = f"{ASSESSMENTS}/{found['assessment']}"
    assert notes.get(path, SUPERVISOR).json()["result"] == "high"
    assert [notes.get(path, who).status_code for who in (MOTHER, DESK, STRANGER)] == [403, 403, 404]
    listed = notes.get("/instruments", AUTHOR).json()["instruments"]
    assert [(item["code"], len(item["items"])) for item in listed] == [("asq", 5), ("c-ssrs", 2)]


def steps(**sharing: Any) -> list[dict[str, Any]]:
    return [{"step": step, "text": f"My {step}", **sharing.get(step.replace("-", "_"), {})} for step in STEPS]


def test_a_safety_plan_has_six_steps_in_order_each_shared_on_its_own(notes: OneService) -> None:
    notes.consent.says("session-detail", "mother", PERMIT)
    told = {"visibility": "persons", "persons": ["mother"]}
    plan = steps(warning_signs=told, people_i_can_ask=told)
    assert notes.put(PLAN, AUTHOR, {"revision": 0, "steps": plan}).json()["revision"] == 1
    assert [step["step"] for step in notes.get(PLAN, COLLEAGUE).json()["steps"]] == list(STEPS)
    assert notes.get(PLAN, MOTHER).json() == {
        "steps": [{"step": step, "text": f"My {step}"} for step in ("warning-signs", "people-i-can-ask")]
    }
    notes.consent.says("session-detail", "father", PERMIT)
    assert notes.get(PLAN, FATHER).status_code == 404
    notes.post("/children/c1/concerns", AUTHOR, {"clinic": HILL, **CONCERN, "about": ["mother"]})
    assert notes.put(PLAN, AUTHOR, {"revision": 1, "steps": plan}).json()["revision"] == 2
    assert notes.get(PLAN, MOTHER).status_code == 404


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        (steps()[:5], {"steps": ["not-the-six-in-order"]}),
        (list(reversed(steps())), {"steps": ["not-the-six-in-order"]}),
        ([{**step, "text": " "} for step in steps()], {"steps": ["empty"]}),
        (steps(warning_signs={"text": "x" * 4_001}), {"steps.0.text": ["too-long"]}),
        (steps(warning_signs={"visibility": "persons", "persons": ["nobody"]}), {"steps.0.persons": ["unknown"]}),
    ],
)
def test_a_plan_that_does_not_fit_changes_nothing(
    notes: OneService, given: list[dict[str, Any]], errors: dict[str, list[str]]
) -> None:
    refused = notes.put(PLAN, AUTHOR, {"revision": 0, "steps": given})
    assert (refused.status_code, refused.json()["errors"]) == (422, errors)
    assert notes.get(PLAN, AUTHOR).status_code == 404


def test_two_people_on_one_plan_the_slower_one_is_told(notes: OneService) -> None:
    assert notes.put(PLAN, AUTHOR, {"revision": 0, "steps": steps()}).status_code == 200
    late = notes.put(PLAN, COLLEAGUE, {"revision": 0, "steps": steps()})
    assert (late.status_code, late.json()["code"]) == (409, "stale-revision")


ABUSE = {**CONCERN, "kind": "abuse-physical", "about": ["father"]}


def test_abuse_opens_a_duty_to_report_that_is_known_to_whoever_must_act_and_to_nobody_else(notes: OneService) -> None:
    raised = notes.post("/children/c1/concerns", AUTHOR, {"clinic": HILL, **ABUSE}).json()["concern"]
    notes.post("/children/c1/concerns", AUTHOR, {"clinic": HILL, **CONCERN})
    (report,) = notes.get("/children/c1/reports", AUTHOR).json()["reports"]
    assert (report["concern"], report["state"]) == (raised, "open")
    assert "report" not in str([row["type"] for row in notes.rows(OUTBOX)])
    for who in (MOTHER, FATHER, DESK):
        assert notes.get("/children/c1/reports", who).status_code == 403
    assert notes.get("/children/c1/reports", STRANGER).status_code == 404
    path = f"/children/c1/reports/{report['report']}/outcome"
    filed = {"state": "filed", "words": f"To the agency, number 7 {CANARY}"}
    assert notes.post(path, AUTHOR, {**filed, "state": "open"}).json()["errors"] == {"state": ["not-a-choice"]}
    assert notes.post(path, AUTHOR, filed).status_code == 200
    assert notes.post(path, AUTHOR, filed).json()["code"] == "report-settled"
    assert notes.get("/children/c1/reports", SUPERVISOR).json()["reports"][0]["words"] == filed["words"]
    assert CANARY not in "".join(str(notes.rows(kind.collection)) for kind in KINDS)


def test_a47_abuse_by_a_guardian_opens_a_report_and_that_guardian_finds_no_trace_of_it(notes: OneService) -> None:
    for person in ("mother", "father"):
        for item in ("session-detail", "report-existence", "safety-concern"):
            notes.consent.says(item, person, PERMIT)
    places = ("/children/c1/notes", "/children/c1/reports", PLAN, "/children/c1/concerns")
    before = [(answer.status_code, answer.json().get("notes")) for answer in (notes.get(at, FATHER) for at in places)]
    concern = notes.post("/children/c1/concerns", AUTHOR, {"clinic": HILL, **ABUSE}).json()["concern"]
    (report,) = notes.get("/children/c1/reports", SUPERVISOR).json()["reports"]
    assert (report["concern"], report["state"]) == (concern, "open")
    told = {"visibility": "persons", "persons": ["mother", "father"]}
    assert notes.put(PLAN, AUTHOR, {"revision": 0, "steps": steps(warning_signs=told)}).status_code == 200
    after = [(answer.status_code, answer.json().get("notes")) for answer in (notes.get(at, FATHER) for at in places)]
    assert after == before
    assert notes.get(PLAN, MOTHER).status_code == 200
    assert notes.get(f"/children/c1/concerns/{concern}/wording", FATHER, disclosure="d1").status_code == 404
    assert report["report"] not in str(notes.rows(OUTBOX))


def test_a_report_about_a_colleague_is_not_there_for_that_colleague(notes: OneService) -> None:
    notes.post("/children/c1/concerns", AUTHOR, {"clinic": HILL, **ABUSE, "about": ["t2"]})
    (report,) = notes.get("/children/c1/reports", AUTHOR).json()["reports"]
    assert notes.get("/children/c1/reports", staff("t2", Role.THERAPIST)).json() == {"reports": []}
    outcome = {"state": "filed", "words": "x"}
    assert notes.post(f"/children/c1/reports/{report['report']}/outcome", COLLEAGUE, outcome).status_code == 404
