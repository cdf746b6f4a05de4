"""Transfers as each side may see them: the child's staff all of them, a receiving clinic what waits for its answer."""

from typing import Any

from kernel.clock import to_text
from kernel.command import person_stream
from kernel.reader import Reader
from services.consent.decisions import access
from services.consent.model import Transfer, TransferState
from services.consent.repository import FAMILIES, TRANSFERS

SHOWN_MAX = 200  # open ones of a clinic, or all of a child: years of moving house


def transfers(reader: Reader, child: str) -> dict[str, Any]:
    """For staff who look after the child."""
    family = access.required(reader.principal, reader.known(FAMILIES, child))
    found = reader.find(TRANSFERS, {"child": child}, ("-proposed_at",), SHOWN_MAX)
    reader.shown(child, "transfers")
    return {"transfers": [_in_full(item) for item in found], "position": family.position}


def incoming(reader: Reader, clinic: str) -> dict[str, Any]:
    """Consented to and not expired, for those who may accept; who is of the child's family sees nothing of it."""
    asker = reader.principal
    where = {"receiver": clinic, "state": TransferState.CONSENTED.value}
    found = reader.find(TRANSFERS, where, ("expires_at",), SHOWN_MAX)
    families = reader.many(FAMILIES, sorted({item.child for item in found}))
    rows = [
        _outside(item)
        for item in found
        if item.expires_at > reader.now and access.receives(asker, families[item.child], clinic)
    ]
    reader.shown(person_stream(asker.person), "incoming-transfers", count=str(len(rows)))
    return {"transfers": rows}


def _outside(item: Transfer) -> dict[str, Any]:
    return {
        "transfer": item.id,
        "child": item.child,
        "sender": item.sender,
        "receiver": item.receiver,
        "classes": [cls.value for cls in item.classes],
        "ends_care": item.ends_care,
        "state": item.state.value,
        "expires_at": to_text(item.expires_at),
    }


def _in_full(item: Transfer) -> dict[str, Any]:
    words = [
        {
            "person": word.person,
            "agrees": word.agrees,
            "captured_by": word.captured_by,
            "at": to_text(word.at),
            "session": word.session,
            "document": word.document,
        }
        for word in item.words
    ]
    return {
        **_outside(item),
        "proposed_by": item.proposed_by,
        "proposed_at": to_text(item.proposed_at),
        "words": words,
        "closed_by": item.closed_by,
        "closed_at": to_text(item.closed_at) if item.closed_at else None,
        "reason": item.reason,
    }
