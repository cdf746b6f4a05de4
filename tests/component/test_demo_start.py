"""The demo from the command line: it starts, tells where it is, survives a kill and stops in order."""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.demo.network import PASSWORD, demo, demo_id
from deploy.demo.places import Places
from deploy.engines.ports import free_row
from deploy.tour.browser import Browser
from deploy.tour.walk import client_for

ROOT = Path(__file__).resolve().parents[2]
READY_SECONDS = 90.0  # twenty on a quiet machine, which this one rarely is
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("ALLIANCE_")}


@dataclass
class Running:
    """A demo as a process of its own."""

    process: subprocess.Popen[str]
    said: list[str]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


def start(folder: Path, port: int, *more: str, **variables: str) -> Running:
    command = [sys.executable, "-m", "deploy.cli", "demo", "--data", str(folder), "--port", str(port), *more]
    process = subprocess.Popen(
        command, cwd=ROOT, env={**ENVIRONMENT, **variables}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said: list[str] = []
    guard = threading.Timer(READY_SECONDS, process.kill)
    guard.start()
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C stops the demo" in line:
            break
    guard.cancel()
    threading.Thread(target=lambda: said.extend(process.stdout or ()), daemon=True).start()
    return Running(process, said)


def tour(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "deploy.cli", "tour", "--data", str(folder)]
    return subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, text=True, capture_output=True, timeout=120, check=False)


def places(folder: Path) -> Places:
    return Places(**json.loads((folder / "running.json").read_text()))


def children(folder: Path) -> list[dict[str, Any]]:
    client = client_for(places(folder))
    try:
        answer = client.get(
            "consent", "/caseload", demo().staff_principal("ingrid-halloran"), {"clinic": demo_id("denver")}
        )
    finally:
        client.close()
    return list(answer["children"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def port() -> int:
    return free_row(4)


@pytest.fixture
def running(folder: Path, port: int) -> Iterator[Running]:
    demo_process = start(folder, port)
    yield demo_process
    if demo_process.process.poll() is None:
        demo_process.stop()


@pytest.mark.slow
def test_the_main_job_survives_a_kill_and_a_new_start(running: Running, folder: Path, port: int) -> None:
    said = "".join(running.said)
    assert PASSWORD in said
    assert "sofia.reyes@example.org" in said
    assert len(children(folder)) == 7

    walked = tour(folder)
    assert walked.returncode == 0, walked.stdout + walked.stderr
    letters = httpx.get(places(folder).mailbox + ".json").json()["letters"]
    assert letters

    running.kill()
    again = start(folder, port)
    try:
        assert len(children(folder)) == 7
        kept = httpx.get(places(folder).mailbox + ".json").json()["letters"]
        assert kept[: len(letters)] == letters
        assert tour(folder).returncode == 0
    finally:
        assert again.stop() == 0
    assert not (folder / "running.json").exists()


@pytest.mark.slow
def test_a_second_demo_on_the_same_folder_is_refused(running: Running, folder: Path) -> None:
    second = start(folder, free_row(4))
    assert second.process.wait(30) == 2
    assert "already runs" in "".join(second.said)
    signed_in = (
        Browser(places(folder).url)
        .open("/sign-in")
        .send("/sign-in", login="sofia.reyes@example.org", password=PASSWORD)
    )
    assert signed_in.shows("Maya Lindqvist")


def test_a_demo_pointed_elsewhere_does_not_start(tmp_path: Path) -> None:
    refused = start(tmp_path, free_row(4), ALLIANCE_MONGO_URL="mongodb://u:secret@db.example.net/?replicaSet=rs")
    assert refused.process.wait(30) == 78
    said = "".join(refused.said)
    assert "this machine" in said
    assert "secret" not in said
    assert not (tmp_path / "mailbox.jsonl").exists()


def test_fresh_never_empties_a_folder_that_holds_no_demo(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    refused = start(tmp_path, free_row(4), "--fresh")
    assert refused.process.wait(30) == 78
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
