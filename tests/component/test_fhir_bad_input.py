"""The FHIR endpoint and requests that do not fit: an OperationOutcome that names the parameter and repeats nothing."""

from collections.abc import Iterator

import httpx
import pytest
from fhir.resources.R4B.operationoutcome import OperationOutcome

from kernel.auth.principal import Kind, Principal
from tests.component.fhir_world import CHILD, MOTHER, FhirWorld, fhir_world
from tests.component.web_world import OFFICER, THERAPIST, Browser

CANARY = "canary-typed"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FhirWorld]:
    with fhir_world(tmp_path_factory.mktemp("fhir")) as made:
        yield made


def issue(answer: httpx.Response, status: int) -> dict[str, object]:
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == "application/fhir+json; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert CANARY not in answer.text
    OperationOutcome.model_validate(answer.json())
    (found,) = answer.json()["issue"]
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("path", "parameter", "code"),
    [
        (f"Patient?{CANARY}=1", None, "not-supported"),
        ("Patient?name=Ada", None, "not-supported"),
        (f"Goal?patient={CANARY}/x", "patient", "invalid"),
        ("Goal?patient=", "patient", "invalid"),
        (f"Goal?patient={CHILD}&patient={CHILD}", "patient", "invalid"),
        ("Goal", "patient", "required"),
        ("Consent", "patient", "required"),
        ("Consent?status=active", "patient", "required"),
        (f"Goal?patient={CHILD}&start-date={CANARY}", "start-date", "invalid"),
        (f"Goal?patient={CHILD}&start-date=ap2026", "start-date", "invalid"),
        (f"Goal?patient={CHILD}&start-date=2026-13-01", "start-date", "invalid"),
        (f"Goal?patient={CHILD}&start-date=2026-02-30", "start-date", "invalid"),
        (f"Patient?_count={CANARY}", "_count", "invalid"),
        ("Patient?_count=-1", "_count", "invalid"),
        ("Patient?_count=%D9%A1", "_count", "invalid"),
        ("Patient?_id=", "_id", "invalid"),
        (f"Patient?_id=a,{','.join(['b'] * 60)}", "_id", "invalid"),
        (f"Patient?_format={CANARY}", "_format", "not-supported"),
        ("Patient?_format=xml", "_format", "not-supported"),
        ("Patient?_summary=text", "_summary", "not-supported"),
        (f"Patient?_id={'x' * 3000}", "_id", "invalid"),
        ("Patient?_id=%00", "_id", "invalid"),
    ],
)
def test_a_search_that_does_not_fit_is_refused_by_its_parameter(
    there: FhirWorld, path: str, parameter: str | None, code: str
) -> None:
    found = issue(there.get(path, THERAPIST), 400)
    assert found["code"] == code
    assert found.get("expression") == ([f"http.{parameter}"] if parameter else None)


@pytest.mark.parametrize(
    "path",
    [
        "AuditEvent", "AuditEvent?date=2026", f"AuditEvent?patient={CHILD}&_page={CANARY}",
        f"AuditEvent?patient={CHILD}&_page=WzksIiIsMF0", "AuditEvent?altid=a,b", "AuditEvent?patient=-x",
        f"AuditEvent?patient={CHILD}&_page=WzAsInp6eiIsMF0", f"AuditEvent?patient={CHILD}&_id=x",
    ],
)  # fmt: skip
def test_a_walk_through_the_chains_that_does_not_fit_is_refused(there: FhirWorld, path: str) -> None:
    issue(there.get(path, OFFICER), 400)


@pytest.mark.parametrize(
    "path",
    [
        f"Patient/{CANARY}", "Patient/c2/_history", "Patient/c2/x/y", f"{CANARY}", f"{CANARY}/1", "Observation",
        "Observation/1", "Practitioner/tess", "RelatedPerson/-AmMy", "Goal/-AmMyL25lL3R3bw", "Goal/--AAAA", "",
        "$export",
        "Consent/-AmMyBm1vdGhlcg", "AuditEvent/-AWMFY2hpbGQCYzIDOTk5",
    ],
)  # fmt: skip
def test_what_is_not_there_is_one_answer(there: FhirWorld, path: str) -> None:
    answers = {there.get(path, who).content for who in (THERAPIST, MOTHER, OFFICER)}
    assert issue(there.get(path, MOTHER), 404) == {"severity": "error", "code": "not-found"}
    assert len(answers) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["Patient", "Patient/c2", "Patient/_search", ""])
def test_nothing_is_written_here(there: FhirWorld, method: str, path: str) -> None:
    with there.made.client("web", THERAPIST) as client:
        answer = client.request(method, f"/fhir/{path}", json={"text": CANARY})
    assert issue(answer, 405)["code"] == "not-supported"


def test_an_asker_who_wants_xml_is_told_that_there_is_none(there: FhirWorld) -> None:
    assert issue(there.get("Patient", MOTHER, Accept="application/fhir+xml"), 406)["code"] == "not-supported"
    assert there.get("Patient", MOTHER, Accept="application/fhir+json;q=0.9, */*;q=0.1").status_code == 200
    assert there.get("Patient?_format=application/fhir%2Bjson", MOTHER).status_code == 200


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x.y.z", "Basic dGVzczpwdw==", "bearer"])
def test_a_token_that_does_not_hold_is_refused_also_beside_a_session(there: FhirWorld, authorization: str) -> None:
    browser = there.pages.signed_in(THERAPIST)
    answer = browser.http.get("/fhir/Patient", headers={"Authorization": authorization})
    assert issue(answer, 401)["code"] == "login"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_nobody_is_told_to_sign_in(there: FhirWorld) -> None:
    browser = Browser(there.pages)
    assert issue(browser.http.get("/fhir/Patient/c2"), 401)["code"] == "login"
    assert issue(browser.http.get("/fhir/nothing"), 401)["code"] == "login"
    assert browser.http.get("/fhir/metadata").status_code == 200


def test_somebody_who_is_signed_in_at_the_pages_reads_in_the_same_session(there: FhirWorld) -> None:
    browser = there.pages.signed_in(THERAPIST)
    assert browser.http.get("/fhir/Patient").json()["total"] == 2


def test_a_session_that_a_link_opened_is_for_that_item_alone(there: FhirWorld) -> None:
    there.pages.raise_concern()
    there.made.settle()
    browser = there.pages.opened()
    assert issue(browser.http.get("/fhir/Patient"), 401)["code"] == "login"


def test_neither_services_nor_operators_read_here(there: FhirWorld) -> None:
    operator = Principal("olga", Kind.OPERATOR, "network-north", via="web")
    assert issue(there.get("Patient", operator), 403)["code"] == "forbidden"
