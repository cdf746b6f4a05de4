from pathlib import Path

import pytest

from deploy.checks import walls
from deploy.checks.tree import ROOT
from tests.architecture.trees import plant


def test_every_wall_of_the_repository_holds() -> None:
    assert [str(finding) for finding in walls.findings(ROOT)] == []


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("services/notes/repository.py", "import pymongo"),
        ("kernel/outbox.py", "from bson import ObjectId"),
        ("kernel/bus/kafka.py", "import sqlite3"),
        ("kernel/relay.py", "from kafka.errors import KafkaError"),
        ("services/notes/handlers.py", "from flask import g"),
        ("deploy/cli/__main__.py", "import flask_smorest"),
        ("simulation/run.py", "def later():\n    import pymongo"),
    ],
)
def test_a_technology_outside_its_home_is_found(tmp_path: Path, path: str, line: str) -> None:
    plant(tmp_path, path, line + "\n")
    assert [finding.path for finding in walls.findings(tmp_path)] == [path]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("kernel/store/mongo.py", "import pymongo, bson"),
        ("kernel/store/mongo_session.py", "from pymongo import MongoClient"),
        ("kernel/store/sqlite_query.py", "import sqlite3"),
        ("kernel/bus/embedded.py", "import sqlite3"),
        ("kernel/bus/kafka_reader.py", "import kafka"),
        ("kernel/web/problems.py", "import flask"),
        ("services/notes/routes.py", "from flask_smorest import Blueprint"),
        ("services/notes/routes/read.py", "from flask_smorest import Blueprint"),
        ("services/web/pages/board.py", "import flask"),
    ],
)
def test_a_technology_at_home_is_welcome(tmp_path: Path, path: str, line: str) -> None:
    plant(tmp_path, path, line + "\n")
    assert walls.findings(tmp_path) == []


@pytest.mark.parametrize("room", ["model", "commands", "decisions"])
@pytest.mark.parametrize(
    "line",
    [
        "import os.path",
        "import time",
        "import logging",
        "import threading",
        "from kernel.clock import SystemClock",
        "from kernel.store import mongo",
        "from kernel.web.problems import problem",
        "from services.notes.repository import Notes",
        "from services.notes import gateways",
    ],
)
def test_a_room_that_decides_knows_no_io_no_time_and_no_room_that_has_them(
    tmp_path: Path, room: str, line: str
) -> None:
    plant(tmp_path, f"services/notes/{room}.py", line + "\n")
    assert [finding.path for finding in walls.findings(tmp_path)] == [f"services/notes/{room}.py"]


def test_the_rules_of_consent_are_pure_and_a_room_of_that_name_elsewhere_is_not(tmp_path: Path) -> None:
    plant(tmp_path, "services/consent/rules/age.py", "import os\n")
    plant(tmp_path, "services/notes/rules/age.py", "import os\n")
    assert [finding.path for finding in walls.findings(tmp_path)] == ["services/consent/rules/age.py"]


def test_a_pure_room_may_use_types_ports_and_derived_identifiers(tmp_path: Path) -> None:
    allowed = (
        "from datetime import datetime\n"
        "from kernel.store.port import Document\n"
        "from kernel.clock import to_text\n"
        "from kernel.chance import derived_id\n"
        "from services.notes.model import Note\n"
    )
    plant(tmp_path, "services/notes/decisions.py", allowed)
    assert walls.findings(tmp_path) == []
