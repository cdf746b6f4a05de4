"""Spans over OpenTelemetry, with attributes from the allow-list of the logs.

Without an exporter a span only carries an incoming W3C `traceparent` on, so that the chain stays whole for those who do
export, and costs a microsecond.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry import context as contexts
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import NonRecordingSpan, SpanContext, Status, StatusCode, TraceFlags

from kernel.telemetry import metrics
from kernel.telemetry.allowed import REFUSED, clean, unknown

EXPORT_TIMEOUT_SECONDS = 5
_TRACEPARENT = re.compile(r"00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")
_NAME = re.compile(r"[A-Za-z0-9 ._:/<>-]{1,128}")

_provider: TracerProvider | None = None


def configure(service: str, exporter_url: str | None, processor: SpanProcessor | None = None) -> None:
    """Export spans to an OTLP/HTTP address or to `processor`; with neither, flush what is held and stop exporting."""
    global _provider  # noqa: PLW0603 - one exporter per process, made after any fork
    if _provider is not None:
        _provider.shutdown()
        _provider = None
    if exporter_url is not None and processor is None:
        processor = BatchSpanProcessor(OTLPSpanExporter(exporter_url, timeout=EXPORT_TIMEOUT_SECONDS))
    if processor is not None:
        # A literal resource: the environment of the process has no say in what is told about it.
        _provider = TracerProvider(resource=Resource({SERVICE_NAME: service}), shutdown_on_exit=True)
        _provider.add_span_processor(processor)


def current_traceparent() -> str | None:
    """What to send along so that the next process continues this trace."""
    current = trace.get_current_span().get_span_context()
    if not current.is_valid:
        return None
    return f"00-{current.trace_id:032x}-{current.span_id:016x}-{int(current.trace_flags):02x}"


def current_trace() -> str | None:
    """The trace id alone: what a log line and a problem report name."""
    current = trace.get_current_span().get_span_context()
    return f"{current.trace_id:032x}" if current.is_valid else None


@contextmanager
def span(name: str, /, traceparent: str | None = None, **codes: object) -> Iterator[None]:
    """A step of work. A malformed `traceparent` is ignored; an exception marks the span by its type alone."""
    parent = _parent(traceparent)
    if _provider is None:
        with _carried(parent):
            yield
        return
    tracer = _provider.get_tracer("alliance")
    with tracer.start_as_current_span(
        name if _NAME.fullmatch(name) else REFUSED,
        context=parent,
        attributes=_attributes(codes),
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        try:
            yield
        except BaseException as error:
            current.set_attribute("error_type", type(error).__name__)
            current.set_status(Status(StatusCode.ERROR))
            raise


@contextmanager
def _carried(parent: contexts.Context | None) -> Iterator[None]:
    if parent is None:
        yield
        return
    token = contexts.attach(parent)
    try:
        yield
    finally:
        contexts.detach(token)


def _parent(traceparent: str | None) -> contexts.Context | None:
    found = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    if found is None:
        return None
    trace_id, span_id, flags = (int(part, 16) for part in found.groups())
    remote = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    return trace.set_span_in_context(NonRecordingSpan(remote))


def _attributes(codes: dict[str, object]) -> dict[str, str | int | float | bool]:
    refused = unknown(codes)
    for _ in refused:
        metrics.log_field_refused("name")
    cleaned = {name: clean(name, value) for name, value in codes.items() if name not in refused}
    return {name: value for name, value in cleaned.items() if value is not None}
