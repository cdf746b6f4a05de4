"""A public FHIR client against the running endpoint: types, searches, pages of a search; every resource is valid."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.capabilitystatement import CapabilityStatement
from fhir.resources.R4B.operationoutcome import OperationOutcome
from fhirclient.client import FHIRClient
from fhirclient.models.auditevent import AuditEvent
from fhirclient.models.capabilitystatement import CapabilityStatement as ClientCapability
from fhirclient.models.communication import Communication
from fhirclient.models.consent import Consent
from fhirclient.models.fhirabstractbase import FHIRValidationError
from fhirclient.models.goal import Goal
from fhirclient.models.patient import Patient
from fhirclient.models.relatedperson import RelatedPerson
from fhirclient.server import FHIRNotFoundException, FHIRServer, FHIRUnauthorizedException

from kernel.auth.principal import Principal
from tests.component.fhir_world import AUNT, CHILD, FATHER, MOTHER, STATEMENT, WORDS, FhirWorld, fhir_world, served
from tests.component.web_world import OFFICER, THERAPIST

TYPES = (Patient, RelatedPerson, Consent, Goal, Communication)


class Endpoint:
    """The client in somebody's name."""

    def __init__(self, world: FhirWorld, base: str) -> None:
        self.world, self.base = world, base

    def server(self, who: Principal | None) -> FHIRServer:
        """Speaks real HTTP."""
        found: FHIRServer = FHIRClient(settings={"app_id": "test", "api_base": self.base}).server
        if who is not None:
            found.session.headers["Authorization"] = self.world.token(who)
        return found

    def search(self, kind: Any, who: Principal, **query: str) -> list[Any]:
        """All pages."""
        return list(kind.where(query or {"_count": "200"}).perform_resources_iter(self.server(who)))


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with fhir_world(tmp_path_factory.mktemp("fhir")) as world:
        world.goal()
        world.goal()
        world.consent("mother")
        world.consent("father", provision="deny", classes=["session-detail", "goals-progress"])
        world.secret()
        with served(world) as base:
            yield Endpoint(world, base)


def test_the_client_reads_what_the_endpoint_can_do(there: Endpoint) -> None:
    raw = there.server(None).request_json("metadata")
    CapabilityStatement.model_validate(raw)
    stated = ClientCapability(raw, strict=True)
    kinds = {resource.type for resource in stated.rest[0].resource}
    assert kinds == {"Patient", "RelatedPerson", "Consent", "Goal", "Communication", "AuditEvent"}
    assert all({item.code for item in one.interaction} == {"read", "search-type"} for one in stated.rest[0].resource)


def test_every_search_parameter_that_is_stated_is_served(there: Endpoint) -> None:
    stated = ClientCapability(there.server(None).request_json("metadata"))
    values = {"token": "x", "date": "ge2020", "reference": f"Patient/{CHILD}"}
    for resource in stated.rest[0].resource:
        for parameter in resource.searchParam:
            query = {parameter.name: values[parameter.type]}
            if resource.type != "Patient" and parameter.name not in ("_id", "altid"):
                query["patient"] = CHILD
            pairs = "&".join(f"{name}={value}" for name, value in query.items())
            answer = there.world.get(f"{resource.type}?{pairs}", OFFICER)
            assert answer.status_code == 200, (resource.type, parameter.name, answer.text)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.resource_type)
@pytest.mark.parametrize("who", [MOTHER, FATHER, THERAPIST], ids=lambda who: who.person)
def test_every_resource_is_found_by_search_and_by_its_id_and_is_valid(
    there: Endpoint, kind: Any, who: Principal
) -> None:
    model = getattr(import_module(f"fhir.resources.R4B.{kind.resource_type.lower()}"), kind.resource_type)
    server = there.server(who)
    found = there.search(kind, who, **({} if kind is Patient else {"patient": CHILD}))
    assert found
    for resource in found:
        assert kind.read(resource.id, server).as_json() == resource.as_json()
        model.model_validate(there.world.asked(f"{kind.resource_type}/{resource.id}", who))
        assert resource.meta.lastUpdated is None
        assert resource.meta.security


def test_a_guardian_reads_the_goal_in_words_and_the_pointer_without(there: Endpoint) -> None:
    goals = there.search(Goal, MOTHER)
    assert {goal.description.text for goal in goals} == {STATEMENT}
    assert {note.text for goal in goals for note in goal.note} == {WORDS}
    texts = [there.world.get("Communication", who).text for who in (MOTHER, FATHER)]
    assert all("Canary" not in text for text in texts)
    classes = [
        sorted({item.topic.coding[0].code for item in there.search(Communication, who)}) for who in (MOTHER, FATHER)
    ]
    assert classes == [["goals-progress", "safety-concern"], ["goals-progress"]]


def test_pages_of_a_search_hold_everything_once(there: Endpoint) -> None:
    whole = there.search(Communication, THERAPIST, patient=CHILD)
    assert len(whole) > 3
    paged = there.search(Communication, THERAPIST, patient=CHILD, _count="2")
    assert [item.id for item in paged] == [item.id for item in whole]
    bundle = there.world.asked(f"Communication?patient={CHILD}&_count=2", THERAPIST)
    assert (bundle["total"], len(bundle["entry"])) == (len(whole), 2)
    Bundle.model_validate(bundle)


def test_counts_are_of_what_the_asker_may_see(there: Endpoint) -> None:
    staff = there.world.asked(f"Consent?patient={CHILD}&_summary=count", THERAPIST)
    own = there.world.asked("Consent?_count=0", MOTHER)
    assert (staff["total"], own["total"]) == (2, 1)
    assert "entry" not in staff
    assert "entry" not in own


def test_the_privacy_officer_walks_the_chains_of_all_services(there: Endpoint) -> None:
    rows = there.search(AuditEvent, OFFICER, patient=f"Patient/{CHILD}", _count="7")
    observers = {row.source.observer.display for row in rows}
    assert observers == {"consent", "notes", "goals", "notifications"}
    assert len({row.id for row in rows}) == len(rows) > 20
    one = rows[len(rows) // 2]
    assert AuditEvent.read(one.id, there.server(OFFICER)).as_json() == one.as_json()
    assert all("Canary" not in str(row.as_json()) for row in rows)
    page = there.world.asked(f"AuditEvent?patient={CHILD}&_count=200", OFFICER)
    Bundle.model_validate(page)
    assert "total" not in page


def test_the_chains_are_for_the_privacy_officer_alone(there: Endpoint) -> None:
    (row, *_) = there.search(AuditEvent, OFFICER, patient=CHILD)
    for who in (THERAPIST, MOTHER):
        assert there.search(AuditEvent, who, patient=CHILD) == []
        with pytest.raises(FHIRNotFoundException):
            AuditEvent.read(row.id, there.server(who))


def test_audit_rows_of_a_person_and_of_a_day(there: Endpoint) -> None:
    rows = there.search(AuditEvent, OFFICER, altid="tess", patient=CHILD)
    assert rows
    assert {row.agent[0].altId for row in rows} == {"tess"}
    assert there.search(AuditEvent, OFFICER, altid="tess", patient=CHILD, date="lt2026-03-02") == []
    assert len(there.search(AuditEvent, OFFICER, altid="tess", patient=CHILD, date="2026-03-02")) == len(rows)


def test_without_a_token_the_client_is_told_to_sign_in(there: Endpoint) -> None:
    with pytest.raises(FHIRUnauthorizedException):
        Patient.read(CHILD, there.server(None))


def test_an_imported_consent_is_read_back_through_the_endpoint(there: Endpoint) -> None:
    found = there.search(Consent, THERAPIST, patient=CHILD, identifier="urn:alliance:consent|nothing")
    assert found == []
    for consent in there.search(Consent, THERAPIST, patient=CHILD):
        by_identifier = there.search(
            Consent, THERAPIST, patient=CHILD, identifier=f"urn:alliance:consent|{consent.identifier[0].value}"
        )
        assert [item.id for item in by_identifier] == [consent.id]
        assert RelatedPerson.read(consent.performer[0].reference.partition("/")[2], there.server(THERAPIST))


def test_what_an_aunt_without_custody_was_allowed_is_all_she_sees(there: Endpoint) -> None:
    assert there.search(Patient, AUNT) == []
    assert there.search(Consent, AUNT) == []
    for path in (f"Patient/{CHILD}", "RelatedPerson/nobody"):
        answer = there.world.get(path, AUNT)
        assert answer.status_code == 404
        OperationOutcome.model_validate(answer.json())


def test_the_model_of_the_client_is_strict() -> None:
    with pytest.raises(FHIRValidationError):
        Goal({"resourceType": "Goal", "lifecycleStatus": 1}, strict=True)
