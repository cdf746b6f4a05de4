"""The operator's tools say what is so, find what was broken, and change only what they were told to."""

import json
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from deploy.cli.__main__ import main
from deploy.operator import chains, health, letters, topics
from deploy.operator.delay import oldest_waiting
from deploy.operator.health import Finding, Level
from deploy.operator.stations import NoData, Station, stations
from kernel.audit import AUDIT
from kernel.bus.port import Outgoing
from kernel.errors import NotFound
from kernel.outbox import OUTBOX
from kernel.store.port import Insert, Remove, Replace
from kernel.stream import STREAMS
from kernel.work import TIMERS
from tests.component.standing import OPERATOR, environment, looked_at, stand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    stand(tmp_path)
    return tmp_path


@pytest.fixture
def standing(folder: Path) -> Iterator[dict[str, Station]]:
    with looked_at(folder) as found:
        yield found


def bad(found: Iterator[Finding] | list[Finding]) -> dict[str, Level]:
    return {finding.what: finding.level for finding in found if finding.level is not Level.OK}


def spoil(station: Station, key: str = "child-0", value: bytes = b"not json") -> str:
    """A record that notes cannot read, on the topic of consent; the id of its dead letter."""
    good = event_of(station)
    [sent] = station.bus.producer().send([replace(good, key=key, value=value)])
    assert sent is not None
    heard(station)
    return f"{good.topic}:{sent.partition}:{sent.offset}"


def heard(station: Station) -> None:
    """One turn of the reader, which then leaves its group."""
    consumer = station.node.consumer(wait_seconds=0.0)
    consumer.run_once()
    consumer.close()


def event_of(station: Station) -> Outgoing:
    """A registration, as consent says it."""
    with stations(environment(station.settings.data_dir), ("consent",)) as found:
        consent = found["consent"]
        row = consent.store.find(OUTBOX, {"stream": "child-0"}, (), 1)[0]
        return consent.node.relay()._record(row)


def test_a_platform_at_rest_is_healthy(standing: dict[str, Station]) -> None:
    assert bad(health.settings(environment(standing["consent"].settings.data_dir))) == {}
    assert bad(list(health.examined(standing))) == {}


def test_settings_that_do_not_fit_are_named() -> None:
    found = health.settings({"ALLIANCE_SMTP_PORT": "none", "ALLIANCE_MODE": "production"})
    assert {"ALLIANCE_SMTP_PORT", "ALLIANCE_MONGO_URL", "ALLIANCE_KAFKA_BOOTSTRAP"} <= set(bad(found))


def test_an_empty_folder_is_not_filled_by_looking(tmp_path: Path) -> None:
    with pytest.raises(NoData), stations(environment(tmp_path)):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_missing_index_and_an_open_key_are_failures(standing: dict[str, Station], folder: Path) -> None:
    station = standing["consent"]
    assert station.store.missing([*station.collections, replace(OUTBOX, name="other")]) == [  # type: ignore[attr-defined]
        "other",
        *(f"other.{index.name}" for index in OUTBOX.indexes),
    ]
    key = folder / "keys" / "private" / "notes.pem"
    key.chmod(key.stat().st_mode | stat.S_IROTH)
    assert bad(list(health.key_files(standing))) == {"keys of notes": Level.FAIL}


def test_an_event_that_is_not_published_and_a_timer_that_is_stuck_are_seen(standing: dict[str, Station]) -> None:
    store = standing["goals"].store
    late = {"_id": "e", "state": "pending", "at": "2026-01-01T00:00:00.000000Z", "stream": "child-0", "sequence": 9}
    stuck = {"_id": "t", "state": "stuck", "due": "2026-01-01T00:00:00.000000Z", "stream": "child-0"}
    store.commit([Insert(OUTBOX, late), Insert(TIMERS, stuck)], "c")
    assert bad(list(health.outbox(standing))) == {"outbox of goals": Level.FAIL}
    assert bad(list(health.timers(standing))) == {"timers of goals": Level.FAIL}


def test_a_clock_that_ran_ahead_is_seen(standing: dict[str, Station]) -> None:
    store = standing["notes"].store
    head = store.get(STREAMS, "child-0")
    assert head is not None
    store.commit([Replace(STREAMS, {**head, "at": "2999-01-01T00:00:00.000000Z"}, head["_v"])], "c")
    assert bad(list(health.clock(standing))) == {"clock": Level.FAIL}


def test_lag_counts_what_a_reader_has_not_handled(standing: dict[str, Station]) -> None:
    assert oldest_waiting(standing["notes"]).events == 0
    event = event_of(standing["notes"])
    standing["notes"].bus.producer().send([event, event])
    waiting = oldest_waiting(standing["notes"])
    assert waiting.events == 2
    assert waiting.oldest_seconds is not None


def test_missing_topics_are_planned_and_made_and_a_wrong_count_is_refused(tmp_path: Path) -> None:
    stand(tmp_path, 0)
    with looked_at(tmp_path) as found:
        assert all(one.is_fine for one in topics.differences(found["consent"]))
        first = topics.declared()[0]
        wrong = topics._compared(first, replace(first, partitions=3))
        short = topics._compared(first, replace(first, retention_hours=1))
        assert (wrong.kind, short.kind) == (topics.Difference.PARTITIONS, topics.Difference.RETENTION)
        assert topics._compared(first, None).kind is topics.Difference.MISSING
        assert topics.apply(found["consent"]) == []


def test_a_spoiled_record_parks_one_child_and_is_shown_without_its_content(standing: dict[str, Station]) -> None:
    id = spoil(standing["notes"], value=b'{"secret": "canary"}')
    [parked] = letters.parked(standing)
    assert (parked.service, parked.stream, parked.held) == ("notes", "child-0", 1)
    [letter] = letters.dead_letters(standing)
    assert (letter.id, letter.type) == (id, "consent.child-registered.v1")
    shown = letters.shown(standing, id)
    assert shown["waiting_behind"] == 0
    assert "canary" not in json.dumps(shown) + repr(letter)


def test_redriving_what_still_fails_keeps_it_and_says_why(standing: dict[str, Station]) -> None:
    id = spoil(standing["notes"])
    result = letters.redrive(standing["notes"], "child-0", OPERATOR)
    assert (result.handled, result.code) == (0, "bad-json")
    assert letters.shown(standing, id)["code"] == "bad-json"


def test_after_a_discard_the_events_behind_go_through_once_under_their_ids(standing: dict[str, Station]) -> None:
    notes = standing["notes"]
    id = spoil(notes)
    notes.bus.producer().send([event_of(notes)])
    heard(notes)
    assert letters.parked(standing)[0].held == 2
    letters.discard(standing, id, "typed-by-hand", OPERATOR)
    assert letters.dead_letters(standing) == []
    result = letters.redrive(notes, "child-0", OPERATOR)
    assert (result.handled, result.code) == (1, "")
    assert letters.parked(standing) == []
    rows = notes.store.find(AUDIT, {"stream": "child-0"}, ("position",))
    done = [(row["actor"], row["action"], row["code"]) for row in rows if row["actor"] == OPERATOR.person]
    assert done == [(OPERATOR.person, "discard-dead-letter", "typed-by-hand"), (OPERATOR.person, "redrive", "")]
    assert sum(row["action"] == "consent.child-registered.v1" for row in rows) == 1
    assert chains.verify(notes, None, lambda *_: None).holds


def test_what_is_not_parked_cannot_be_redriven_or_discarded(standing: dict[str, Station]) -> None:
    with pytest.raises(NotFound):
        letters.redrive(standing["notes"], "child-1", OPERATOR)
    with pytest.raises(NotFound):
        letters.discard(standing, "alliance.consent:0:0", "reason", OPERATOR)


def _changed(station: Station) -> None:
    row = station.store.find(AUDIT, {"stream": "child-0"}, ("position",))[0]
    station.store.commit([Replace(AUDIT, {**row, "actor": "somebody-else"}, row["_v"])], "c")


def _removed(station: Station) -> None:
    row = station.store.find(AUDIT, {"stream": "child-0"}, ("-position",))[0]
    station.store.commit([Remove(AUDIT, row["_id"], row["_v"])], "c")


def _added(station: Station) -> None:
    row = station.store.find(AUDIT, {"stream": "child-0"}, ("-position",))[0]
    station.store.commit([Insert(AUDIT, {**row, "_id": "child-0:1"})], "c")


def _headless(station: Station) -> None:
    head = station.store.get(STREAMS, "child-0")
    assert head is not None
    station.store.commit([Remove(STREAMS, "child-0", head["_v"])], "c")


@pytest.mark.parametrize("harm", [_changed, _removed, _added, _headless])
def test_every_harm_to_an_audit_chain_is_found(standing: dict[str, Station], harm: Callable[[Station], None]) -> None:
    consent = standing["consent"]
    assert chains.verify(consent, None, lambda *_: None).holds
    harm(consent)
    assert not chains.verify(consent, None, lambda *_: None).holds
    assert chains.verify(consent, "child-1", lambda *_: None).holds


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main([*words])
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ("lag",),
        ("parked",),
        ("dead-letters", "list"),
        ("topics", "plan"),
        ("topics", "apply"),
        ("audit", "verify"),
        ("doctor",),
    ],
)
def test_each_command_answers_people_and_machines(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    for name in [name for name in os.environ if name.startswith("ALLIANCE_")]:
        monkeypatch.delenv(name)
    code, said = ask(capsys, *words, "--data", str(folder))
    assert code == 0, said
    assert said.strip()
    code, machine = ask(capsys, *words, "--data", str(folder), "--json")
    assert code == 0
    found: Any = json.loads(machine)
    assert found is not None


def test_exit_codes_tell_a_script_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with looked_at(folder) as found:
        id = spoil(found["notes"])
    data = ("--data", str(folder))
    assert ask(capsys, "parked", *data)[0] == 3
    assert ask(capsys, "dead-letters", "list", *data)[0] == 3
    assert ask(capsys, "doctor", *data)[0] == 3
    assert ask(capsys, "dead-letters", "redrive", "child-0", *data)[0] == 1
    assert ask(capsys, "dead-letters", "discard", id, "--reason", "Anna's form!", *data)[0] == 2
    assert ask(capsys, "dead-letters", "discard", id, "--reason", "paper-form", *data)[0] == 0
    assert ask(capsys, "dead-letters", "redrive", "--all", *data)[0] == 0
    assert ask(capsys, "parked", *data)[0] == 0
    assert ask(capsys, "dead-letters", "show", id, *data)[0] == 1
