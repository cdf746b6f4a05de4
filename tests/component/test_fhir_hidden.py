"""What the accused parent gets through FHIR is the same, byte for byte, with and without the secret."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.fhir import fhir_id
from kernel.auth.principal import Principal
from tests.component.fhir_world import AUNT, CHILD, FATHER, MOTHER, OTHER, FhirWorld, fhir_world
from tests.component.web_world import STRANGER, THERAPIST

KINDS = ("Patient", "RelatedPerson", "Consent", "Goal", "Communication", "AuditEvent")
VOLATILE = {"date"}  # of the HTTP server's clock


@pytest.fixture
def there(tmp_path: Path) -> Iterator[FhirWorld]:
    with fhir_world(tmp_path) as made:
        made.goal()
        made.consent("father")
        made.consent("mother")
        yield made


def addresses(there: FhirWorld, who: Principal) -> list[str]:
    """Every search by every parameter, and every resource that can be found."""
    found = ["metadata"]
    for kind in KINDS:
        about = [f"{kind}?patient={CHILD}"] if kind != "Patient" else []
        searches = [kind, *about, f"{kind}?_id={CHILD}", f"{kind}?_count=1", f"{kind}?_summary=count"]
        searches += [f"{search}&_count=1" for search in about]
        found += searches
        answer = there.get(kind, who)
        for entry in answer.json().get("entry", []):
            resource = entry["resource"]
            found += [f"{kind}/{resource['id']}", f"{kind}?_id={resource['id']}"]
            found += [f"{kind}?identifier={item['value']}" for item in resource["identifier"]]
    return [
        *found,
        "Patient?birthdate=2015-11-20",
        f"Consent?patient={CHILD}&period=ge2026-01-01",
        f"Goal?patient={CHILD}&start-date=le2027",
        "Communication?sent=ge2020",
        "Communication?status=completed",
        "Goal?lifecycle-status=active",
        f"Goal?patient={OTHER}",
        f"RelatedPerson?patient={fhir_id('nobody')}",
    ]


def seen(there: FhirWorld, who: Principal, paths: list[str]) -> dict[str, tuple[int, bytes, dict[str, str]]]:
    answers = {path: there.get(path, who) for path in paths}
    return {
        path: (
            answer.status_code,
            answer.content,
            {name: value for name, value in answer.headers.items() if name not in VOLATILE},
        )
        for path, answer in answers.items()
    }


def test_the_whole_view_of_the_accused_is_byte_identical_with_and_without_the_secret(there: FhirWorld) -> None:
    paths = addresses(there, FATHER)
    before = seen(there, FATHER, paths)
    assert sum(status == 200 for status, *_ in before.values()) > 30
    mother = seen(there, MOTHER, ["Communication"])
    there.secret()
    assert addresses(there, FATHER) == paths
    assert seen(there, FATHER, paths) == before
    assert seen(there, MOTHER, ["Communication"]) != mother


def test_two_platforms_one_with_the_secret_show_the_accused_the_same(tmp_path: Path) -> None:
    views = []
    for name in ("with", "without"):
        (tmp_path / name).mkdir()
        with fhir_world(tmp_path / name) as made:
            made.consent("father", since="2026-01-01T00:00:00.000000Z")
            if name == "with":
                made.secret()
            made.consent("mother")
            paths = [path for path in addresses(made, FATHER) if "/" not in path and "identifier" not in path]
            views.append(seen(made, FATHER, paths))
    assert views[0].keys() == views[1].keys()
    assert views[0] == views[1]


def test_the_secret_cannot_be_read_by_who_guesses_its_address(there: FhirWorld) -> None:
    there.secret()
    hidden = [
        item["id"]
        for item in there.found(f"Communication?patient={CHILD}", THERAPIST)
        if item["topic"]["coding"][0]["code"] == "safety-concern"
    ]
    disclosure = next(
        item["identifier"][0]["value"]
        for item in there.found("Communication", MOTHER)
        if item["topic"]["coding"][0]["code"] == "safety-concern"
    )
    absent = seen(there, FATHER, ["Communication/nothing"])["Communication/nothing"]
    for id in (*hidden, fhir_id(disclosure, "father"), fhir_id(disclosure, "mother")):
        assert seen(there, FATHER, [f"Communication/{id}"]) == {f"Communication/{id}": absent}


def test_hidden_and_absent_are_one_answer_for_everybody_and_everything(there: FhirWorld) -> None:
    own = {kind: there.found(kind, MOTHER) for kind in KINDS if kind != "AuditEvent"}
    rows = there.found(f"RelatedPerson?patient={CHILD}", THERAPIST)
    father = next(item["id"] for item in rows if item["identifier"][0]["value"] == "father")
    ids = [(kind, item["id"]) for kind, items in own.items() for item in items if kind != "Goal"]
    for kind, id in (*ids, ("RelatedPerson", father)):
        for who in (AUNT, STRANGER):
            absent = there.get(f"{kind}/nothing", who)
            answer = there.get(f"{kind}/{id}", who)
            assert (answer.status_code, answer.content) == (404, absent.content) == (404, absent.content)
    hidden = there.get(f"RelatedPerson/{father}", MOTHER)
    assert (hidden.status_code, hidden.content) == (404, there.get("RelatedPerson/nothing", MOTHER).content)


def test_totals_and_links_count_nothing_that_is_hidden(there: FhirWorld) -> None:
    assert there.asked(f"Consent?patient={CHILD}", THERAPIST)["total"] == 2
    bundle = there.asked(f"Consent?patient={CHILD}&_count=1", FATHER)
    assert bundle["total"] == 1
    assert [link["relation"] for link in bundle["link"]] == ["self"]


def test_a_permission_that_ends_takes_the_words_away_at_once(there: FhirWorld) -> None:
    assert there.found(f"Goal?patient={CHILD}", AUNT)
    for consent in there.found(f"Consent?patient={CHILD}", THERAPIST):
        path = f"/children/{CHILD}/consents/{consent['identifier'][0]['value']}/revocation"
        there.done("consent", path, {})
    assert there.found(f"Goal?patient={CHILD}", AUNT) == []
    assert there.found("Communication", AUNT) == []
