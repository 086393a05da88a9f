"""What the host itself is told from outside."""

import os
from collections.abc import Mapping

from pydantic import SecretStr
from pydantic_settings import BaseSettings


class HostSettings(BaseSettings):
    """`KAFKA_BOOTSTRAP_SERVERS` names brokers to use instead of one of our own, `POSTGRES_URL` a
    server (with a superuser) instead of the embedded one.

    `KAFKA_NAMESPACE` stands before the names of topics and groups on given brokers; without it the
    home makes one of its own, since its databases and its topics begin together.
    """

    kafka_bootstrap_servers: str | None = None
    kafka_namespace: str | None = None
    postgres_url: SecretStr | None = None


def environment_with(variables: Mapping[str, str]) -> dict[str, str]:
    """A child's environment: ours, and what it is told beside."""
    return dict(os.environ) | dict(variables)
