"""The main job on the embedded pair, in files: what was written in confidence is found nowhere afterwards."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from deploy.engines.ports import free_row
from deploy.onebox import OneBox
from kernel.telemetry import logs, metrics, traces
from tests.e2e import canary
from tests.e2e import family as steps
from tests.e2e.family import ABUSE, SELF_HARM, Answer, Family
from tests.e2e.realpair import mailbox_of, sinks
from tests.e2e.world import World

HOUSE = Family("house-of-the-embedded-canaries", "network-of-canaries", "clinic-of-canaries")
PLANTED = {"planted": "Planted-on-purpose-9d1e"}


@dataclass
class Left:
    """Everything that the job left behind, and what entitled readers were shown."""

    places: dict[str, bytes]
    shown: Answer
    answered: list[str]


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Left]:
    folder, spans, asked = tmp_path_factory.mktemp("box"), InMemorySpanExporter(), list[str]()
    with pytest.MonkeyPatch.context() as patch:
        _overhear(patch, asked)
        traces.configure("box", None, SimpleSpanProcessor(spans))
        try:
            yield _everything(folder, spans, asked)
        finally:
            traces.configure("box", None)


def _overhear(patch: pytest.MonkeyPatch, asked: list[str]) -> None:
    """Every address that one service asks another at, before it is asked."""
    ask = httpx.WSGITransport.handle_request

    def overheard(transport: httpx.WSGITransport, request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return ask(transport, request)

    patch.setattr(httpx.WSGITransport, "handle_request", overheard)


def _everything(folder: Path, spans: InMemorySpanExporter, asked: list[str]) -> Left:
    with mailbox_of(folder) as mailbox, (folder / "box.log").open("w") as stream:
        logs.configure("box", stream=stream, level="debug")
        box = OneBox(folder / "data", free_row(2), sinks(folder, mailbox))
        box.prepare()
        box.start()
        urls = {name: f"{box.api_url}/{name}" for name in box.platform.apps}
        world = World(urls, box.url, folder / "data" / "keys", mailbox.letters)
        try:
            shown, answered = _job(world)
            running = {f"running {name}": content for name, content in canary.in_files(folder / "data").items()}
        finally:
            box.stop()
            world.close()
        told = canary.in_messages(mailbox.letters.after(0))
    places = running | told | canary.in_files(folder, ("mailbox", "sms.token"))
    places["traces"] = "\n".join(span.to_json() for span in spans.get_finished_spans()).encode()
    places["metrics"] = metrics.exposition()
    places["addresses"] = "\n".join([*asked, *world.asked]).encode()
    return Left(places, shown, answered)


def _job(world: World) -> tuple[Answer, list[str]]:
    steps.open_clinic(world, HOUSE)
    steps.register(world, HOUSE)
    concern = steps.report(world, HOUSE, "elder", ABUSE, [HOUSE.father.person])
    proven = steps.prove(world, world.letter(HOUSE.mail("mother")), HOUSE.phone("mother"))
    shown = steps.read_and_acknowledge(world, HOUSE, HOUSE.mother, proven)
    place = f"/children/{HOUSE.elder}/disclosures/{proven['disclosure']}"
    world.do("notifications", f"{place}/answers", HOUSE.mother, {"words": HOUSE.text("answer")})
    answers = [
        answer["words"]
        for adult in steps.ledger(world, HOUSE, HOUSE.elder, proven["disclosure"])["adults"]
        for answer in adult["answers"]
    ]
    concern = steps.report(world, HOUSE, "younger", SELF_HARM, [])
    steps.disclosure_of(world, HOUSE.father, HOUSE.younger, concern)
    steps.disclosure_of(world, HOUSE.mother, HOUSE.younger, steps.share_progress(world, HOUSE, "younger"))
    world.letter(HOUSE.mail("father"))
    _refused(world)
    return shown, answers


def _refused(world: World) -> None:
    """Requests that fail tell no more than those that do not: one is refused, one is malformed, one never was."""
    path = f"/children/{HOUSE.elder}/concerns"
    wrong: dict[str, Any] = {"kind": HOUSE.text("wording-elder"), "wording": HOUSE.text("note-elder")}
    assert world.post("notes", path, HOUSE.therapist, wrong).status_code == 422
    assert world.post("notes", path, HOUSE.father, wrong).status_code == 403


def test_the_words_reach_those_who_may_read_them(left: Left) -> None:
    assert HOUSE.text("wording-elder") in left.shown["wording"]
    assert left.answered == [HOUSE.text("answer")]


def test_nothing_confidential_is_left_in_files_logs_messages_metrics_traces_or_addresses(left: Left) -> None:
    assert canary.found(left.places, HOUSE.confidential()) == []


def test_each_place_was_really_searched(left: Left) -> None:
    """What is rightly there is found there; a search that sees nothing would prove nothing."""
    child = canary.found(left.places, {"child": HOUSE.elder})
    for place in ("addresses", "data/bus.db", "data/notes.db", "data/consent.db", "data/notifications.db"):
        assert f"child in {place}" in child
    assert any(hit.startswith("child in running ") and hit.endswith("-wal") for hit in child)
    for place, known in (("box.log", "request"), ("traces", "/children/<string:child>"), ("messages", "/m/"),
                         ("metrics", "alliance_commands_total")):  # fmt: skip
        assert canary.found({place: left.places[place]}, {"known": known}) == [f"known in {place}"]


@pytest.mark.parametrize("disguise", ["plain", "upper", "hexadecimal", "base64", "utf-16"])
def test_a_text_that_was_planted_is_found_in_every_disguise(tmp_path: Path, disguise: str) -> None:
    word = PLANTED["planted"]
    disguised = {
        "plain": word.encode(),
        "upper": word.upper().encode(),
        "hexadecimal": word.encode().hex().encode(),
        "base64": base64.b64encode(b"ab" + word.encode() + b"c"),
        "utf-16": word.encode("utf-16-le"),
    }
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"\x00\x01" + disguised[disguise] + b"\xff")
    assert canary.found(canary.in_files(tmp_path), PLANTED) == ["planted in deep/file"]


def test_a_text_in_a_field_that_travels_is_found_in_the_log_and_in_the_store(tmp_path: Path) -> None:
    """Planted where only pseudonyms belong: the search sees it in the table, in the event and in the log line."""
    with mailbox_of(tmp_path) as mailbox, (tmp_path / "box.log").open("w") as stream:
        logs.configure("box", stream=stream)
        box = OneBox(tmp_path / "data", free_row(2), sinks(tmp_path, mailbox))
        box.prepare()
        box.start()
        leaky = Family("leaky", "network-leaky", PLANTED["planted"])
        urls = {name: f"{box.api_url}/{name}" for name in box.platform.apps}
        world = World(urls, box.url, tmp_path / "data" / "keys", mailbox.letters)
        steps.open_clinic(world, leaky)
        steps.register(world, leaky)
        stream.write(PLANTED["planted"] + "\n")
        box.stop()
        world.close()
    hits = canary.found(canary.in_files(tmp_path), PLANTED)
    assert {"planted in box.log", "planted in data/bus.db", "planted in data/consent.db"} <= set(hits)
