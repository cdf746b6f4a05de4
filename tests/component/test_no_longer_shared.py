"""A child's no and a child's birthday, through all services: what closes at once, what stays, and what is on record."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kernel.outbox import OUTBOX
from tests.stories.family import Family
from tests.stories.household import CHILD, Answer
from tests.stories.stage import Stage, in_memory


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("sharing")
    with in_memory(folder) as made:
        yield made


def family_of(stage: Stage, mark: str, **more: object) -> Family:
    family = Family(stage, mark)
    family.opens_clinic()
    family.takes_in(**more)  # type: ignore[arg-type]
    return family


def says(family: Family, agrees: bool) -> None:
    """In session; heard by nobody but consent so far."""
    word = {"person": family.id("mother"), "classes": ["session-detail"], "agrees": agrees, "session": "session-4"}
    family.records("assents", word)


def note_for(family: Family, role: str, name: str) -> int:
    path = f"/children/{family.id(CHILD)}/notes/{family.ids['note'][name]}"
    return family.stage.ask("GET", "notes", path, family.who(role)).status_code


def test_a58_when_the_child_takes_its_yes_back_the_next_read_is_denied_and_the_earlier_one_stays_on_record(
    stage: Stage,
) -> None:
    family = family_of(stage, "a58")
    says(family, agrees=True)
    family.signs_note("drawing", shared_with=("mother",))
    stage.settle()
    assert note_for(family, "mother", "drawing") == 200
    says(family, agrees=False)
    assert note_for(family, "mother", "drawing") == 404  # no event has been heard yet
    stage.settle()
    stage.later(days=1)
    assert note_for(family, "mother", "drawing") == 404
    assert _reads(family) == [(family.id("mother"), "session-detail")]


def _reads(family: Family) -> list[tuple[str, str]]:
    entries = family.stage.read("consent", f"/children/{family.id(CHILD)}/accounting", family.who("sue"))["entries"]
    return [(row["recipient"], row["disclosure_class"]) for row in entries if row["kind"] == "read"]


def test_a10_on_the_day_of_the_birthday_the_default_narrows_what_the_child_gave_stays_and_it_is_said(
    stage: Stage,
) -> None:
    """At twelve, session detail is no longer a parent's by default; what the child itself shares still is."""
    family = family_of(stage, "a10", confidentiality_agreement=False, birth_day=_twelve_tomorrow(stage))
    family.signs_note("drawing", shared_with=("mother", "father"))
    says(family, agrees=True)  # to the mother
    stage.settle()
    assert (note_for(family, "mother", "drawing"), note_for(family, "father", "drawing")) == (200, 200)
    position = family.ruling("father", "session-detail")["position"]
    stage.later(hours=14, minutes=59)  # from nine: a minute before midnight where the clinic is
    assert note_for(family, "father", "drawing") == 200
    stage.later(minutes=1)
    assert (note_for(family, "mother", "drawing"), note_for(family, "father", "drawing")) == (200, 404)
    assert family.ruling("father", "goals-progress")["outcome"] == "permit"
    [said] = [event for event in _changes(family) if event["code"] == "age-12"]
    assert (said["change"], said["position"]) == ("episode", position + 1)


def _twelve_tomorrow(stage: Stage) -> str:
    tomorrow = stage.now.astimezone(ZoneInfo("America/Denver")).date() + timedelta(days=1)
    return tomorrow.replace(year=tomorrow.year - 12).isoformat()


def _changes(family: Family) -> list[Answer]:
    store = family.stage.platform.nodes["consent"].store
    rows = store.find(OUTBOX, {"stream": family.id(CHILD)}, ("sequence",), 1000)
    return [row["event"] for row in rows if row["type"] == "consent.basis-changed.v1"]
