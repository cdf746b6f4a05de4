"""What would be different under other packs or another clinic policy. Changes nothing; reading it is on record."""

from collections.abc import Mapping
from datetime import UTC, date
from typing import Any

from kernel.clock import to_text
from kernel.errors import NotFound
from kernel.reader import Gathering, Reader
from services.consent.packs.kept import in_force, shipped
from services.consent.queries.packs import own_version
from services.consent.repository import CLINICS
from services.consent.rules.packs import Book, Pack
from services.consent.whatif.candidate import Candidate
from services.consent.whatif.changes import Change, Direction
from services.consent.whatif.history import CHILDREN_AT_ONCE, Part, Tally, part


def candidate(
    reader: Reader,
    network: str,
    *,
    packs: tuple[Pack, ...] | None = None,
    version: str | None = None,
    policy: Mapping[str, Any] | None = None,
    clinic: str | None = None,
    on: date | None = None,
) -> Candidate:
    """What is tried against what is in force now; without `packs` and `version` the packs stay. NotFound for a clinic
    or a version that the network does not have."""
    now = in_force(reader, network, reader.now)
    if clinic is not None:
        _require_clinic(reader, network, clinic)
    own = own_version(reader, network, version).book if version is not None else None if packs is None else Book(packs)
    return Candidate(
        now=now,
        then=now if own is None else own.over(shipped()),
        on=on or reader.now.astimezone(UTC).date(),
        policy=policy or {},
        clinic=clinic,
    )


def tried(
    reader: Reader, network: str, found: Candidate, cursor: str | None = None, children: int = CHILDREN_AT_ONCE
) -> Part:
    """One page, recorded in the network's chain and in that of every child of whom it tells."""
    page = part(reader, network, found, cursor, children)
    gathering = Gathering(reader.dispatcher, reader.principal)
    facts = {"now": found.now.version, "then": found.then.version, "on": found.on.isoformat()}
    gathering.shown(f"network:{network}", "what-if", **facts, changes=str(page.tally.changes))
    for child in sorted({change.child for change in page.changes}):
        gathering.shown(child, "what-if", then=found.then.version)
    gathering.record()
    return page


def answered(found: Candidate, page: Part) -> dict[str, Any]:
    """A page for the wire."""
    return {
        "now": found.now.version,
        "then": found.then.version,
        "on": found.on.isoformat(),
        "later": found.later(),
        "changes": [row(change) for change in page.changes],
        **counted(page.tally),
        "next_cursor": page.next_cursor,
    }


def counted(tally: Tally) -> dict[str, Any]:
    """What was looked at, and what was found by direction; every direction is there, also with nothing in it."""
    return {
        "counts": {direction.value: tally.directions[direction] for direction in Direction},
        "children": tally.children,
        "disclosures": tally.disclosures,
        "touched": tally.touched,
        "decisions": tally.decisions,
        "reconstructed": tally.reconstructed,
        "unlike_recorded": tally.unlike_recorded,
    }


def row(change: Change) -> dict[str, Any]:
    """Codes and identifiers."""
    return {
        "child": change.child,
        "disclosure": change.disclosure,
        "person": change.person,
        "direction": change.direction.value,
        "clinic": change.clinic,
        "disclosure_class": change.disclosure_class.value,
        "message_class": change.message_class.value,
        "decided_at": to_text(change.decided_at),
        "ground": change.ground,
        "recorded": change.recorded.value if change.recorded is not None else None,
        "before": list(change.before),
        "after": list(change.after),
    }


def _require_clinic(reader: Reader, network: str, clinic: str) -> None:
    found = reader.known(CLINICS, clinic)
    if found is None or found.network != network:
        raise NotFound("no-such-clinic")
