"""When a clinic or a law changes, the calendars of all its children are read again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contracts.consent import BasisChanged
from kernel.clock import from_text
from kernel.outbox import OUTBOX
from kernel.store.port import Remove, Replace
from kernel.work import TIMERS
from services.consent.commands.calendar import MarkSwept, ReadCalendar
from services.consent.commands.packs import ActivatePacks, ApprovePacks, ProposePacks
from services.consent.decisions.calendar import MOVED_GROUND
from services.consent.packs.kept import shipped
from services.consent.repository import FAMILIES, SWEPT
from services.consent.settings import SWEEP_PAGE
from tests.builders import LAKE, NORTH
from tests.component.consent_world import ADMIN, ELSEWHERE, World, child_body, clinic_body, world
from tests.component.glass_world import OFFICER, OTHER_OFFICER

POLICY = {"detail_age": 12, "narrow_age": 16, "withheld": [], "part2": False}
COLORADO = next(pack for pack in shipped().packs if pack.jurisdiction == "US-CO")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as made:
        made.done("/clinics", ADMIN, clinic_body())
        made.done("/clinics", ELSEWHERE, clinic_body(clinic=LAKE))
        made.done("/children", ADMIN, child_body())
        made.done("/children", ELSEWHERE, child_body(child="c2", clinic=LAKE))
        made.made.settle()
        yield made


def codes(here: World, child: str = "c1") -> list[str]:
    rows = here.node.store.find(OUTBOX, {"stream": child}, ("sequence",), 1000)
    return [row["event"]["code"] for row in rows if row["type"] == "consent.basis-changed.v1"]


def due(here: World) -> datetime:
    [timer] = here.node.store.find(TIMERS, {"stream": "c1"})
    return from_text(timer["due"])


def test_a_new_policy_of_the_clinic_is_a_new_position_for_its_children_and_for_no_others(here: World) -> None:
    assert (codes(here), codes(here, "c2")) == ([], [])
    here.done("/clinics", ADMIN, clinic_body(policy={**POLICY, "detail_age": 10}))
    here.made.settle()
    assert (codes(here), codes(here, "c2")) == ([MOVED_GROUND], [])
    here.done("/clinics", ADMIN, clinic_body(policy={**POLICY, "detail_age": 10}))
    here.made.settle()
    assert codes(here) == [MOVED_GROUND]


def test_a_clinic_that_moves_its_clocks_moves_the_next_birthday(here: World) -> None:
    here.made.clock.advance(datetime(2027, 11, 10, tzinfo=UTC) - here.made.clock.now())
    here.made.settle()
    assert due(here) == datetime(2027, 11, 13, 7, 0, tzinfo=UTC)  # a week before the twelfth birthday, in Denver
    here.done("/clinics", ADMIN, clinic_body(zone="Europe/Berlin"))
    here.made.settle()
    assert due(here) == datetime(2027, 11, 12, 23, 0, tzinfo=UTC)


def test_a_law_that_comes_into_force_is_on_the_calendar_to_the_instant(here: World) -> None:
    since = here.made.clock.now() + timedelta(days=3)
    run = here.node.dispatcher.run
    packs = ProposePacks(network=NORTH, packs=(replace(COLORADO, age_of_consent=15),))
    version = run(packs, OFFICER)["version"]
    run(ApprovePacks(network=NORTH, version=version), OTHER_OFFICER)
    run(ActivatePacks(network=NORTH, version=version, since=since), OFFICER)
    here.made.settle()
    assert due(here) == since
    here.made.clock.advance(timedelta(days=3, microseconds=-1))
    here.made.settle()
    assert codes(here) == []
    here.made.clock.advance(timedelta(microseconds=1))
    here.made.settle()
    assert codes(here) == codes(here, "c2") == [MOVED_GROUND]


def test_a_child_from_before_there_were_calendars_gets_one_and_nothing_is_said_to_have_changed(here: World) -> None:
    store, collection = here.node.store, FAMILIES.collection
    family, [timer] = store.get(collection, "c1"), store.find(TIMERS, {"stream": "c1"})
    swept = store.get(SWEPT.collection, "clinic-hill")
    assert family is not None
    assert swept is not None
    old = {name: value for name, value in family.items() if name not in ("next_turn", "ground")}
    gone = [Remove(TIMERS, timer["_id"], timer["_v"]), Remove(SWEPT.collection, "clinic-hill", swept["_v"])]
    store.commit([Replace(collection, old, family["_v"]), *gone], "as-it-was-before")
    here.made.settle()
    assert due(here) == from_text(timer["due"])
    assert codes(here) == []


def test_a_fact_that_comes_in_first_covers_the_change_and_nobody_looks_twice(here: World) -> None:
    here.done("/clinics", ADMIN, clinic_body(policy={**POLICY, "detail_age": 10}))
    here.done("/children/c1/dangers", ADMIN, {"person": "father", "state": "alleged"})
    here.made.settle()
    assert codes(here) == ["alleged"]
    assert [event.position for event in here.events() if isinstance(event, BasisChanged)] == [2]


def test_a_clinic_with_more_children_than_a_page_is_swept_whole(here: World) -> None:
    for number in range(SWEEP_PAGE + 1):
        here.done("/children", ADMIN, child_body(child=f"many-{number:04d}", adults=[]))
    here.done("/clinics", ADMIN, clinic_body(policy={**POLICY, "narrow_age": 15}))
    here.made.settle()
    moved = here.node.store.find(OUTBOX, {"type": "consent.basis-changed.v1"}, (), 1000)
    assert len({row["stream"] for row in moved}) == SWEEP_PAGE + 2


def test_no_person_asks_for_it(here: World) -> None:
    for command in (ReadCalendar(child="c1"), MarkSwept(clinic="clinic-hill", mark="x")):
        assert here.node.dispatcher.run(command, ADMIN) == {}
    assert here.node.store.find(SWEPT.collection, {"mark": "x"}) == []
