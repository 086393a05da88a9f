"""Logs, metrics and traces: ids always, people's data never.

One log line is one event, JSON, key and value. Each metric is declared once, beside what it
counts.
"""

import logging
import sys
from contextvars import ContextVar

import structlog

_correlation: ContextVar[str | None] = ContextVar("correlation", default=None)


def correlation_id() -> str | None:
    """The id that follows one request through every service and event."""
    return _correlation.get()


def set_correlation_id(value: str | None) -> None:
    """Sets the id for what runs from here on in this task."""
    _correlation.set(value)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A structured logger: `log.info("event_name", key=value)`."""
    bound: structlog.stdlib.BoundLogger = structlog.get_logger(name)
    return bound


def configure_logging(*, level: str = "INFO") -> None:
    """JSON lines to standard error, for our own events and for the libraries' warnings."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_correlation,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("aiokafka", "uvicorn.access", "pyhanko"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def configure_tracing(service: str, endpoint: str | None) -> None:
    """Sends traces of requests to an OTLP collector (HTTP, such as `http://host:4318/v1/traces`);
    without one, none are made."""
    if endpoint is None:
        return
    # Imported here: without a collector nothing of it is needed.
    from opentelemetry import trace
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": service}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    trace.set_tracer_provider(provider)


def _with_correlation(
    _logger: object, _name: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    if (value := _correlation.get()) is not None:
        event["correlation_id"] = value
    return event
