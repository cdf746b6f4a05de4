"""Decisions asked for and decided on events, over HTTP and the outbox."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.codes import ConcernKind, DisclosureClass, Severity
from kernel.audit import broken_at
from kernel.auth.principal import SYSTEM
from kernel.errors import Refusal
from kernel.stream import load
from services.consent.decisions.disclosures import disclosure_id
from tests.builders import HILL, guardian
from tests.component.consent_world import (
    ADMIN,
    CHILD_NAME,
    ELSEWHERE,
    FATHER,
    MOTHER,
    NAMES,
    NOTES,
    OTHER_THERAPIST,
    SINCE,
    SUPERVISOR,
    THERAPIST,
    World,
    child_body,
    concern,
    update,
    world,
)

CONCERN, UPDATE = disclosure_id("notes", "concern-1"), disclosure_id("goals", "update-1")
AGAIN = f"/children/c1/disclosures/{CONCERN}/decision"


@pytest.fixture
def there(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        yield made.settled()


def test_an_abuse_concern_flags_the_accused_and_decides_for_all_in_one_commit(there: World) -> None:
    there.hear(concern())
    flag, decided = there.events()[1:]
    assert (flag.code, flag.person, flag.position) == ("alleged", "father", 2)
    assert [(adult.person, adult.outcome) for adult in decided.adults] == [("father", "withhold"), ("mother", "permit")]
    assert decided.adults[1].obligations == ("tell-child-first",)
    assert [(duty.kind, duty.bearer, duty.persons) for duty in decided.duties] == [
        ("inform", "guardian", ("mother",)),
        ("report", "agency", ("agency-north",)),
    ]
    assert (decided.disclosure, decided.position, decided.message_class, decided.on_call) == (
        CONCERN,
        2,
        "safety",
        ("sue",),
    )
    assert (decided.duties[0].due - decided.decided_at).total_seconds() == 24 * 3600
    [row] = [row for row in there.audit() if row["action"] == "notes.concern-raised.v1"]
    assert (row["facts"]["permit"], row["facts"]["withhold"]) == ("mother", "father")


def test_the_same_concern_heard_again_is_the_same_disclosure(there: World) -> None:
    there.hear(concern(), id="one")
    there.hear(concern(), id="one")
    there.hear(concern(), id="another")
    assert len(there.events()) == 3


def test_a_concern_about_the_agencys_own_person_goes_to_the_humans_of_the_clinic(there: World) -> None:
    there.hear(concern(about=("agency-north", "father", "mother")))
    assert [(duty.kind, duty.bearer, duty.persons, duty.reason) for duty in there.events()[-1].duties] == [
        ("inform", "on-call", ("sue",), "agency-excluded"),
        ("report", "on-call", ("sue",), "agency-excluded"),
    ]


def test_whoever_was_accused_before_is_not_called_and_at_last_the_clinic_is(there: World) -> None:
    there.hear(concern(about=("sue",)))
    assert there.events()[-1].on_call == ("tess",)
    there.hear(concern(concern="concern-2", kind=ConcernKind.SELF_HARM, about=()))
    assert there.events()[-1].on_call == ("tess",)
    there.hear(concern(concern="concern-3", about=("tess",), raised_by="father"))
    assert there.events()[-1].on_call == (HILL,)


def test_a_concern_that_is_no_abuse_flags_nobody(there: World) -> None:
    there.hear(concern(kind=ConcernKind.SELF_HARM, about=(), severity=Severity.IMMINENT))
    [decided] = there.events()[1:]
    assert {adult.outcome for adult in decided.adults} == {"permit"}
    assert (decided.duties[0].due - decided.decided_at).total_seconds() == 3600


def test_a_concern_of_a_clinic_nobody_registered_still_ends_at_somebody(there: World) -> None:
    there.hear(concern(clinic="clinic-new", about=("father", "mother")))
    assert there.events()[-1].on_call == ("tess",)


def test_a_concern_about_a_child_nobody_registered_is_refused(there: World) -> None:
    with pytest.raises(Refusal, match="child-not-registered"):
        there.hear(concern(child="c2"))


def test_a_shared_update_is_decided_for_everybody_and_brings_no_duty(there: World) -> None:
    there.hear(update())
    decided = there.events()[-1]
    assert (decided.disclosure, decided.disclosure_class, decided.message_class) == (UPDATE, "goals-progress", "update")
    assert {adult.outcome for adult in decided.adults} == {"permit"}
    assert decided.duties == ()


def test_the_accused_fathers_answers_are_the_same_with_and_without_the_concern(tmp_path: Path) -> None:
    seen: list[list[bytes]] = []
    for name, secret in (("with", True), ("without", False)):
        with world(tmp_path / name) as made:
            there = made.settled()
            there.done("/children", ADMIN, child_body(confidentiality_agreement=True))
            there.hear(update())
            if secret:
                there.hear(concern())
            paths = [
                f"/children/c1/disclosures/{UPDATE}/decision",
                f"/children/c1/disclosures/{CONCERN}/decision",
                "/children",
            ]
            answers = [there.get(path, FATHER).content for path in paths]
            answers += [
                there.get("/children/c1/decision", FATHER, disclosure_class=cls).content
                for cls in DisclosureClass
            ]
            seen.append(answers)
    assert seen[0] == seen[1]


def test_to_a_guardian_an_absent_child_a_hidden_child_and_a_hidden_item_look_the_same(there: World) -> None:
    there.hear(concern())
    there.done("/children", ADMIN, child_body(child="c3", jurisdiction="US-IL", basis="minor", birth_day="2011-01-01"))
    hidden = there.get(AGAIN, FATHER).content
    assert hidden == there.get(f"/children/c1/disclosures/{'0' * 32}/decision", FATHER).content
    assert hidden == there.get(AGAIN, guardian("stranger")).content
    assert hidden == there.get("/children/c3/decision", MOTHER, disclosure_class="fact-of-treatment").content
    assert hidden == there.get("/children/c9/decision", MOTHER, disclosure_class="fact-of-treatment").content
    assert hidden == there.get(AGAIN, FATHER, person="mother").content


def test_a_permitted_guardian_is_told_where_the_words_are_and_no_reason(there: World) -> None:
    there.hear(concern())
    found = there.asked(AGAIN, MOTHER)
    assert (found["outcome"], found["item_service"], found["item"]) == ("permit", "notes", "concern-1")
    assert (found["rules"], found["staff"], found["position"]) == ([], [], 0)
    assert "father" not in str(found)


def test_services_and_staff_get_the_whole_answer_with_its_position(there: World) -> None:
    there.hear(concern())
    for who in (NOTES, THERAPIST):
        found = there.asked(AGAIN, who, person="father")
        assert (found["outcome"], found["position"]) == ("withhold", 2)
        assert found["rules"] == ["abuse-alleged", "named-in-concern"]
        assert "45 CFR" in found["staff"][0]
    assert there.get(AGAIN, OTHER_THERAPIST, person="father").status_code == 404


def test_a_disclosure_is_decided_again_on_what_holds_now(there: World) -> None:
    there.hear(update())
    path, order = f"/children/c1/disclosures/{UPDATE}/decision", {"person": "mother", "kind": "court-order"}
    assert there.asked(path, NOTES, person="mother")["outcome"] == "permit"
    there.done("/children/c1/restrictions", ADMIN, {**order, "since": SINCE, "source": "court-order"})
    after = there.asked(path, NOTES, person="mother")
    assert (after["outcome"], after["position"]) == ("withhold", 2)
    recorded = there.asked(f"/children/c1/disclosures/{UPDATE}", SUPERVISOR)
    assert {row["outcome"] for row in recorded["adults"]} == {"permit"}


def test_the_recorded_decision_is_explained_to_staff(there: World) -> None:
    there.hear(concern())
    found = there.asked(f"/children/c1/disclosures/{CONCERN}", THERAPIST)
    assert [(row["name"], row["outcome"]) for row in found["adults"]] == [
        (NAMES["father"], "withhold"),
        (NAMES["mother"], "permit"),
    ]
    assert all(row["why"] for row in found["adults"])
    assert there.get(f"/children/c1/disclosures/{CONCERN}", ELSEWHERE).status_code == 404


def test_a_preview_says_what_a_concern_would_do_and_does_nothing(there: World) -> None:
    question = {
        "disclosure_class": "safety-concern",
        "concern_kind": "abuse-physical",
        "severity": "serious",
        "about": ["father"],
        "child_told": "not-yet",
    }
    shown = there.done("/children/c1/previews", THERAPIST, question)
    assert len(there.events()) == 1
    there.hear(concern())
    decided = there.events()[-1]
    assert [(row["person"], row["outcome"]) for row in shown["adults"]] == [
        (adult.person, adult.outcome) for adult in decided.adults
    ]
    assert [duty["persons"] for duty in shown["duties"]] == [list(duty.persons) for duty in decided.duties]
    assert shown["policy"] == decided.policy


def test_staff_who_look_after_the_child_are_permitted_and_others_not(there: World) -> None:
    path = "/children/c1/decision"
    for who in (THERAPIST, SUPERVISOR):
        assert there.asked(path, who, disclosure_class="session-detail")["outcome"] == "permit"
        assert there.asked(path, who, disclosure_class="psychotherapy-note")["rules"] == ["author-only"]
    other = there.asked(path, OTHER_THERAPIST, disclosure_class="session-detail")
    assert (other["outcome"], other["rules"], other["position"]) == ("withhold", [], 0)
    assert there.outcome("session-detail", "tess", NOTES) == "permit"
    assert there.outcome("session-detail", "stranger", NOTES) == "withhold"


def test_every_answer_is_in_the_chain_and_the_chain_holds(there: World) -> None:
    there.outcome("goals-progress", "mother")
    there.outcome("report-existence", "father")
    there.asked("/children/c1/decision", FATHER, disclosure_class="psychotherapy-note")
    rows = [row for row in there.audit() if row["action"] == "decision"]
    assert [(row["actor"], row["outcome"], row["facts"]["outcome"]) for row in rows] == [
        ("tess", "read", "permit"),
        ("tess", "refused", "escalate"),
        ("father", "refused", "withhold"),
    ]
    head = load(there.node.store, "c1")
    assert broken_at(there.audit(), head.audit_position, head.audit_hash) is None


def test_names_are_nowhere_in_the_store_in_the_clear(there: World) -> None:
    there.hear(concern())
    there.asked("/children/c1", THERAPIST)
    kept = str([there.node.store.find(kind.collection, {}, (), 100) for kind in there.node.service.kinds])
    kept += str(there.audit()) + str(there.audit("person:mother")) + str(there.events())
    for name in (CHILD_NAME, *NAMES.values()):
        assert name not in kept


def test_an_unknown_child_is_not_found_by_services_either(there: World) -> None:
    answer = there.get("/children/c9/decision", SYSTEM("web"), disclosure_class="goals-progress", person="mother")
    assert answer.status_code == 404
