"""An item that is meant for some of the adults is, for all others, no item at all."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.codes import InvitationPurpose
from contracts.goals import PracticeDue, UpdateShared
from contracts.notes import GuardianInvited
from services.consent.decisions.disclosures import disclosure_id
from services.consent.handlers import events
from tests.builders import HILL, MORNING
from tests.component.consent_world import FATHER, MOTHER, NOTES, THERAPIST, World, update, world

UPDATE = disclosure_id("goals", "update-1")
AGAIN = f"/children/c1/disclosures/{UPDATE}/decision"


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    shared = events.SHARED[UpdateShared]

    def for_the_mother(event: UpdateShared) -> events.Shared:
        as_usual = shared(event)
        return replace(as_usual, subject=replace(as_usual.subject, addressed=("mother",)))

    monkeypatch.setitem(events.SHARED, UpdateShared, for_the_mother)  # type: ignore[arg-type]
    with world(tmp_path) as made:
        made.settled().hear(update())
        yield made


def test_only_the_adult_it_is_meant_for_is_decided_about(there: World) -> None:
    decided = there.events()[-1]
    assert [(adult.person, adult.outcome) for adult in decided.adults] == [("mother", "permit")]


def test_another_adult_finds_what_they_would_find_of_an_item_that_never_was(there: World) -> None:
    assert there.asked(AGAIN, MOTHER)["outcome"] == "permit"
    never_was = f"/children/c1/disclosures/{disclosure_id('goals', 'update-9')}/decision"
    assert there.asked(AGAIN, FATHER) == there.asked(never_was, FATHER)


def test_whoever_delivers_it_is_told_that_the_other_adult_was_not_meant(there: World) -> None:
    found = there.asked(AGAIN, NOTES, person="father")
    assert (found["outcome"], found["rules"]) == ("withhold", ["not-addressed"])
    assert found["staff"] == ["It was meant for another adult. [45 CFR 164.502(b)]"]


def test_the_explanation_is_about_those_it_was_meant_for(there: World) -> None:
    found = there.asked(f"/children/c1/disclosures/{UPDATE}/explanation", THERAPIST)
    assert [row["person"] for row in found["persons"]] == ["mother"]
    asked = there.get(f"/children/c1/disclosures/{UPDATE}/explanation", THERAPIST, person="father")
    assert (asked.status_code, asked.json()["code"]) == (404, "no-such-person")


def test_a_home_is_reminded_of_practice_and_the_other_home_finds_nothing(there: World) -> None:
    reminder = PracticeDue(
        child="c1", item="reminder-1", practice="practice-1", clinic=HILL, addressed=("mother",), assigned_by="t1",
        due_at=MORNING,
    )  # fmt: skip
    there.hear(reminder)
    decided = there.events()[-1]
    assert (decided.disclosure_class, decided.message_class) == ("home-practice", "reminder")
    assert [(adult.person, adult.outcome) for adult in decided.adults] == [("mother", "permit")]


def test_an_invitation_into_a_session_is_decided_for_the_guardian_who_was_asked(there: World) -> None:
    there.hear(
        GuardianInvited(
            child="c1",
            invitation="invitation-1",
            session="session-1",
            clinic=HILL,
            person="mother",
            purpose=InvitationPurpose.OBSERVE,
            invited_by="t1",
            starts_at=MORNING,
        )
    )
    decided = there.events()[-1]
    assert (decided.disclosure_class, decided.message_class) == ("attendance-billing", "message")
    assert [adult.person for adult in decided.adults] == ["mother"]
