"""Checks a stream's audit chain as it lies in the store."""

from kernel.audit import AUDIT, broken_at
from kernel.store.port import Span, Store
from kernel.stream import load

CHAIN_ROWS_MAX = 100_000  # one child's chain over decades; far more would be noticed elsewhere first


def chain_broken_at(store: Store, stream: str) -> int | None:
    """The first position that does not fit, None when the chain holds from its first row to the stream's head."""
    head = load(store, stream)
    up_to_head = Span(below=head.audit_position + 1)  # what is written meanwhile is not this head's
    rows = store.find(AUDIT, {"stream": stream, "position": up_to_head}, ("position",), CHAIN_ROWS_MAX)
    return broken_at(rows, head.audit_position, head.audit_hash)
