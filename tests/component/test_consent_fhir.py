"""FHIR in and out of the consent service over HTTP: who may, once, wholly or not at all, and as the rules decide."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.bundle import Bundle as BundleR5
from fhir.resources.R4B.bundle import Bundle as BundleR4

from contracts.fhir import fhir_id
from tests.builders import guardian
from tests.component.consent_world import (
    ADMIN,
    CHILD_NAME,
    ELSEWHERE,
    FATHER,
    FOREIGN,
    MOTHER,
    THERAPIST,
    World,
    adult,
    child_body,
    concern,
    world,
)
from tests.unit.consent.fhir_trees import actor, codings, r4, r5, related, rule, rule_r5, without

FROM = "/children/c1/fhir/consents"
STEP = guardian("step")
NOW = {"start": "2026-03-01T00:00:00Z"}


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made.settled()


def send(there: World, resource: Any, release: str = "R4", who: Any = ADMIN, key: str | None = None) -> Any:
    return there.post(f"{FROM}?release={release}", who, resource, key)


def exported(there: World, who: Any = ADMIN, release: str = "R4") -> list[dict[str, Any]]:
    bundle = there.asked(FROM, who, release=release)
    (BundleR4 if release == "R4" else BundleR5).model_validate(bundle)
    return [entry["resource"] for entry in bundle["entry"]]


def refused(answer: Any) -> tuple[int, dict[str, list[str]]]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json().get("errors", {})


@pytest.mark.parametrize(("resource", "release"), [(r4(rule(period=NOW)), "R4"), (r5(rule_r5(period=NOW)), "R5")])
def test_an_imported_permission_decides_at_once_and_is_audited(there: World, resource: Any, release: str) -> None:
    assert there.outcome("goals-progress", "grandmother") == "withhold"
    answer = send(there, resource, release)
    assert answer.status_code == 201, answer.text
    assert there.outcome("goals-progress", "grandmother") == "permit"
    assert there.outcome("home-practice", "grandmother") == "withhold"
    row = [row for row in there.audit() if row["action"] == "ImportConsent"][-1]
    assert (row["outcome"], row["facts"]["consents"]) == ("done", ",".join(answer.json()["consents"]))
    assert there.changes()[-1] == "given"


def test_an_exception_in_the_tree_withholds_within_the_permission(there: World) -> None:
    tree = rule(period=NOW, provision=[{"type": "deny", "class": codings("attendance-billing")}])
    assert len(send(there, r4(tree)).json()["consents"]) == 2
    assert there.outcome("goals-progress", "grandmother") == "permit"
    assert there.outcome("attendance-billing", "grandmother") == "withhold"


def test_an_unverified_consent_escalates(there: World) -> None:
    send(there, without(r4(rule(period=NOW)), "verification"))
    assert there.outcome("goals-progress", "grandmother") == "escalate"


def test_the_same_document_twice_is_one_and_a_changed_one_is_refused(there: World) -> None:
    first = send(there, r4()).json()
    assert send(there, r4(), key="another-key").json() == first
    changed = r4(rule(**{"class": codings("session-detail")}))
    assert refused(send(there, changed)) == (422, {"Consent": ["differs-from-record"]})
    assert len(exported(there)) == 1


def test_the_same_key_gives_the_same_reply_and_never_another_document(there: World) -> None:
    first = send(there, r4(), key="import-0001")
    assert send(there, r4(), key="import-0001").json() == first.json()
    other = send(there, r4(identifier=[{"system": "urn:example:forms", "value": "form-8"}]), key="import-0001")
    assert refused(other) == (422, {"Idempotency-Key": ["reused"]})


def test_a_document_that_is_over_revokes_what_it_once_gave(there: World) -> None:
    given = send(there, r4(rule(period=NOW))).json()
    over = send(there, r4(rule(period=NOW), status="inactive"))
    assert over.json()["consents"] == given["consents"]
    assert there.outcome("goals-progress", "grandmother") == "withhold"
    assert there.changes()[-1] == "revoked"
    position = over.json()["position"]
    assert send(there, r4(rule(period=NOW), status="entered-in-error")).json()["position"] == position


def test_an_export_that_comes_back_is_recognised_and_its_revocation_counts(there: World) -> None:
    send(there, r4(rule(period=NOW)))
    (own,) = exported(there)
    assert send(there, own).status_code == 201
    assert len(exported(there)) == 1
    assert send(there, {**own, "status": "inactive"}).status_code == 201
    assert [consent["status"] for consent in exported(there)] == ["inactive"]


@pytest.mark.parametrize("status", ["inactive", "entered-in-error"])
def test_there_is_nothing_to_revoke_of_an_unknown_document(there: World, status: str) -> None:
    assert refused(send(there, r4(status=status))) == (422, {"Consent.identifier[0].value": ["nothing-to-revoke"]})


@pytest.mark.parametrize(
    ("resource", "path"),
    [
        (r4(rule(None)), "Consent.provision.type"),
        (r4(rule(actor=[actor("father"), {**actor("x"), "reference": {"display": "x"}}])),
         "Consent.provision.actor[1].reference"),
        (r4(performer=[related("stranger")]), "Consent.performer[0]"),
        (r4(identifier=[{"system": "urn:alliance:consent", "value": "invented"}]), "Consent.identifier[0].value"),
        (r4(patient={"reference": "Patient/c2"}), "Consent.patient.reference"),
        ({}, "Consent.resourceType"),
    ],
)  # fmt: skip
def test_an_unclear_document_changes_nothing_and_its_element_is_named(there: World, resource: Any, path: str) -> None:
    before = len(there.events())
    status, errors = refused(send(there, resource))
    assert (status, list(errors)) == (422, [path])
    assert len(there.events()) == before
    assert exported(there) == []


def test_a_release_must_be_named(there: World) -> None:
    assert refused(there.post(FROM, ADMIN, r4()))[1] == {"release": ["required"]}
    assert refused(send(there, r4(), "R3"))[0] == 422


@pytest.mark.parametrize("who", [ELSEWHERE, FOREIGN])
def test_who_does_not_look_after_the_child_never_learns_whether_the_document_was_clear(there: World, who: Any) -> None:
    absent = there.post("/children/nobody/fhir/consents?release=R4", who, r4())
    for resource in (r4(), r4(rule(None))):
        answer = send(there, resource, who=who)
        assert answer.status_code == 404
        assert {**answer.json(), "trace": ""} == {**absent.json(), "trace": ""}


def test_guardians_do_not_import(there: World) -> None:
    assert send(there, r4(), who=MOTHER).status_code == 403


def test_every_export_names_grantor_and_grantee_by_resources_that_exist(there: World) -> None:
    send(there, r4(rule(period=NOW)))
    (consent,) = exported(there)
    persons = there.asked("/children/c1/fhir/related-persons", ADMIN)
    known = {f"RelatedPerson/{entry['resource']['id']}" for entry in persons["entry"]}
    assert consent["performer"][0]["reference"] in known
    assert consent["provision"]["actor"][0]["reference"]["reference"] in known
    assert consent["patient"]["reference"] == f"Patient/{fhir_id('c1')}"
    BundleR4.model_validate(persons)
    BundleR5.model_validate(persons)


def test_staff_see_children_as_patients(there: World) -> None:
    for answer in (
        there.asked("/fhir/patients", THERAPIST),
        there.asked("/fhir/patients", ADMIN, clinic="clinic-hill"),
    ):
        (patient,) = [entry["resource"] for entry in answer["entry"]]
        assert (patient["id"], patient["name"][0]["text"]) == ("c1", CHILD_NAME)
        BundleR4.model_validate(answer)
    assert there.asked("/fhir/patients", ELSEWHERE, ids="c1")["entry"] == []


def test_a_guardian_reads_only_what_they_gave_themselves(there: World) -> None:
    send(there, r4(rule(period=NOW)))
    denial = {"grantor": "child", "grantee": "mother", "classes": ["goals-progress"], "provision": "deny"}
    there.done("/children/c1/consents", ADMIN, {**denial, "verified": True, "since": "2026-03-01T00:00:00.000000Z"})
    assert len(exported(there)) == 2
    (own,) = exported(there, MOTHER)
    assert own["performer"][0]["identifier"]["value"] == "mother"
    hidden = next(item for item in exported(there) if item["id"] != own["id"])
    path = f"{FROM}/{hidden['identifier'][0]['value']}"
    absent = there.get(f"{FROM}/nothing", MOTHER)
    assert there.get(path, MOTHER).status_code == absent.status_code == 404
    assert there.get(path, ADMIN).status_code == 200


def test_an_adult_to_whom_the_treatment_itself_is_not_permitted_finds_no_child(there: World) -> None:
    adults = [adult("mother"), adult("step", "step-parent")]
    there.done("/children", ADMIN, child_body(child="c2", adults=adults))
    absent = there.get("/children/nobody/fhir/consents", STEP)
    for path in ("/children/c2/fhir/consents", "/children/c2/fhir/related-persons"):
        answer = there.get(path, STEP)
        assert {**answer.json(), "trace": ""} == {**absent.json(), "trace": ""}
    assert there.audit("c2")[-1]["outcome"] == "refused"
    assert there.asked("/fhir/patients", STEP)["entry"] == []


def test_a_concern_about_somebody_changes_nothing_of_what_they_read(there: World) -> None:
    send(there, r4(rule(period=NOW), performer=[related("father")]))
    paths = (FROM, "/children/c1/fhir/related-persons", "/fhir/patients")
    before = [there.get(path, FATHER).content for path in paths]
    there.hear(concern())
    assert [there.get(path, FATHER).content for path in paths] == before
    assert b"RelatedPerson" in before[1]


def test_a_guardians_own_entry_holds_no_custody_paper(there: World) -> None:
    (own,) = there.asked("/children/c1/fhir/related-persons", MOTHER)["entry"]
    assert own["resource"]["identifier"][0]["value"] == "mother"
    assert "extension" not in own["resource"]
    staff = there.asked("/children/c1/fhir/related-persons", ADMIN)["entry"]
    assert all(entry["resource"]["extension"] for entry in staff)


def test_a_past_period_comes_in_and_no_longer_counts(there: World) -> None:
    send(there, r4(rule(period={"start": "2025-01-01T00:00:00Z", "end": "2025-06-30T23:59:59Z"})))
    assert there.outcome("goals-progress", "grandmother") == "withhold"
    assert exported(there)[0]["provision"]["period"]["end"] == "2025-06-30T23:59:59.999999Z"
