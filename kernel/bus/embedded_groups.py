"""Membership of the embedded bus: who is in a group and which partition is whose.

A partition moves in two steps, as with Kafka: the plan names an heir, and the owner hands over at its next poll,
or when it leaves or is expelled. `epoch` grows at every change of owner: an old owner's commit is recognised by it.
"""

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kernel.bus.port import TopicPartition

# A poll refreshes its stamp only when this part of the patience is over: a stamp costs a durable commit.
_STAMP_FRACTION = 20


@dataclass(frozen=True, slots=True)
class Membership:
    """How a consumer presents itself. `patience_ms` is the time it may stay away between two polls."""

    team: str
    topics: tuple[str, ...]
    session: int
    patience_ms: int


@dataclass(frozen=True, slots=True)
class _Member:
    id: int
    session: int
    topics: frozenset[str]
    polled_ms: int
    patience_ms: int

    def stale(self, now_ms: int, lives: Callable[[int], bool]) -> bool:
        return now_ms - self.polled_ms > self.patience_ms or not lives(self.session)


@dataclass(frozen=True, slots=True)
class _Claim:
    place: TopicPartition
    owner: int | None
    heir: int | None
    epoch: int


Lives = Callable[[int], bool]


def settled(connection: sqlite3.Connection, me: int | None, membership: Membership, now_ms: int, lives: Lives) -> bool:
    """True when a poll by `me` changes nothing: all members are fresh and nothing waits to be handed over."""
    members = _members(connection, membership.team)
    mine = next((member for member in members if member.id == me), None)
    if mine is None or any(member.stale(now_ms, lives) for member in members):
        return False
    if now_ms - mine.polled_ms > mine.patience_ms // _STAMP_FRACTION:
        return False
    claims = _claims(connection, membership.team)
    if any(claim.heir != claim.owner and me in (claim.owner, claim.heir) for claim in claims):
        return False
    return {claim.place for claim in claims}.issuperset(_places(connection, membership.topics))


def settle(connection: sqlite3.Connection, me: int | None, membership: Membership, now_ms: int, lives: Lives) -> int:
    """Expel who stayed away, join or stamp `me`, plan anew and hand over what `me` may give or take."""
    for member in _members(connection, membership.team):
        if member.stale(now_ms, lives):
            connection.execute("DELETE FROM members WHERE id = ?", (member.id,))
    stamped = connection.execute("UPDATE members SET polled_ms = ? WHERE id = ?", (now_ms, me)).rowcount
    if me is None or not stamped:
        me = _join(connection, membership, now_ms)
    _redistribute(connection, membership.team, me)
    return me


def leave(connection: sqlite3.Connection, me: int, team: str) -> None:
    """Go at once; the heirs of what it owned take over."""
    connection.execute("DELETE FROM members WHERE id = ?", (me,))
    _redistribute(connection, team, None)


def owned(connection: sqlite3.Connection, me: int | None, team: str) -> dict[TopicPartition, int]:
    """The partitions of a member, each with the epoch since which it owns it."""
    return {claim.place: claim.epoch for claim in _claims(connection, team) if me is not None and claim.owner == me}


def fresh(connection: sqlite3.Connection, me: int | None, now_ms: int) -> bool:
    """Whether a member is still one: present, and not away for longer than its patience."""
    row = connection.execute("SELECT polled_ms + patience_ms FROM members WHERE id = ?", (me,)).fetchone()
    return row is not None and bool(now_ms <= row[0])


def _join(connection: sqlite3.Connection, membership: Membership, now_ms: int) -> int:
    row = (
        membership.team, membership.session, json.dumps(membership.topics), now_ms, membership.patience_ms,
    )  # fmt: skip
    statement = "INSERT INTO members (team, session, topics, polled_ms, patience_ms) VALUES (?, ?, ?, ?, ?)"
    return int(connection.execute(statement, row).lastrowid or 0)


def _members(connection: sqlite3.Connection, team: str) -> list[_Member]:
    rows = connection.execute(
        "SELECT id, session, topics, polled_ms, patience_ms FROM members WHERE team = ? ORDER BY id", (team,)
    )
    return [_Member(row[0], row[1], frozenset(json.loads(row[2])), row[3], row[4]) for row in rows]


def _claims(connection: sqlite3.Connection, team: str) -> list[_Claim]:
    rows = connection.execute("SELECT topic, partition, owner, heir, epoch FROM owners WHERE team = ?", (team,))
    return [_Claim((row[0], row[1]), *row[2:]) for row in rows]


def _places(connection: sqlite3.Connection, topics: Sequence[str]) -> list[TopicPartition]:
    marks = ",".join("?" * len(topics))
    query = f"SELECT topic, partition FROM ends WHERE topic IN ({marks}) ORDER BY topic, partition"  # noqa: S608
    return [(topic, partition) for topic, partition in connection.execute(query, tuple(topics))]


def _redistribute(connection: sqlite3.Connection, team: str, polling: int | None) -> None:
    members = _members(connection, team)
    present = {member.id for member in members}
    places = _places(connection, sorted(frozenset[str]().union(*(member.topics for member in members))))
    before = {claim.place: claim for claim in _claims(connection, team)}
    owners = {place: claim.owner for place, claim in before.items() if claim.owner in present}
    heirs = plan(places, owners, {member.id: member.topics for member in members})
    busy = {member for member in present if member != polling}
    for place in before.keys() | heirs.keys():
        claim = before.get(place, _Claim(place, None, None, 0))
        _store(connection, team, claim, _next(claim, heirs.get(place), busy))


def _next(claim: _Claim, heir: int | None, busy: set[int]) -> _Claim:
    """`busy` members may still be working on what they were given; every other owner hands over now."""
    if claim.owner == heir or claim.owner in busy:
        return _Claim(claim.place, claim.owner, heir, claim.epoch)
    return _Claim(claim.place, heir, heir, claim.epoch + 1)


def _store(connection: sqlite3.Connection, team: str, before: _Claim, after: _Claim) -> None:
    if before != after:
        connection.execute(
            "INSERT OR REPLACE INTO owners VALUES (?, ?, ?, ?, ?, ?)",
            (team, *after.place, after.owner, after.heir, after.epoch),
        )


def plan(
    places: Sequence[TopicPartition], owners: Mapping[TopicPartition, int | None], members: Mapping[int, frozenset[str]]
) -> dict[TopicPartition, int]:
    """An even share of each topic for each of its subscribers, moving as few partitions as that allows."""
    heirs: dict[TopicPartition, int] = {}
    loads = dict.fromkeys(members, 0)
    for topic in sorted({topic for topic, _ in places}):
        shares = _shares([place for place in places if place[0] == topic], owners, members, loads)
        for member, share in shares.items():
            heirs.update(dict.fromkeys(share, member))
            loads[member] += len(share)
    return heirs


def _shares(
    places: list[TopicPartition], owners: Mapping[TopicPartition, int | None], members: Mapping[int, frozenset[str]],
    loads: Mapping[int, int],
) -> dict[int, list[TopicPartition]]:  # fmt: skip
    topic = places[0][0]
    held = {
        member: [place for place in places if owners.get(place) == member]
        for member, topics in members.items() if topic in topics
    }  # fmt: skip
    base, extra = divmod(len(places), len(held))
    ranked = sorted(held, key=lambda member: (-len(held[member]), loads[member], member))
    quotas = {member: base + (rank < extra) for rank, member in enumerate(ranked)}
    shares = {member: held[member][: quotas[member]] for member in ranked}
    kept = {place for share in shares.values() for place in share}
    pool = iter(place for place in places if place not in kept)
    for member, share in shares.items():
        share.extend(place for _, place in zip(range(quotas[member] - len(share)), pool, strict=False))
    return shares
