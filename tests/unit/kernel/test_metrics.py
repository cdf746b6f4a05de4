import os
import subprocess
import sys
from pathlib import Path

import pytest

from kernel.telemetry import metrics


def text() -> str:
    return metrics.exposition().decode()


def test_what_the_kernel_counts_is_exposed() -> None:
    metrics.command_done("RevokeConsent", "done", 0.004)
    metrics.event_handled("consent.revoked.v1")
    metrics.event_refused("consent.revoked.v1", "no-such-note")
    metrics.stream_parked("bad-json")
    metrics.streams_parked("notes", 2)
    metrics.outbox_state("notes", 7, 1.5)
    metrics.relay_published("alliance.notes", 3)
    metrics.consumer_lag("alliance.notes", "alliance.consent", 4, 12)
    metrics.timer_fired("rung-due", -0.001)
    metrics.delivery("mail", "handed-over")
    metrics.turn_item_failed("sweeper", "KeyError")
    metrics.request_answered("notes", "GET", "/children/<string:child>", 200, 0.01)
    shown = text()
    for line in (
        'alliance_commands_total{name="RevokeConsent",outcome="done"}',
        'alliance_events_handled_total{type="consent.revoked.v1"}',
        'alliance_events_refused_total{code="no-such-note",type="consent.revoked.v1"}',
        'alliance_streams_parked_total{code="bad-json"}',
        'alliance_streams_parked_now{service="notes"} 2.0',
        'alliance_outbox_pending{service="notes"} 7.0',
        'alliance_outbox_oldest_seconds{service="notes"} 1.5',
        'alliance_relay_published_total{topic="alliance.notes"}',
        'alliance_consumer_lag{group="alliance.notes",partition="4",topic="alliance.consent"} 12.0',
        'alliance_timers_fired_total{name="rung-due"}',
        'alliance_deliveries_total{channel="mail",state="handed-over"}',
        'alliance_turn_items_failed_total{error="KeyError",turn="sweeper"}',
        'route="/children/<string:child>",service="notes",status="200"',
    ):
        assert line in shown


@pytest.mark.parametrize(
    "value", ["0123456789abcdef0123456789abcdef", "child:4711001", "Anna Berg", "a@b.example", "", "x\ny", "a" * 97]
)
def test_a_label_never_carries_an_identifier_or_a_sentence(value: str) -> None:
    assert metrics.label(value) == metrics.REFUSED


def test_the_workers_of_a_gunicorn_are_added_up(tmp_path: Path) -> None:
    environ = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    worker = "from kernel.telemetry import metrics; metrics.relay_published('t', 2); metrics.streams_parked('notes', 1)"
    for _ in range(2):
        subprocess.run([sys.executable, "-c", worker], env=environ, check=True)
    asked = "from kernel.telemetry import metrics; print(metrics.exposition().decode())"
    shown = subprocess.check_output([sys.executable, "-c", asked], env=environ, text=True)
    assert 'alliance_relay_published_total{topic="t"} 4.0' in shown
    assert 'alliance_streams_parked_now{service="notes"} 1.0' in shown
