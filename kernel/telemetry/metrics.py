"""Every metric of the platform, declared here and nowhere else. Labels are codes of our own, never identifiers.

Works in one process and, when PROMETHEUS_MULTIPROC_DIR is set before the import, over the workers of a gunicorn.
"""

import os
import re

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
REFUSED = "refused"
_LABEL = re.compile(r"[A-Za-z0-9/<][A-Za-z0-9._:/<>-]{0,95}")
_LOOKS_LIKE_AN_ID = re.compile(r"[0-9a-f]{16}|\d{6}|@")
_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
_LATE = (0.1, 0.5, 1, 2, 5, 15, 60, 300, 900, 3600)

COMMANDS = Counter("alliance_commands_total", "Commands by outcome (done, refused, failed)", ("name", "outcome"))
COMMAND_SECONDS = Histogram("alliance_command_seconds", "Command duration, retries included", ("name",), buckets=_FAST)
EVENTS = Counter("alliance_events_handled_total", "Events whose handler has committed", ("type",))
EVENTS_REFUSED = Counter("alliance_events_refused_total", "Events a handler refused", ("type", "code"))
PARKINGS = Counter("alliance_streams_parked_total", "Times a stream was parked, by reason", ("code",))
PARKED = Gauge("alliance_streams_parked_now", "Streams parked now", ("service",), multiprocess_mode="mostrecent")
PENDING = Gauge("alliance_outbox_pending", "Events not yet published", ("service",), multiprocess_mode="mostrecent")
PENDING_SECONDS = Gauge(
    "alliance_outbox_oldest_seconds", "Age of the oldest such event", ("service",), multiprocess_mode="mostrecent"
)
PUBLISHED = Counter("alliance_relay_published_total", "Events acknowledged by the bus", ("topic",))
LAG = Gauge(
    "alliance_consumer_lag", "Records not yet handled", ("group", "topic", "partition"), multiprocess_mode="mostrecent"
)
TIMERS = Counter("alliance_timers_fired_total", "Timers carried out", ("name",))
TIMER_SECONDS = Histogram("alliance_timer_delay_seconds", "How late a timer fired", ("name",), buckets=_LATE)
PROVIDER_STATES = Gauge(
    "alliance_provider_state", "1 for the state that a provider's breaker is in", ("provider", "state"),
    multiprocess_mode="mostrecent",
)  # fmt: skip
REPORTS = Counter("alliance_provider_reports_total", "Reports on messages, by what became of them", ("way", "outcome"))
DELIVERIES = Counter("alliance_deliveries_total", "Deliveries that reached a state", ("channel", "state"))
TURN_ITEMS_FAILED = Counter(
    "alliance_turn_items_failed_total", "Items a turn left behind after an unexpected error", ("turn", "error")
)
RECONCILIATION = Gauge(
    "alliance_reconciliation_differences", "Differences in the clinics' newest daily reports, by kind", ("kind",),
    multiprocess_mode="mostrecent",
)  # fmt: skip
STUCK_SETTLED = Counter("alliance_stuck_settled_total", "Stuck things that a sweep settled, by kind", ("kind",))
REQUESTS = Counter("alliance_http_requests_total", "Requests answered", ("service", "method", "route", "status"))
REQUEST_SECONDS = Histogram(
    "alliance_http_request_seconds", "Until the answer began", ("service", "route"), buckets=_FAST
)
LOG_FIELDS_REFUSED = Counter("alliance_log_fields_refused_total", "Log or trace fields dropped or blanked", ("reason",))


def label(value: str) -> str:
    """The value if it can be a label: a short code that does not look like somebody's identifier."""
    return value if _LABEL.fullmatch(value) and not _LOOKS_LIKE_AN_ID.search(value) else REFUSED


def command_done(name: str, outcome: str, seconds: float) -> None:
    """One command with its final outcome."""
    COMMANDS.labels(label(name), label(outcome)).inc()
    COMMAND_SECONDS.labels(label(name)).observe(seconds)


def event_handled(type: str) -> None:
    """One event committed by its handler."""
    EVENTS.labels(label(type)).inc()


def event_refused(type: str, code: str) -> None:
    """One event that its handler refused."""
    EVENTS_REFUSED.labels(label(type), label(code)).inc()


def stream_parked(code: str) -> None:
    """One stream set aside."""
    PARKINGS.labels(label(code)).inc()


def streams_parked(service: str, count: int) -> None:
    """How many streams of this service are parked now."""
    PARKED.labels(label(service)).set(count)


def outbox_state(service: str, pending: int, oldest_seconds: float) -> None:
    """How much waits for the relay, and since when; 0 seconds when nothing waits."""
    PENDING.labels(label(service)).set(pending)
    PENDING_SECONDS.labels(label(service)).set(oldest_seconds)


def relay_published(topic: str, count: int = 1) -> None:
    """Events acknowledged by the bus."""
    PUBLISHED.labels(label(topic)).inc(count)


def consumer_lag(group: str, topic: str, partition: int, records: int) -> None:
    """Records of a partition that the group has not handled."""
    LAG.labels(label(group), label(topic), str(partition)).set(records)


def timer_fired(name: str, delay_seconds: float) -> None:
    """One timer carried out, so much after it was due."""
    TIMERS.labels(label(name)).inc()
    TIMER_SECONDS.labels(label(name)).observe(max(delay_seconds, 0.0))


def provider_state(provider: str, state: str) -> None:
    """The state of a provider's breaker as this process knows it."""
    for other in ("closed", "open", "half-open"):
        PROVIDER_STATES.labels(label(provider), other).set(int(other == state))


def report(way: str, outcome: str) -> None:
    """One report on a message; `way` is how it came in."""
    REPORTS.labels(label(way), label(outcome)).inc()


def delivery(channel: str, state: str) -> None:
    """One delivery that reached a state."""
    DELIVERIES.labels(label(channel), label(state)).inc()


def turn_item_failed(turn: str, error: str) -> None:
    """One item that a turn left behind because of an error nobody foresaw; `error` is its type."""
    TURN_ITEMS_FAILED.labels(label(turn), label(error)).inc()


def reconciliation_differences(kind: str, count: int) -> None:
    """How many of this kind stand in the newest reports."""
    RECONCILIATION.labels(label(kind)).set(count)


def stuck_settled(kind: str) -> None:
    """One thing of this kind that the normal course had missed."""
    STUCK_SETTLED.labels(label(kind)).inc()


def request_answered(service: str, method: str, route: str, status: int, seconds: float) -> None:
    """One HTTP answer; `route` is the template, never the path."""
    REQUESTS.labels(label(service), label(method), label(route), str(status)).inc()
    REQUEST_SECONDS.labels(label(service), label(route)).observe(seconds)


def log_field_refused(reason: str) -> None:
    """A field of a log line or span that was dropped (`name`) or blanked (`value`)."""
    LOG_FIELDS_REFUSED.labels(label(reason)).inc()


def exposition() -> bytes:
    """The Prometheus text of this process, or of all workers when they share a directory."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
