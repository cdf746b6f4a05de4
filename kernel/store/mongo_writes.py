"""Writes in MongoDB's language, and its refusals in ours."""

import re
from collections.abc import Mapping
from typing import Any

from pymongo import DeleteOne, InsertOne, ReplaceOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import BulkWriteError, OperationFailure, PyMongoError

from kernel.errors import AllianceError, Conflict, DuplicateKey
from kernel.store.batches import Batch, content, version_after
from kernel.store.port import Collection, Document, Guard, Insert, Remove, Replace, Write

DUPLICATE_KEY = 11000  # the engine's code
VIOLATED_INDEX = re.compile(r" index: (\S+) dup key")

Operation = InsertOne[Document] | ReplaceOne[Document] | UpdateOne | DeleteOne


def write_batch(database: Database[Document], batch: Batch, commit_id: str, session: ClientSession) -> None:
    """The writes to one collection inside the session's transaction. Conflict, DuplicateKey, PyMongoError."""
    operations = [_operation(write, commit_id) for write in batch.writes]
    try:
        done = database[batch.collection.name].bulk_write(operations, ordered=True, session=session)
    except BulkWriteError as error:
        if refused := refusal(error, batch):
            raise refused from None
        raise
    if done.matched_count + done.deleted_count != _expected(batch.writes):
        raise _stale()


def write_alone(database: Database[Document], batch: Batch, commit_id: str) -> None:
    """The only write of a commit: atomic by itself, repeated by the driver once if contact is lost."""
    target, write = database[batch.collection.name], batch.writes[0]
    if isinstance(write, Insert):
        target.insert_one(_stamped(write, commit_id))
    elif isinstance(write, Replace):
        _exactly_one(target.replace_one(_as_expected(write), _stamped(write, commit_id)).matched_count)
    elif isinstance(write, Guard):
        _exactly_one(target.update_one(_as_expected(write), _touch(commit_id)).matched_count)
    else:
        _exactly_one(target.delete_one(_as_expected(write)).deleted_count)


def refusal(error: PyMongoError, batch: Batch) -> AllianceError | None:
    """DuplicateKey or Conflict, whichever came first in the batch; None when the error is neither."""
    if isinstance(error, BulkWriteError):
        details: Mapping[str, Any] = error.details
        failed = details["writeErrors"][0] if details.get("writeErrors") else {}
        if details.get("nMatched", 0) + details.get("nRemoved", 0) != _expected(batch.writes[: failed.get("index", 0)]):
            return _stale()
    else:
        failed = error.details or {} if isinstance(error, OperationFailure) else {}
    if failed.get("code") != DUPLICATE_KEY:
        return None
    return DuplicateKey(batch.collection.name, _violated_keys(batch.collection, failed))


def _violated_keys(collection: Collection, failed: Mapping[str, Any]) -> tuple[str, ...]:
    """The declared keys of the index; the message names it, and nothing else of the message is used."""
    found = VIOLATED_INDEX.search(failed.get("errmsg", ""))
    by_name = {index.name: index.keys for index in collection.indexes}
    return by_name.get(found[1] if found else "", tuple(failed.get("keyPattern", {"_id": 1})))


def _operation(write: Write, commit_id: str) -> Operation:
    if isinstance(write, Insert):
        return InsertOne(_stamped(write, commit_id))
    if isinstance(write, Replace):
        return ReplaceOne(_as_expected(write), _stamped(write, commit_id))
    if isinstance(write, Guard):
        return UpdateOne(_as_expected(write), _touch(commit_id))
    return DeleteOne(_as_expected(write))


def _stamped(write: Insert | Replace, commit_id: str) -> Document:
    document = write.document
    return {"_id": document["_id"], **content(document), "_v": version_after(write), "_c": commit_id}


def _as_expected(write: Replace | Remove | Guard) -> Document:
    id = write.document["_id"] if isinstance(write, Replace) else write.id
    return {"_id": id, "_v": write.expected_version}


def _touch(commit_id: str) -> Document:
    return {"$inc": {"_v": 1}, "$set": {"_c": commit_id}}


def _expected(writes: tuple[Write, ...]) -> int:
    """How many documents must have been found with their expected version."""
    return sum(not isinstance(write, Insert) for write in writes)


def _exactly_one(found: int) -> None:
    if found != 1:
        raise _stale()


def _stale() -> Conflict:
    return Conflict("a document of this commit has another version")
