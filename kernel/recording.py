"""Acts become rows of their streams' audit chains, in the commit that carries them or in one of their own."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from kernel.audit import AUDIT, Act, row
from kernel.store.port import Insert, Store, Wanted, Write
from kernel.stream import STREAMS, Stream, head

Recorded = tuple[str, Act]  # stream, act


def lines(chain: Stream, acts: Sequence[Act], at: datetime, sequence: int) -> list[Write]:
    """The rows of these acts, and the stream's head behind the last of them. Time never runs backwards in a stream."""
    at = max(at, chain.at)
    rows: list[Write] = []
    position, previous = chain.audit_position, chain.audit_hash
    for act in acts:
        position += 1
        line = row(chain.id, position, previous, at, act)
        previous = line["hash"]
        rows.append(Insert(AUDIT, line))
    moved = chain.moved(sequence=sequence, audit_position=position, audit_hash=previous, at=at)
    return [*rows, moved.write()]


def alone(store: Store, acts: Sequence[Recorded], at: datetime) -> list[Write]:
    """What records these acts, which change nothing else, in the order given within each stream."""
    by_stream: dict[str, list[Act]] = defaultdict(list)
    for stream, act in acts:
        by_stream[stream].append(act)
    [found] = store.fetch([Wanted(STREAMS, tuple(by_stream))])
    there = {document["_id"]: document for document in found}
    chains = {stream: head(there.get(stream), stream) for stream in by_stream}
    return [
        write
        for stream, done in by_stream.items()
        for write in lines(chains[stream], done, at, chains[stream].sequence)
    ]
