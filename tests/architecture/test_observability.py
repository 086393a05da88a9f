"""The dashboard shows every figure of messaging, and none that no process has."""

import json
import re
from pathlib import Path

import yaml
from prometheus_client import REGISTRY

# The modules that declare figures.
import gateway.entrypoints.timers.notifications  # noqa: F401
import shared.messaging.kafka_consumer
import shared.messaging.metrics
import shared.seals.metrics  # noqa: F401
from satupintu.databases import PACKAGES

FOLDER = Path(__file__).parents[2] / "deploy/observability"
FAMILIES = ("relay_", "consumer_", "notification_", "seal_")
# Made by Prometheus itself, and by the client's collector of the process.
GIVEN = {"up", "process_resident_memory_bytes", "process_cpu_seconds_total"}


def shown() -> set[str]:
    """Names of the figures in the dashboard's queries."""
    dashboard = json.loads((FOLDER / "messaging.json").read_text(encoding="utf-8"))
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    name = r"\b(up|[a-z]+(?:_[a-z]+)+)\b(?=\[|\)|\{|$)"
    return {found for query in queries for found in re.findall(name, query)}


def declared() -> set[str]:
    counted = {
        f"{one.name}_total" if one.type == "counter" else one.name for one in REGISTRY.collect()
    }
    return {name for name in counted if name.startswith(FAMILIES)}


def test_every_figure_is_shown() -> None:
    assert declared() - shown() == set()


def test_no_figure_is_shown_that_nobody_counts() -> None:
    assert shown() - declared() - GIVEN == set()


def test_every_process_is_asked() -> None:
    config = yaml.safe_load((FOLDER / "prometheus.yml").read_text())
    (job,) = config["scrape_configs"]
    (found,) = job["dns_sd_configs"]
    assert found["names"] == [f"{one}-{part}" for one in PACKAGES for part in ("api", "worker")]
    assert found["port"] == 8000
