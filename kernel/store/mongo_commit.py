"""One unit of work on MongoDB: a single write as it is, several as one short transaction.

Round trips: one per collection and kind of write, one for the commit. The session is opened, used and ended here and
handed to nobody, so no operation can fall outside of the transaction.

Somebody else's unfinished transaction on one of our documents makes MongoDB refuse at once instead of waiting. It
may yet be undone, so this is no `Conflict`: the whole transaction is tried again, soon and a bounded number of
times. If the other one was committed, the next try sees its version. A transaction that lost contact is tried once
more, for the ordinary case of a connection that grew stale while idle; it can have left nothing behind.
"""

from collections.abc import Sequence

from pymongo.client_session import ClientSession
from pymongo.database import Database
from pymongo.errors import PyMongoError, ServerSelectionTimeoutError

from kernel.clock import Clock
from kernel.errors import CommitUnknown, Conflict, DuplicateKey, StoreUnavailable
from kernel.store.batches import Batch
from kernel.store.mongo_client import DURABLE, MAJORITY, WRITE_CONFIRM_MS, lost_contact, may_have_written, translated
from kernel.store.mongo_writes import refusal, write_alone, write_batch
from kernel.store.port import Document

PAUSES_SECONDS = (0.001, 0.002, 0.004, 0.008, 0.016, 0.032, 0.064, 0.128)  # a transaction lasts some milliseconds
LOST_CONTACT_TRIES = 2  # a stale connection is found out once, a second loss is an outage
COMMIT_TRIES = 3  # on top of the driver's own repetition of each

TRY_AGAIN, MAY_BE_DONE = "TransientTransactionError", "UnknownTransactionCommitResult"


class Commit:
    """One call of `commit`."""

    def __init__(self, database: Database[Document], batches: Sequence[Batch], commit_id: str, clock: Clock) -> None:
        self._database = database
        self._batches = batches
        self._commit_id = commit_id
        self._clock = clock

    def run(self) -> None:
        """All or nothing. An earlier call under the same id that took effect counts as this one."""
        try:
            if sum(len(batch.writes) for batch in self._batches) == 1:
                self._alone()
            else:
                self._together()
        except (Conflict, DuplicateKey):
            if not self._took_effect():
                raise

    def _alone(self) -> None:
        try:
            write_alone(self._database, self._batches[0], self._commit_id)
        except ServerSelectionTimeoutError:
            raise StoreUnavailable("no primary was found") from None  # the driver raises this only before sending
        except PyMongoError as error:
            if refused := refusal(error, self._batches[0]):
                raise refused from None
            if not may_have_written(error):
                raise
            self._settle()

    def _together(self) -> None:
        losses = 0
        with translated(), self._database.client.start_session(causal_consistency=False) as session:
            for pause in PAUSES_SECONDS:
                try:
                    if self._attempted(session):
                        return
                except PyMongoError as error:
                    losses += lost_contact(error)
                    if losses == LOST_CONTACT_TRIES or not error.has_error_label(TRY_AGAIN):
                        raise
                self._clock.sleep(pause)
        raise StoreUnavailable("other transactions kept hold of a document")

    def _attempted(self, session: ClientSession) -> bool:
        """Whether the transaction is committed; False when it certainly is not and may be tried again."""
        session.start_transaction(read_concern=MAJORITY, write_concern=DURABLE, max_commit_time_ms=WRITE_CONFIRM_MS)
        try:
            for batch in self._batches:
                write_batch(self._database, batch, self._commit_id, session)
        except BaseException:
            session.abort_transaction()
            raise
        return self._confirmed(session)

    def _confirmed(self, session: ClientSession) -> bool:
        for _ in range(COMMIT_TRIES):
            try:
                session.commit_transaction()
                return True
            except PyMongoError as error:
                if not error.has_error_label(MAY_BE_DONE):
                    if error.has_error_label(TRY_AGAIN):
                        return False
                    raise
        self._settle()
        return True

    def _settle(self) -> None:
        """The answer was lost: look for our stamp. Not finding it proves nothing, it may still arrive."""
        if not self._took_effect():
            raise CommitUnknown("the engine did not confirm the commit")

    def _took_effect(self) -> bool:
        """Whether a document of this commit carries its stamp: commits are atomic, so one speaks for all."""
        try:
            return any(self._stamped(batch) for batch in self._batches)
        except PyMongoError:
            raise CommitUnknown("the engine did not say whether the commit took effect") from None

    def _stamped(self, batch: Batch) -> bool:
        stamped = {"_id": {"$in": batch.lasting_ids()}, "_c": self._commit_id}
        return self._database[batch.collection.name].find_one(stamped, {"_id": 1}) is not None
