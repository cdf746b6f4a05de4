"""A network's own packs: proposed by one, approved by another, in force from a moment on."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kernel.auth.principal import Kind, Principal, Role
from kernel.errors import Forbidden, Invalid, NotFound, Refusal
from services.consent.commands.packs import ActivatePacks, ApprovePacks, ProposePacks
from services.consent.decisions.disclosures import disclosure_id
from services.consent.decisions.packs import LEAD
from services.consent.packs.kept import PACK_SCHEDULES, in_force, shipped
from services.consent.rules.packs import Pack
from tests.builders import MORNING, NORTH, staff
from tests.component.consent_world import ADMIN, NOTES, THERAPIST, World, child_body, clinic_body, update, world

OFFICER = staff("olga", Role.PRIVACY_OFFICER)
SECOND = staff("otto", Role.PRIVACY_OFFICER)
SOUTHERN = staff("sam", Role.PRIVACY_OFFICER, network="network-south")
OPERATOR = Principal("operator:root", Kind.OPERATOR, NORTH)
COLORADO = replace(next(pack for pack in shipped().packs if pack.jurisdiction == "US-CO"))
OLDER = replace(COLORADO, age_of_consent=15)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.done("/clinics", ADMIN, clinic_body())
        made.done("/children", ADMIN, child_body(basis="minor", birth_day="2012-01-20"))
        yield made


def run(here: World, command: Any, who: Principal) -> dict[str, Any]:
    return here.node.dispatcher.run(command, who)


def proposed(here: World, *packs: Pack, who: Principal = OFFICER) -> str:
    return str(run(here, ProposePacks(network=NORTH, packs=packs), who)["version"])


def approved(here: World, *packs: Pack) -> str:
    version = proposed(here, *packs)
    run(here, ApprovePacks(network=NORTH, version=version), SECOND)
    return version


def activated(here: World, *packs: Pack, since: datetime = MORNING + timedelta(days=1)) -> str:
    version = approved(here, *packs)
    run(here, ActivatePacks(network=NORTH, version=version, since=since), OFFICER)
    return version


def refusal(here: World, command: Any, who: Principal) -> Refusal:
    with pytest.raises(Refusal) as refused:
        run(here, command, who)
    return refused.value


def answered(here: World) -> dict[str, Any]:
    found = here.asked("/children/c1/decision", THERAPIST, disclosure_class="goals-progress", person="mother")
    return {name: found[name] for name in ("outcome", "rules", "policy")}


def test_a_version_counts_from_its_moment_on_and_not_before(here: World) -> None:
    before = answered(here)
    assert (before["outcome"], before["rules"]) == ("withhold", ["minor-consent-protected"])
    activated(here, OLDER)
    assert answered(here) == before
    here.made.clock.advance(timedelta(days=1))
    after = answered(here)
    assert (after["outcome"], after["rules"]) == ("escalate", ["minor-consent-not-recognised"])
    assert after["policy"].partition(".")[0] == before["policy"].partition(".")[0]
    assert after["policy"] == f"{before['policy'].partition('.')[0]}.{OLDER.version}"


def test_the_version_of_a_past_moment_stays_known(here: World) -> None:
    activated(here, OLDER, since=MORNING + timedelta(days=1))
    activated(here, since=MORNING + timedelta(days=2))
    reader = here.node.reader(OFFICER)
    moments = [MORNING + timedelta(days=day) for day in (0, 1, 2)]
    ages = [in_force(reader, NORTH, at).periods["US-CO"][0].age_of_consent for at in moments]
    assert ages == [12, 15, 12]


def test_a_version_leaves_the_jurisdictions_it_does_not_name(here: World) -> None:
    activated(here, replace(OLDER, jurisdiction="US-WY"))
    here.made.clock.advance(timedelta(days=2))
    book = in_force(here.node.reader(OFFICER), NORTH, here.made.clock.now())
    assert len(book.packs) == 34
    assert book.periods["US-CO"] == (COLORADO,)


def test_another_network_keeps_the_shipped_packs(here: World) -> None:
    activated(here, OLDER)
    here.made.clock.advance(timedelta(days=2))
    assert in_force(here.node.reader(SOUTHERN), "network-south", here.made.clock.now()) is shipped()


def test_nobody_approves_what_they_proposed(here: World) -> None:
    version = proposed(here, OLDER)
    refused = refusal(here, ApprovePacks(network=NORTH, version=version), OFFICER)
    assert (type(refused), refused.code) == (Forbidden, "second-person-needed")
    assert run(here, ApprovePacks(network=NORTH, version=version), SECOND)["approved_by"] == "otto"


def test_the_first_approval_counts_and_the_same_proposal_is_the_same_version(here: World) -> None:
    version = approved(here, OLDER)
    here.made.clock.advance(timedelta(hours=1))
    third = staff("third", Role.PRIVACY_OFFICER)
    assert run(here, ApprovePacks(network=NORTH, version=version), third)["approved_by"] == "otto"
    again = run(here, ProposePacks(network=NORTH, packs=(OLDER,)), ADMIN)
    assert (again["version"], again["proposed_by"], again["approved_by"]) == (version, "olga", "otto")


def test_what_nobody_has_approved_cannot_be_activated(here: World) -> None:
    version = proposed(here, OLDER)
    command = ActivatePacks(network=NORTH, version=version, since=MORNING + timedelta(days=1))
    refused = refusal(here, command, OFFICER)
    assert (refused.code, refused.fields) == ("not-approved", {"version": ["not-approved"]})
    assert here.node.store.get(PACK_SCHEDULES.collection, NORTH) is None


@pytest.mark.parametrize(
    ("since", "code"),
    [
        (MORNING - timedelta(microseconds=1), "back-dated"),
        (MORNING - timedelta(days=400), "back-dated"),
        (MORNING, "too-soon"),
        (MORNING + LEAD - timedelta(microseconds=1), "too-soon"),
    ],
)
def test_a_back_dated_activation_is_refused_and_so_is_one_that_decisions_under_way_would_miss(
    here: World, since: datetime, code: str
) -> None:
    version = approved(here, OLDER)
    refused = refusal(here, ActivatePacks(network=NORTH, version=version, since=since), OFFICER)
    assert (type(refused), refused.code, refused.fields) == (Invalid, code, {"since": [code]})
    run(here, ActivatePacks(network=NORTH, version=version, since=MORNING + LEAD), OFFICER)


def test_of_two_activations_for_one_moment_the_second_counts(here: World) -> None:
    at = MORNING + timedelta(days=1)
    activated(here, OLDER, since=at)
    kept = activated(here, replace(OLDER, age_of_consent=14), since=at)
    schedule = here.node.reader(OFFICER).load(PACK_SCHEDULES, NORTH)
    assert schedule.version_at(at) == kept
    assert schedule.version_at(at - timedelta(microseconds=1)) is None


@pytest.mark.parametrize("who", [THERAPIST, SOUTHERN], ids=["therapist", "other-network"])
def test_who_may_not_propose_is_refused(here: World, who: Principal) -> None:
    assert type(refusal(here, ProposePacks(network=NORTH, packs=(OLDER,)), who)) in (Forbidden, NotFound)


@pytest.mark.parametrize("who", [THERAPIST, ADMIN, OPERATOR, SOUTHERN], ids=["therapist", "admin", "operator", "south"])
def test_only_a_privacy_officer_of_the_network_approves_and_activates(here: World, who: Principal) -> None:
    version = proposed(here, OLDER)
    assert type(refusal(here, ApprovePacks(network=NORTH, version=version), who)) in (Forbidden, NotFound)
    run(here, ApprovePacks(network=NORTH, version=version), SECOND)
    command = ActivatePacks(network=NORTH, version=version, since=MORNING + timedelta(days=1))
    assert type(refusal(here, command, who)) in (Forbidden, NotFound)


def test_a_version_of_another_network_is_not_there(here: World) -> None:
    version = proposed(here, OLDER)
    command = ApprovePacks(network="network-south", version=version)
    assert refusal(here, command, SOUTHERN).code == "no-such-version"


def test_every_step_is_in_the_networks_audit_chain(here: World) -> None:
    version = proposed(here, OLDER)
    refusal(here, ApprovePacks(network=NORTH, version=version), OFFICER)
    run(here, ApprovePacks(network=NORTH, version=version), SECOND)
    run(here, ActivatePacks(network=NORTH, version=version, since=MORNING + timedelta(days=1)), OFFICER)
    rows = [(row["action"], row["actor"], row["outcome"]) for row in here.audit(f"network:{NORTH}")]
    assert rows == [
        ("ProposePacks", "olga", "done"),
        ("ApprovePacks", "olga", "refused"),
        ("ApprovePacks", "otto", "done"),
        ("ActivatePacks", "olga", "done"),
    ]
    assert here.audit(f"network:{NORTH}")[-1]["facts"]["version"] == version


def test_a_recorded_decision_is_explained_by_the_rules_of_its_time(here: World) -> None:
    here.hear(update())
    made = disclosure_id("goals", "update-1")
    before = here.asked(f"/children/c1/disclosures/{made}", THERAPIST)
    activated(here, replace(COLORADO, citation="another act"))
    here.made.clock.advance(timedelta(days=2))
    assert here.asked(f"/children/c1/disclosures/{made}", THERAPIST) == before
    now = here.asked("/children/c1/decision", THERAPIST, disclosure_class="goals-progress", person="mother")
    assert "another act" in now["staff"][0]
    assert "another act" not in before["adults"][0]["why"][0]


def test_a_child_is_decided_again_at_delivery_under_the_version_in_force_then(here: World) -> None:
    here.hear(update())
    made = disclosure_id("goals", "update-1")
    path = f"/children/c1/disclosures/{made}/decision"
    activated(here, OLDER)
    assert here.asked(path, NOTES, person="mother")["rules"] == ["minor-consent-protected"]
    here.made.clock.advance(timedelta(days=1))
    again = here.asked(path, NOTES, person="mother")
    assert again["rules"] == ["minor-consent-not-recognised"]
    recorded = here.asked(f"/children/c1/disclosures/{made}", THERAPIST)
    assert recorded["policy"] != again["policy"]
    assert recorded["position"] == again["position"]
