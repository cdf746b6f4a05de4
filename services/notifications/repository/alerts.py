"""Words to people about their own account."""

from collections.abc import Sequence
from datetime import datetime

from contracts.codes import Channel
from kernel.clock import to_text
from kernel.kind import Kind
from kernel.store.port import Collection, In, Index, Span
from services.notifications.model import Alert
from services.notifications.repository.finding import INSTANT, Finds

ALERTS = Kind(Alert, Collection("alerts", (Index(("state", "due", "channel")),)))


def due_alerts(source: Finds, now: datetime, channels: Sequence[Channel], limit: int) -> list[Alert]:
    """Oldest first, on the channels that have a provider."""
    due = Span(below=to_text(now + INSTANT))
    return source.find(ALERTS, {"state": "waiting", "due": due, "channel": In(tuple(channels))}, ("due",), limit)
