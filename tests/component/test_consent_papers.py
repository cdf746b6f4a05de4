"""What is signed: forms in versions, revoked and expired; the confidentiality agreement of an intake."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Role
from tests.builders import HILL, LAKE, staff
from tests.component.consent_world import (
    ADMIN,
    ELSEWHERE,
    FOREIGN,
    MOTHER,
    SINCE,
    SUPERVISOR,
    THERAPIST,
    World,
    child_body,
    world,
)

NOW = "2026-03-02T09:00:00.000000Z"
DAY = 86_400
FORM = {
    "form": "release",
    "version": 1,
    "classes": ["home-practice", "goals-progress"],
    "digest": "a" * 64,
    "language": "en",
    "valid_days": 30,
}
FORMS = f"/clinics/{HILL}/forms"
SIGNED = {
    "clinic": HILL,
    "form": "release",
    "version": 1,
    "signer": "mother",
    "grantee": "gran",
    "classes": ["home-practice"],
    "document": "scan-3",
    "since": NOW,
}
PAPER = {"signers": ["mother", "father"], "document": "scan-9"}


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made.settled()


@pytest.fixture
def printed(there: World) -> World:
    there.done(FORMS, ADMIN, FORM)
    return there


def signed(there: World, **more: Any) -> str:
    return str(there.done("/children/c1/signatures", ADMIN, {**SIGNED, **more})["consent"])


def rows(there: World) -> Any:
    return there.asked("/children/c1/signatures", THERAPIST)["signatures"]


def test_a_signed_form_is_a_consent_with_its_version_its_signer_and_who_took_it(printed: World) -> None:
    consent = signed(printed)
    assert printed.outcome("home-practice", "gran") == "permit"
    [row] = rows(printed)
    assert (row["consent"], row["form"], row["signer"], row["document"]) == (
        consent,
        f"{HILL}:release:1",
        "mother",
        "scan-3",
    )
    assert (row["captured_by"], row["captured_at"], row["state"], row["verified"]) == ("admin", NOW, "signed", True)
    assert row["until"] == "2026-04-01T09:00:00.000000Z"
    assert printed.changes() == ["given"]


def test_a_signature_expires_by_itself_and_is_shown_as_expired(printed: World) -> None:
    signed(printed)
    printed.made.clock.sleep(30 * DAY)
    assert printed.outcome("home-practice", "gran") == "withhold"
    assert rows(printed)[0]["state"] == "expired"


def test_a_revoked_form_says_why_and_stays_on_record(printed: World) -> None:
    consent = signed(printed)
    body = {"reason": "changed-mind", "document": "scan-4"}
    printed.done(f"/children/c1/consents/{consent}/revocation", ADMIN, body)
    assert (printed.outcome("home-practice", "gran"), rows(printed)[0]["state"]) == ("withhold", "revoked")
    trail = next(row for row in printed.asked("/children/c1/trails", ADMIN)["trails"] if row["fact"] == consent)
    assert [(step["kind"], step["reason"], step["document"]) for step in trail["steps"]] == [
        ("signed", None, "scan-3"),
        ("revoked", "changed-mind", "scan-4"),
    ]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"classes": ["session-detail"]}, "classes"),
        ({"signer": "gran"}, "signer"),
        ({"signer": "nobody"}, "signer"),
        ({"grantee": "mother"}, "grantee"),
        ({"until": SINCE}, "until"),
        ({"document": None}, "document"),
    ],
)
def test_what_cannot_be_signed_is_refused_whole(printed: World, more: dict[str, Any], field: str) -> None:
    answer = printed.post("/children/c1/signatures", ADMIN, {**SIGNED, **more})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert (rows(printed), printed.changes()) == ([], [])


def test_a_version_never_says_something_else(printed: World) -> None:
    printed.done(FORMS, ADMIN, FORM)
    answer = printed.post(FORMS, ADMIN, {**FORM, "digest": "b" * 64})
    assert (answer.status_code, answer.json()["errors"]) == (422, {"version": ["taken"]})
    printed.done(FORMS, ADMIN, {**FORM, "version": 2, "digest": "b" * 64})
    listed = printed.asked(FORMS, THERAPIST)["forms"]
    assert [(row["version"], row["digest"][0]) for row in listed] == [(1, "a"), (2, "b")]


def test_a_withdrawn_form_is_signed_no_more_and_what_was_signed_on_it_holds(printed: World) -> None:
    signed(printed)
    printed.done(f"{FORMS}/withdrawal", ADMIN, {"form": "release", "version": 1})
    answer = printed.post("/children/c1/signatures", ADMIN, {**SIGNED, "grantee": "aunt"})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["version"])
    assert printed.outcome("home-practice", "gran") == "permit"
    printed.done(FORMS, ADMIN, FORM | {"version": 2})
    assert printed.asked(FORMS, ADMIN)["forms"][0]["withdrawn_at"] == NOW


def test_forms_are_the_clinics_own(printed: World) -> None:
    assert printed.post(FORMS, ELSEWHERE, FORM | {"version": 3}).status_code == 404
    assert printed.get(FORMS, FOREIGN).status_code == 404
    other = printed.post("/children/c1/signatures", ADMIN, {**SIGNED, "clinic": LAKE})
    assert (other.status_code, other.json()["code"]) == (404, "no-such-form")
    assert printed.get("/children/c1/signatures", MOTHER).status_code == 403


def test_a_parent_whose_order_ended_their_authority_signs_nothing(printed: World) -> None:
    order = {"person": "mother", "kind": "protective-order", "since": SINCE, "source": "court-order"}
    printed.done("/children/c1/restrictions", ADMIN, order)
    answer = printed.post("/children/c1/signatures", ADMIN, SIGNED)
    assert (answer.status_code, answer.json()["errors"]) == (422, {"signer": ["no-authority"]})


def test_an_alleged_parents_signature_is_taken_as_before_so_that_nothing_tells_them(printed: World) -> None:
    printed.done("/children/c1/dangers", THERAPIST, {"person": "mother", "state": "alleged"})
    assert printed.post("/children/c1/signatures", ADMIN, SIGNED).status_code == 201


def test_a_confidentiality_agreement_closes_session_detail_from_its_signature_to_its_revocation(there: World) -> None:
    assert there.outcome("session-detail", "mother") == "permit"
    agreement = there.done("/children/c1/confidentiality", ADMIN, PAPER)["agreement"]
    assert there.outcome("session-detail", "mother") == "withhold"
    gone = {"signer": "father", "document": "scan-10", "reason": "withdrawn"}
    there.done(f"/children/c1/confidentiality/{agreement}/revocation", ADMIN, gone)
    assert there.outcome("session-detail", "mother") == "permit"
    [trail] = there.asked("/children/c1/trails", ADMIN)["trails"]
    assert [(step["kind"], step["refers"], step["by"], step["document"]) for step in trail["steps"]] == [
        ("signed", "father", "admin", "scan-9"),
        ("signed", "mother", "admin", "scan-9"),
        ("revoked", "father", "admin", "scan-10"),
    ]
    assert there.changes() == ["agreement", "agreement"]


def test_an_intake_form_sent_again_neither_undoes_nor_revives_a_signed_agreement(there: World) -> None:
    agreement = there.done("/children/c1/confidentiality", ADMIN, PAPER)["agreement"]
    there.done("/children", ADMIN, child_body(confidentiality_agreement=False))
    assert there.outcome("session-detail", "mother") == "withhold"
    gone = {"signer": "mother", "document": "scan-10", "reason": "withdrawn"}
    there.done(f"/children/c1/confidentiality/{agreement}/revocation", ADMIN, gone)
    there.done("/children", ADMIN, child_body(confidentiality_agreement=True))
    assert there.outcome("session-detail", "mother") == "permit"


def test_only_guardians_sign_and_only_signers_revoke_and_each_once(there: World) -> None:
    answer = there.post("/children/c1/confidentiality", ADMIN, {**PAPER, "signers": ["gran"]})
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["signers"])
    agreement = there.done("/children/c1/confidentiality", ADMIN, {**PAPER, "signers": ["mother"]})["agreement"]
    assert there.post("/children/c1/confidentiality", ADMIN, PAPER).status_code == 422
    path, gone = f"/children/c1/confidentiality/{agreement}/revocation", {"document": "d", "reason": "withdrawn"}
    wrong = there.post(path, ADMIN, {**gone, "signer": "father"})
    assert (wrong.status_code, wrong.json()["errors"]) == (422, {"signer": ["not-a-signer"]})
    there.done(path, ADMIN, {**gone, "signer": "mother"})
    assert there.post(path, ADMIN, {**gone, "signer": "mother"}).status_code == 422
    missing = there.post("/children/c1/confidentiality/none/revocation", ADMIN, {**gone, "signer": "mother"})
    assert missing.status_code == 404
    assert there.changes() == ["agreement", "agreement"]


def test_nobody_of_the_family_signs_anything_in_from_a_desk(printed: World) -> None:
    father = staff("father", Role.CLINIC_ADMIN, Role.SUPERVISOR)
    assert printed.post("/children/c1/signatures", father, SIGNED).status_code == 404
    assert printed.post("/children/c1/confidentiality", father, PAPER).status_code == 404
    assert printed.get("/children/c1/signatures", father).status_code == 404
    assert printed.get("/children/c1/signatures", SUPERVISOR).status_code == 200
