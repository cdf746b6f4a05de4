"""What comes in is taken as it is written: an identifier has no line feed behind it, and 1 is not true."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.builders import NORTH
from tests.component.consent_world import ADMIN, SINCE, THERAPIST, World, child_body, clinic_body, world

PERSON = {"person": "zed", "network": NORTH, "name": "Zed", "language": "en", "zone": "America/Denver"}
FORM = {"grantor": "mother", "grantee": "father", "classes": ["goals-progress"], "since": SINCE}
ASSENT = {"person": "mother", "classes": ["goals-progress"]}


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("exact")) as made:
        yield made.settled()


@pytest.mark.parametrize(
    ("path", "who", "body", "field"),
    [
        ("/people", ADMIN, {**PERSON, "person": "zed\n"}, "person"),
        ("/people", ADMIN, {**PERSON, "name": "Zed\n"}, "name"),
        ("/people", ADMIN, {**PERSON, "language": "en\n"}, "language"),
        ("/children", ADMIN, child_body(child="c9\n"), "child"),
        ("/children", ADMIN, child_body(care_team=["tess\n"]), "care_team.0"),
        ("/children", ADMIN, child_body(birth_day="2015-11-20\n"), "birth_day"),
        ("/children", ADMIN, child_body(confidentiality_agreement=1), "confidentiality_agreement"),
        ("/clinics", ADMIN, clinic_body(policy={"part2": 1}), "policy.part2"),
        ("/children/c1/consents", THERAPIST, {**FORM, "verified": 1}, "verified"),
        ("/children/c1/assents", THERAPIST, {**ASSENT, "agrees": 0}, "agrees"),
    ],
)
def test_what_only_resembles_it_is_refused(there: World, path: str, who: Any, body: Any, field: str) -> None:
    answer = there.post(path, who, body)
    assert answer.status_code == 422
    errors = answer.json()["errors"]
    assert list(errors) == [field]
    assert "not-valid" in errors[field]
