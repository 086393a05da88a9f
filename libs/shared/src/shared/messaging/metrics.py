"""The figures of messaging, each declared once with its meaning."""

from prometheus_client import Counter, Gauge

PUBLISHED = Counter("relay_published_total", "Events the relay published", ["service"])
RELAY_FAILED = Counter("relay_failed_total", "Events a publish was refused for", ["service"])
BACKLOG = Gauge("relay_backlog", "Events that wait in the log for the relay", ["service"])
APPLIED = Counter("consumer_applied_total", "Reactions that had their effect", ["group"])
DUPLICATES = Counter("consumer_duplicates_total", "Deliveries that had been applied", ["group"])
RETRIES = Counter("consumer_retries_total", "Messages that were tried again", ["group"])
GAPS = Counter("consumer_gaps_total", "Gaps in a key's numbers that did not close", ["group"])
UNKNOWN = Counter("consumer_unknown_version_total", "Events of a version not known here", ["group"])
DEAD = Counter("consumer_dead_letters_total", "Messages that were set aside", ["group", "reason"])
