"""What a test run may be told from outside."""

from pydantic_settings import BaseSettings


class SuiteSettings(BaseSettings):
    """`KAFKA_BOOTSTRAP_SERVERS` names a broker to use; `CI=true` forbids to do without one."""

    kafka_bootstrap_servers: str | None = None
    ci: bool = False
