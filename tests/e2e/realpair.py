"""The whole platform as it runs in production, on this machine: a real MongoDB, a real Kafka, every service as its own
gunicorn and its own worker process, and a mail server and a text-message provider that keep what they are given.

Everything starts side by side and is waited for by condition. What was started is stopped, whatever the test did.
"""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn

import pytest

from contracts.topics import SERVICES
from deploy.demo.mailbox import Mailbox
from deploy.engines.errors import EngineMissing
from deploy.engines.kafka import KafkaServer
from deploy.engines.mongo import MongoServer
from deploy.engines.ports import claim
from deploy.processes import Processes
from kernel.clock import SystemClock
from tests.e2e.world import World

OWNER_ONLY = 0o600
# So that whoever searches the files of the engine sees every byte of every document, of the indexes and of the journal.
UNCOMPRESSED = (
    "--wiredTigerCollectionBlockCompressor", "none", "--wiredTigerJournalCompressor", "none",
    "--wiredTigerIndexPrefixCompression", "false",
)  # fmt: skip
SMS_TOKEN = "token-of-the-text-message-provider"
NO_EXTRAS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class RealPair:
    """Everything that runs, and the world that asks it."""

    folder: Path
    mongo: MongoServer
    kafka: KafkaServer
    mailbox: Mailbox
    processes: Processes
    world: World

    def stop_services(self) -> dict[tuple[str, str], int]:
        """SIGTERM to all; the exit codes by process."""
        self.processes.stop()
        return dict(self.processes.exits)


@contextmanager
def real_pair(
    folder: Path, environ: Mapping[str, str] = NO_EXTRAS, names: tuple[str, ...] = SERVICES
) -> Iterator[RealPair]:
    """Skipped, or failed where everything must run, when an engine has not been fetched."""
    with ExitStack() as stack:
        try:
            mongo, kafka = stack.enter_context(both_engines(folder))
        except EngineMissing as absent:
            refuse(str(absent))
        mailbox = stack.enter_context(mailbox_of(folder))
        processes = Processes(
            folder / "run", mongo.url, kafka.bootstrap, {**sinks(folder, mailbox), **environ}, names=names
        )
        stack.callback(processes.stop)
        processes.start()
        processes.wait_until_ready()
        world = World(processes.urls, processes.url, processes.key_dir, mailbox.letters)
        stack.callback(world.close)
        yield RealPair(folder, mongo, kafka, mailbox, processes, world)


@contextmanager
def mailbox_of(folder: Path) -> Iterator[Mailbox]:
    """SMTP and text messages, kept in the folder."""
    place = folder / "mailbox"
    place.mkdir(parents=True, exist_ok=True)
    ports = claim(place, ("smtp", "http"))
    mailbox = Mailbox(place, ports["smtp"], ports["http"], SMS_TOKEN, SystemClock())
    mailbox.start()
    try:
        yield mailbox
    finally:
        mailbox.stop()


def sinks(folder: Path, mailbox: Mailbox) -> dict[str, str]:
    """The settings that send everything to the mailbox."""
    token = folder / "sms.token"
    if not token.exists():
        with os.fdopen(os.open(token, os.O_WRONLY | os.O_CREAT, OWNER_ONLY), "w") as file:
            file.write(SMS_TOKEN)
    return {
        "ALLIANCE_SMTP_HOST": mailbox.host,
        "ALLIANCE_SMTP_PORT": str(mailbox.smtp_port),
        "ALLIANCE_SMS_URL": mailbox.sms_url,
        "ALLIANCE_SMS_TOKEN_FILE": str(token),
    }


@contextmanager
def both_engines(folder: Path) -> Iterator[tuple[MongoServer, KafkaServer]]:
    """Side by side. A server ends with the thread that started it, so that thread stays until the end."""
    (folder / "mongo").mkdir(parents=True)
    (folder / "kafka").mkdir()
    mongo, kafka = MongoServer(folder / "mongo", options=UNCOMPRESSED), KafkaServer(folder / "kafka")
    started, ended, failure = threading.Event(), threading.Event(), list[BaseException]()

    def keep_kafka() -> None:
        try:
            kafka.start()
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            failure.append(error)
        started.set()
        ended.wait()

    keeper = threading.Thread(target=keep_kafka, name="keeper of kafka")
    keeper.start()
    try:
        with mongo:
            started.wait()
            if failure:
                raise failure[0]
            try:
                yield mongo, kafka
            finally:
                kafka.stop()
    finally:
        ended.set()
        keeper.join()


def refuse(reason: str) -> NoReturn:
    if os.environ.get("ALLIANCE_REQUIRE_REAL") == "1":
        pytest.fail(f"ALLIANCE_REQUIRE_REAL=1, and {reason}", pytrace=False)
    pytest.skip(f"no real engine: {reason}")
