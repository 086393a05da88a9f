"""The figures of seals, each declared once with its meaning."""

from prometheus_client import Counter, Gauge

SEALED = Gauge("seal_position", "The position up to which the log is sealed", ["service"])
REFUSED = Counter("seal_refused_total", "Times a log was not as its last seal says", ["service"])
