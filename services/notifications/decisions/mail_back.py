"""What a mail that came back says: a delivery status (RFC 3464) or a complaint (RFC 5965). Anything else says nothing.

Only status fields are looked at; no text of a mail is kept or logged.
"""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message

from services.notifications.model import Reported

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
UNFIT_DETAILS = frozenset({"1.1", "1.2", "1.3", "1.6", "1.10", "2.1"})
"""No such mailbox, no such system, bad syntax, moved, null MX, mailbox disabled (RFC 3463 and its register)."""
ACTIONS = {"delayed": Reported.DELAYED, "delivered": Reported.DELIVERED, "relayed": Reported.TAKEN,
           "expanded": Reported.TAKEN}  # fmt: skip
NO_COMPLAINT = frozenset({"not-spam", "auth-failure", "virus"})  # of the message or of its signature, not of a person
PARTS_MAX = 50

Read = tuple[Reported, str]


def read(content: bytes) -> Read | None:
    """What it tells, with a code; None for everything that is no report, an automatic answer say."""
    try:
        message = message_from_bytes(content, policy=policy.default)
        return _read(message)
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The standard parser promises not to raise, and its lazily parsed headers do all the same.
        return None


def _read(message: EmailMessage) -> Read | None:
    if message.get_content_type() != "multipart/report":
        return None
    kind = str(message.get_param("report-type", "")).lower()
    if kind == "delivery-status":
        return next(_statuses(message), None)
    return _complaint(message) if kind == "feedback-report" else None


def _statuses(message: EmailMessage) -> Iterator[Read]:
    for block in _blocks(message, "message/delivery-status"):
        action = _field(block, "Action")
        found = STATUS.search(_field(block, "Status"))
        code = f"dsn-{found[0]}" if found else "dsn"
        if action in ACTIONS:
            yield ACTIONS[action], code
        elif action == "failed":
            unfit = found is not None and found[1] == "5" and f"{found[2]}.{found[3]}" in UNFIT_DETAILS
            yield (Reported.UNFIT if unfit else Reported.FAILED), code


def _complaint(message: EmailMessage) -> Read | None:
    for block in _blocks(message, "message/feedback-report"):
        kind = _field(block, "Feedback-Type")
        if kind:
            return None if kind in NO_COMPLAINT else (Reported.COMPLAINED, "complaint")
    return None


def _blocks(message: EmailMessage, content_type: str) -> Iterator[Message]:
    """The groups of fields in the machine-readable part, whichever way the parser has left them."""
    for _, part in zip(range(PARTS_MAX), message.walk(), strict=False):
        if part.get_content_type() != content_type:
            continue
        inner = part.get_payload()
        if isinstance(inner, list):
            yield from (block for block in inner if isinstance(block, Message))
        elif isinstance(inner, str):
            yield message_from_bytes(inner.encode("utf-8", "replace"), policy=policy.default)


def _field(block: Message, name: str) -> str:
    return str(block.get(name, "")).strip().lower()
