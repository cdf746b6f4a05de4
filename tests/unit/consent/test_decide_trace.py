"""The trace says what was really so, what would change it would, and time does what it says."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.consent.decide.answers import answered
from services.consent.decide.asked import Asked
from services.consent.decide.changes import changes_of
from services.consent.decide.evidence import Evidence, facts_of
from services.consent.decide.later import Ahead
from services.consent.decide.reading import case_from_text
from services.consent.decide.trace import ranks_of, values
from services.consent.repository import shipped
from services.consent.rules.engine import rule, settle
from services.consent.rules.tables import DOUBTS, RANKS
from tests.unit.consent.case_files import adult, answer_to, case_file, edge, outcomes

EXAMPLES = sorted((Path(__file__).parents[3] / "services/consent/decide/examples").glob("*.json"))
RULES = {item.code: item for rank in (*RANKS, DOUBTS) for item in rank}
LISTS = ("adults", "restrictions", "dangers", "consents", "assents", "boundaries")


def asked_of(case: dict[str, Any]) -> Asked:
    return case_from_text(json.dumps(case), shipped().on)


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def asked(request: pytest.FixtureRequest) -> Asked:
    path: Path = request.param
    return case_from_text(path.read_text("utf-8"), shipped().on)


def test_the_rules_that_count_are_those_of_the_answer_and_the_facts_are_those_of_the_case(asked: Asked) -> None:
    for person in asked.persons:
        facts = facts_of(asked.case, person)
        spoken = [said for rank in ranks_of(asked.case, person) for said in rank.rules]
        assert sorted(said.code for said in spoken if said.counts) == list(rule(asked.case, person).rules)
        for said in spoken:
            assert all(getattr(facts, fact.name) == fact.value for fact in said.because)
            for fact in said.because:  # each is needed: with some other value the rule is silent
                others = (facts._replace(**{fact.name: value}) for value in values(fact.name))
                assert not all(RULES[said.code].when(other) for other in others)


def test_the_facts_shown_are_those_of_the_whole_case(asked: Asked) -> None:
    for person in asked.persons:
        assert Evidence(asked.case, person).facts == facts_of(asked.case, person)


def test_with_the_facts_that_would_change_it_the_rules_say_so(asked: Asked) -> None:
    for person in asked.persons:
        facts = facts_of(asked.case, person)
        for change in changes_of(asked.case, person):
            other = facts._replace(**{fact.name: fact.value for fact in change.facts})
            assert settle(other).outcome is change.outcome
            assert change.outcome is not settle(facts).outcome


def test_at_the_moment_that_is_named_the_answer_changes_and_not_before(asked: Asked) -> None:
    for person in asked.persons:
        for later in Ahead(asked).of(person):
            then, before = (_at(asked, moment) for moment in (later.at, later.at - timedelta(microseconds=1)))
            assert rule(then, person) == later.ruling
            assert _shown(rule(before, person)) != _shown(later.ruling)


def test_a_permit_always_ends_with_the_eighteenth_birthday_unless_the_patient_agrees() -> None:
    [later] = [row["later"][-1] for row in answer_to(persons=["mother"])["persons"]]
    assert (later["at"], later["cause"], later["age"]) == ("2033-06-01T06:00:00.000000Z", "birthday", 18)
    assert (later["outcome"], later["rules"]) == ("withhold", ["child-is-adult"])


def test_a_birthday_on_29_february_is_on_1_march_in_other_years() -> None:
    [row] = answer_to(child={"birth_day": "2008-02-29"}, at="2026-02-28T09:00:00-07:00", persons=["mother"])["persons"]
    assert [(turn["at"], turn["age"]) for turn in row["later"]] == [("2026-03-01T07:00:00.000000Z", 18)]


def test_where_the_clocks_jump_over_midnight_the_birthday_begins_after_the_jump() -> None:
    clinic = {"zone": "America/Santiago", "on_call": ["nurse"]}  # 6 September 2026: 00:00 is 01:00
    child = {"birth_day": "2008-09-06"}
    [row] = answer_to(child=child, clinic=clinic, at="2026-09-05T12:00:00Z", persons=["mother"])["persons"]
    assert row["later"][0]["at"] == "2026-09-06T04:00:00.000000Z"
    assert outcomes(child=child, clinic=clinic, at="2026-09-06T03:59:59.999999Z")["mother"] == "permit"
    assert outcomes(child=child, clinic=clinic, at="2026-09-06T04:00:00Z")["mother"] == "withhold"


def test_a_fact_names_the_record_it_comes_from_and_of_two_that_say_the_same_both() -> None:
    since = "2026-01-01T00:00:00Z"
    orders = [{"id": name, "person": "father", "kind": "protective-order", "since": since} for name in ("one", "two")]
    over = {"id": "over", "person": "father", "kind": "protective-order", "since": since, "until": since}
    answer = answer_to(restrictions=[*orders, over], persons=["father"])
    [said] = answer["persons"][0]["ranks"][0]["rules"]
    assert [(fact["fact"], [record["id"] for record in fact["records"]]) for fact in said["because"]] == [
        ("protective", ["one", "two"])
    ]


def test_two_sole_custody_orders_are_both_named_as_the_contradiction() -> None:
    adults = [adult("mother", edge("sole-legal", id="a")), adult("father", edge("sole-legal", id="b"))]
    answer = answer_to(adults=adults, persons=["mother"])
    doubt = answer["persons"][0]["ranks"][-1]
    assert (doubt["rank"], doubt["says"], answer["persons"][0]["outcome"]) == ("doubts", "decides", "escalate")
    [said] = [fact for fact in doubt["rules"][0]["because"] if fact["fact"] == "contradictory"]
    assert [record["id"] for record in said["records"]] == ["a", "b"]
    assert answer["persons"][0]["ranks"][0]["says"] == "doubted"


def test_where_one_fact_is_not_enough_two_that_would_permit_are_named() -> None:
    step = adult("step", edge("step-parent"))
    order = {"person": "step", "kind": "court-order", "since": "2026-01-01T00:00:00Z"}
    [row] = answer_to(adults=[adult("mother"), step], restrictions=[order], persons=["step"])["persons"]
    ways = [{(fact["fact"], fact["value"]) for fact in change["facts"]} for change in row["changes"]]
    assert {("restricted", "false"), ("guardians_yes", "verified")} in ways


def test_the_order_in_the_file_changes_nothing_at_all(asked: Asked) -> None:
    path = next(path for path in EXAMPLES if json.loads(path.read_text("utf-8"))["title"] == asked.title)
    case = json.loads(path.read_text("utf-8"))
    for adult_row in case["adults"]:
        for number, held in enumerate(adult_row["authorities"]):
            held.setdefault("id", f"{adult_row['person']}-{number}")
    for name in LISTS[1:]:
        for number, row in enumerate(case.get(name, [])):
            row.setdefault("id", f"{name}-{number}")
    known = answered(asked_of(case))
    for shift in (1, 2):
        changed = {name: [*case[name][shift:], *case[name][:shift]][::-1] for name in LISTS if name in case}
        assert answered(asked_of({**case, **changed})) == known


def test_who_is_named_gets_the_same_answer_alone_as_among_all() -> None:
    everybody = {row["person"]: row for row in answer_to()["persons"]}
    assert answer_to(persons=["father"])["persons"] == [everybody["father"]]


def test_duties_are_decided_over_all_adults_whoever_is_asked_about() -> None:
    concern = {"disclosure_class": "safety-concern", "concern_kind": "self-harm", "severity": "serious"}
    assert answer_to(item=concern, persons=["father"])["duties"] == answer_to(item=concern)["duties"]


def test_a_duty_for_which_nobody_remains_ends_with_the_clinic() -> None:
    concern = {"disclosure_class": "safety-concern", "concern_kind": "self-harm", "severity": "imminent"}
    clinic = {"id": "hill", "zone": "UTC", "on_call": ["mother"]}
    visits = [adult("mother", edge("access-only"))]
    [duty] = answer_to(item=concern, clinic=clinic, agency=None, adults=visits)["duties"]
    assert (duty["bearer"], duty["persons"], duty["fallback"]) == ("on-call", ["hill"], [])
    assert datetime.fromisoformat(duty["due"]) == datetime.fromisoformat("2026-03-02T17:00:00Z")


def test_the_policy_names_the_rules_and_the_pack_that_counted() -> None:
    answer = answer_to()
    pack = shipped().on("US-CO", datetime.fromisoformat(case_file()["at"]).date())
    assert pack is not None
    assert answer["policy"].endswith(f".{pack.version}")
    assert answer["law"] == {
        "jurisdiction": "US-CO", "version": pack.version, "status": pack.status.value, "citation": pack.citation,
    }  # fmt: skip


def _at(asked: Asked, moment: datetime) -> Any:
    today = moment.astimezone(asked.zone).date()
    return replace(asked.case, at=moment, today=today, pack=asked.law(today))


def _shown(ruling: Any) -> tuple[Any, ...]:
    return ruling.outcome, ruling.obligations
