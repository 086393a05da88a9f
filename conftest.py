"""Fixtures that every member's tests may ask for, and no connection to anywhere else."""

import os
from urllib.parse import urlsplit

import pytest

pytest_plugins = [
    "shared.testing.broker",
    "shared.testing.clamd",
    "shared.testing.postgres",
    "shared.testing.s3",
]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Tests reach this machine and the servers that were named to them, nothing else."""
    named = [urlsplit(os.environ.get("TEST_POSTGRES_URL", "")).hostname]
    brokers = os.environ.get("KAFKA_BOOTSTRAP_SERVERS", "").split(",")
    named += [broker.rpartition(":")[0] for broker in brokers]
    hosts = ["127.0.0.1", "::1", "localhost", *(host for host in named if host)]
    config.option.allow_hosts = ",".join(hosts)
    config.option.allow_unix_socket = True
