"""Clients of MongoDB, one per process, and what an engine must be to be fit for use."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bson.errors import BSONError
from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError, WriteConcernError
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from kernel.errors import StoreUnavailable
from kernel.store.port import Document

SELECTION_MS = 5_000  # how long to look for a primary: longer than an ordinary election on one network
SOCKET_MS = 20_000  # longer than any bounded command below, so that the engine's own answer comes first
WRITE_CONFIRM_MS = 10_000  # how long a majority may take to confirm a write
POOL_SIZE_MAX = 64  # connections per process and member, above the threads of a worker
WIRE_VERSION_MIN = 17  # MongoDB 6.0: `$or` in the filter of an index
TOO_LARGE = 10334  # the engine's code for a document above 16 MiB that the driver let pass

MAJORITY = ReadConcern("majority")
DURABLE = WriteConcern(w="majority", j=True, wtimeout=WRITE_CONFIRM_MS)

Engine = MongoClient[Document]


@contextmanager
def translated() -> Iterator[None]:
    """StoreUnavailable for what the engine or the network did, ValueError for a document it cannot hold.

    The driver's messages can quote a document, so none of them is kept.
    """
    try:
        yield
    except BSONError:
        raise ValueError("a document the engine cannot hold") from None
    except PyMongoError as error:
        if isinstance(error, OperationFailure) and error.code == TOO_LARGE:
            raise ValueError("a document the engine cannot hold") from None
        raise StoreUnavailable(f"the engine refused or did not answer: {type(error).__name__}") from None


class Clients:
    """The client of the calling process, made on first use.

    A client inherited through a fork is left alone, neither used nor closed: its sockets belong to the parent.
    """

    def __init__(self, url: str, database: str) -> None:
        self._url = url
        self._database = database
        self._by_process: dict[int, Engine] = {}

    def client(self) -> Engine:
        """Two threads that come first at once agree on one client."""
        process = os.getpid()
        found = self._by_process.get(process)
        if found is None:
            made = _made(self._url)
            found = self._by_process.setdefault(process, made)
            if found is not made:
                made.close()
        return found

    def database(self) -> Database[Document]:
        """Reads by majority from the primary, writes by majority and journal, whatever the address says."""
        return self.client().get_database(self._database, read_concern=MAJORITY, write_concern=DURABLE)

    def close(self) -> None:
        """The next use makes a new client."""
        client = self._by_process.pop(os.getpid(), None)
        if client is not None:
            client.close()


def _made(url: str) -> Engine:
    return MongoClient(
        url,
        connect=False,
        appname="alliance",
        readPreference="primary",
        readConcernLevel="majority",
        w="majority",
        journal=True,
        wTimeoutMS=WRITE_CONFIRM_MS,
        retryWrites=True,
        retryReads=True,
        serverSelectionTimeoutMS=SELECTION_MS,
        connectTimeoutMS=SELECTION_MS,
        socketTimeoutMS=SOCKET_MS,
        maxPoolSize=POOL_SIZE_MAX,
    )


def checked_engine(client: Engine) -> None:
    """StoreUnavailable unless transactions and majority writes mean here what the port promises."""
    with translated():
        unfit = unfitness(client.admin.command("hello"))
    if unfit is not None:
        raise StoreUnavailable(unfit)


def unfitness(hello: dict[str, Any]) -> str | None:
    """Why an engine that describes itself like this must not be used; None when it may."""
    if "setName" not in hello:
        return "the engine is not a member of a replica set"
    if hello.get("maxWireVersion", 0) < WIRE_VERSION_MIN:
        return "the engine is older than MongoDB 6.0"
    data_nodes = len(hello.get("hosts", [])) + len(hello.get("passives", []))
    if hello.get("arbiters") and data_nodes <= 2:
        return "two data nodes and an arbiter cannot confirm a majority when one node is lost"
    return None


def lost_contact(error: PyMongoError) -> bool:
    """Whether the network, not the engine, ended the call."""
    return isinstance(error, ConnectionFailure)


def may_have_written(error: PyMongoError) -> bool:
    """Whether a write outside of a transaction can stand in spite of this error."""
    if isinstance(error, OperationFailure) and not isinstance(error, WriteConcernError):
        return error.has_error_label("RetryableWriteError")
    return lost_contact(error) or isinstance(error, WriteConcernError)
