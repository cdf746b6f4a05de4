"""A hash chain per stream: who did what to which child, when, and whether it was refused.

Rows are written in the commit of the act itself. Each row holds the hash of the one before it; the head (position and
hash) lies in the stream's own document, so that neither a change in the middle nor a cut at the end goes unnoticed.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kernel.clock import to_text
from kernel.store.port import Collection, Document, Index

AUDIT = Collection("audit", (Index(("stream", "position")), Index(("actor", "-at")), Index(("-at",))))
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is recorded. `facts` are identifiers and codes only; `outcome` is done, refused or read."""

    actor: str
    actor_kind: str
    action: str
    outcome: str
    code: str = ""
    facts: Mapping[str, str]


def row(stream: str, position: int, previous: str, at: datetime, act: Act) -> Document:
    """The next row of the chain; `hash` covers everything else in it."""
    body: Document = {
        "stream": stream,
        "position": position,
        "previous": previous,
        "at": to_text(at),
        "actor": act.actor,
        "actor_kind": act.actor_kind,
        "action": act.action,
        "outcome": act.outcome,
        "code": act.code,
        "facts": dict(act.facts),
    }
    return {"_id": f"{stream}:{position:08d}", **body, "hash": fingerprint(body)}


def fingerprint(body: Mapping[str, object]) -> str:
    """SHA-256 over the canonical JSON of the row without id, version, commit and hash."""
    covered = {name: value for name, value in body.items() if not name.startswith("_") and name != "hash"}
    return hashlib.sha256(json.dumps(covered, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def broken_at(rows: Iterable[Document], head_position: int, head_hash: str) -> int | None:
    """The first position that does not fit, None when the whole chain from 1 to the head holds."""
    previous, expected = GENESIS, 1
    for item in rows:
        fits = item["position"] == expected and item["previous"] == previous and item["hash"] == fingerprint(item)
        if not fits:
            return expected
        previous, expected = item["hash"], expected + 1
    return None if (expected - 1, previous) == (head_position, head_hash) else expected
