"""POST /decisions: a case in the body, decided from the body alone."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from kernel.command import person_stream
from services.consent.repository import DISCLOSURES
from tests.builders import staff
from tests.component.consent_world import (
    ADMIN,
    ELSEWHERE,
    FOREIGN,
    MOTHER,
    NOTES,
    OTHER_THERAPIST,
    SUPERVISOR,
    THERAPIST,
    World,
    concern,
    world,
)

EXAMPLES = Path(__file__).parents[2] / "services/consent/decide/examples"
OFFICER = staff("pia", Role.PRIVACY_OFFICER)


def example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((EXAMPLES / f"{name}.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("cases")) as made:
        yield made


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_the_hard_cases_come_out_over_http_as_on_the_command_line(there: World, path: Path) -> None:
    answer = there.done("/decisions", OFFICER, json.loads(path.read_text("utf-8")))
    assert answer["expected"] == {"met": True, "differences": []}


def test_the_answer_has_reasons_for_staff_safe_words_for_the_adult_and_a_fallback_for_every_duty(there: World) -> None:
    answer = there.done("/decisions", SUPERVISOR, example("02a-abuse-by-the-father"))
    father, mother = answer["persons"]
    assert (father["outcome"], mother["outcome"]) == ("withhold", "permit")
    [danger] = [fact for rule in father["ranks"][0]["rules"] for fact in rule["because"] if fact["fact"] == "danger"]
    assert danger["records"][0]["id"] == "said-in-session"
    assert father["reader"] == "There is nothing to show here. If you have a question, please ask the clinic."
    assert [duty["fallback"] for duty in answer["duties"]] == [
        [{"bearer": "agency", "persons": ["child-protection"]}, {"bearer": "on-call", "persons": ["nurse"]}],
        [{"bearer": "on-call", "persons": ["nurse"]}],
    ]


def test_it_answers_in_spanish(there: World) -> None:
    answer = there.done("/decisions?language=es", THERAPIST, example("01a-illinois-is-she-a-patient"))
    assert answer["persons"][0]["staff"][0].startswith("El menor consintió solo")


def test_nothing_is_stored_but_who_asked_and_how_it_came_out(there: World) -> None:
    case = {**example("02a-abuse-by-the-father"), "title": "Kanarie"}
    before = [there.node.store.find(kind.collection, {}, ("_id",), 1000) for kind in there.node.service.kinds]
    known = len(there.audit(person_stream("admin")))
    there.done("/decisions", ADMIN, case)
    after = [there.node.store.find(kind.collection, {}, ("_id",), 1000) for kind in there.node.service.kinds]
    rows = there.audit(person_stream("admin"))
    assert after == before
    assert len(rows) == known + 1
    written = json.dumps(rows[-1])
    assert '"case-decision"' in written
    assert '"withhold": "1"' in written
    assert not any(word in written for word in ("Kanarie", "father", "mother", "beats", "abuse"))


@pytest.mark.parametrize("who", [MOTHER, NOTES], ids=["guardian", "service"])
def test_it_is_for_staff(there: World, who: Any) -> None:
    assert there.post("/decisions", who, example("06-a-protective-order-dated-back")).status_code == 403


def test_a_malformed_case_is_refused_with_every_field_named_and_no_value_echoed(there: World) -> None:
    case = {
        **example("07-equal-parents-disagree"),
        "at": "Kanarie",
        "persons": ["kanarie"],
        "item": {"disclosure_class": "goals-progress", "severity": "low"},
        "pack": {"jurisdiction": "kanarie"},
        "unknown": 1,
    }
    answer = there.post("/decisions", OFFICER, case)
    errors = answer.json()["errors"]
    assert answer.status_code == 422
    assert "anarie" not in answer.text
    assert errors["at"] == ["moment"]
    assert errors["persons.0"] == ["unknown-person"]
    assert errors["item.severity"] == ["only-of-a-safety-concern"]
    assert errors["pack.majority"] == ["required"]
    assert errors["unknown"] == ["unknown"]


def test_a_decision_about_a_registered_child_is_explained_in_the_language_that_is_asked_for(there: World) -> None:
    there.settled()
    path, asked = "/children/c1/decision", {"disclosure_class": "psychotherapy-note", "language": "es"}
    staff_reads = there.asked(path, THERAPIST, person="mother", **asked)
    assert staff_reads["staff"][0].startswith("Las notas de psicoterapia son solo para quien las escribe")
    assert there.asked(path, MOTHER, **asked)["reader"] == staff_reads["reader"]
    assert there.asked("/children/absent/decision", MOTHER, **asked) == there.asked(path, MOTHER, **asked)
    assert there.get(path, THERAPIST, **{**asked, "language": "xx"}).status_code == 422


def test_staff_see_the_whole_trace_of_a_recorded_disclosure_and_it_is_on_record(there: World) -> None:
    there.settled().hear(concern())
    [made] = there.node.store.find(DISCLOSURES.collection, {"child": "c1"}, (), 10)
    path = f"/children/c1/disclosures/{made['_id']}/explanation"
    answer = there.asked(path, THERAPIST)
    assert {row["person"]: row["outcome"] for row in answer["persons"]} == {"father": "withhold", "mother": "permit"}
    assert [fact["fact"] for rule in answer["persons"][0]["ranks"][0]["rules"] for fact in rule["because"]] == [
        "item_class", "danger", "named",
    ]  # fmt: skip
    assert [duty["kind"] for duty in answer["duties"]] == ["inform", "report"]
    assert [row["person"] for row in there.asked(path, THERAPIST, person="mother", language="es")["persons"]] == [
        "mother"
    ]
    assert there.audit()[-1]["action"] == "explanation"
    asked = {"disclosure_class": "goals-progress"}
    assert {row["outcome"] for row in there.asked("/children/c1/explanation", SUPERVISOR, **asked)["persons"]} == {
        "permit"
    }
    for who in (ELSEWHERE, FOREIGN, OTHER_THERAPIST):
        assert there.get(path, who).status_code == 404
    assert there.get(path, MOTHER).status_code == 403
    assert there.get("/children/c1/explanation", THERAPIST, person="uncle", **asked).status_code == 404
