from collections.abc import Iterator

import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from kernel.telemetry import traces

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
SECRET = "Anna told"


@pytest.fixture
def exported() -> Iterator[InMemorySpanExporter]:
    exporter = InMemorySpanExporter()
    traces.configure("notes", None, SimpleSpanProcessor(exporter))
    yield exporter
    traces.configure("notes", None)


def test_without_an_exporter_a_span_passes_the_incoming_trace_on() -> None:
    with traces.span("hear consent.revoked.v1", PARENT, type="consent.revoked.v1"):
        assert traces.current_traceparent() == PARENT
        assert traces.current_trace() == "0af7651916cd43dd8448eb211c80319c"
    assert traces.current_traceparent() is None


@pytest.mark.parametrize(
    "broken",
    ["", "x", PARENT.upper(), PARENT + "\n", PARENT + "-more", PARENT[:-1] + "é", "00-" + "0" * 32 + PARENT[35:]],
)
def test_a_malformed_parent_is_ignored(broken: str) -> None:
    with traces.span("hear", broken):
        assert traces.current_traceparent() is None


def test_an_exported_span_continues_its_parent_and_carries_codes_alone(exported: InMemorySpanExporter) -> None:
    with traces.span("hear consent.revoked.v1", PARENT, type="consent.revoked.v1", code=SECRET, note=SECRET):
        inner = traces.current_traceparent()
    (span,) = exported.get_finished_spans()
    assert inner is not None
    assert inner[3:35] == PARENT[3:35]
    assert inner != PARENT
    assert dict(span.attributes or {}) == {"type": "consent.revoked.v1", "code": "[refused]"}
    assert dict(span.resource.attributes) == {"service.name": "notes"}


def test_spans_nest(exported: InMemorySpanExporter) -> None:
    with traces.span("outer"), traces.span("inner"):
        pass
    inner, outer = exported.get_finished_spans()
    assert inner.parent is not None
    assert outer.context is not None
    assert inner.parent.span_id == outer.context.span_id


def test_an_exception_marks_the_span_by_its_type_alone(exported: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match=SECRET), traces.span("hear"):
        raise ValueError(SECRET)
    (span,) = exported.get_finished_spans()
    assert span.status.status_code is StatusCode.ERROR
    assert span.status.description is None
    assert span.events == ()
    assert dict(span.attributes or {}) == {"error_type": "ValueError"}


def test_a_span_name_that_holds_other_characters_is_refused(exported: InMemorySpanExporter) -> None:
    with traces.span("GET /search?q=Anna"):
        pass
    assert exported.get_finished_spans()[0].name == "[refused]"
