"""The exception tree of the kernel.

AllianceError
├── Transient            the same call may succeed later; retry with a bound, never park for it
│   ├── StoreUnavailable
│   │   └── CommitUnknown    the acknowledgement was lost; commit again under the same commit id
│   ├── BusUnavailable
│   └── GatewayUnavailable   another service or a provider did not answer
├── Conflict             a document that was read and written has changed; load and decide again
├── DuplicateKey         a unique index refused an insert or a replace
├── Poison               bytes that are no event we can read; carries a code, never the bytes
└── Refusal              a person asked for something that is not allowed or not possible
    ├── Invalid (422)    a field is wrong; `fields` names it
    ├── Unauthenticated (401)
    ├── Forbidden (403)  the asker may know that the thing exists, not do this to it
    ├── NotFound (404)   it does not exist, or the asker may not know that it does
    ├── Stale (409)      the revision the asker saw is not the newest
    ├── Gone (410)       withdrawn for this reader; neutral words only
    └── TooMany (429)    a limit on tries; `retry_after_seconds`

Messages are constants written by us: no value that a person typed ever enters an exception.
"""

from collections.abc import Mapping


class AllianceError(Exception):
    """Root of everything the platform raises on purpose."""


class Transient(AllianceError):
    """The cause lies outside the request and may pass."""


class StoreUnavailable(Transient):
    """The store did not answer; nothing was written unless the subclass says otherwise."""


class CommitUnknown(StoreUnavailable):
    """The commit may or may not have happened; the same commit id settles it."""


class BusUnavailable(Transient):
    """The log did not take or give records."""


class GatewayUnavailable(Transient):
    """Another service or an outside provider did not answer."""


class Conflict(AllianceError):
    """Somebody else changed a document of this unit of work first."""


class DuplicateKey(AllianceError):
    """A unique index refused the write. `collection` and `keys` say which."""

    def __init__(self, collection: str, keys: tuple[str, ...]) -> None:
        super().__init__(f"duplicate in {collection} on {', '.join(keys)}")
        self.collection = collection
        self.keys = keys


class Poison(AllianceError):
    """A record that can never be handled. `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refusal(AllianceError):
    """A clear no. `code` is stable and machine-readable, `status` the HTTP answer, `fields` the culprits."""

    status = 400

    def __init__(self, code: str, fields: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.fields = dict(fields or {})


class Invalid(Refusal):
    """The request is understood and wrong."""

    status = 422


class Unauthenticated(Refusal):
    """Nobody, or a token that does not hold."""

    status = 401


class Forbidden(Refusal):
    """Somebody, but not allowed to do this."""

    status = 403


class NotFound(Refusal):
    """Absent, or absent for this reader: the two must look the same."""

    status = 404


class Stale(Refusal):
    """Written against an old revision."""

    status = 409


class Gone(Refusal):
    """It was there for this reader and is no more."""

    status = 410


class TooMany(Refusal):
    """A limit on tries was reached."""

    status = 429

    def __init__(self, code: str, retry_after_seconds: int) -> None:
        super().__init__(code)
        self.retry_after_seconds = retry_after_seconds
