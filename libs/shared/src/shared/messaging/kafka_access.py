"""How brokers are reached: in the clear on one machine, by TLS and with a password elsewhere."""

import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any


class SaslMechanism(StrEnum):
    """How a password is shown; PLAIN shows it to the broker as it is."""

    PLAIN = "PLAIN"
    SCRAM_SHA_256 = "SCRAM-SHA-256"
    SCRAM_SHA_512 = "SCRAM-SHA-512"


@dataclass(frozen=True, slots=True, kw_only=True)
class KafkaAccess:
    """`authority` is the file of the certificates that brokers are known by; without one, and
    with `is_encrypted`, those that the machine trusts. `certificate` and `key` are our own."""

    bootstrap_servers: str
    is_encrypted: bool = False
    authority: Path | None = None
    certificate: Path | None = None
    key: Path | None = None
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    mechanism: SaslMechanism = SaslMechanism.SCRAM_SHA_512

    def options(self) -> dict[str, Any]:
        """What each client of the brokers is made with."""
        protocol = "SSL" if self.is_encrypted else "PLAINTEXT"
        options: dict[str, Any] = {"bootstrap_servers": self.bootstrap_servers}
        if self.is_encrypted:
            options["ssl_context"] = self._trust()
        if self.username is not None:
            protocol = "SASL_SSL" if self.is_encrypted else "SASL_PLAINTEXT"
            options |= {
                "sasl_mechanism": self.mechanism.value,
                "sasl_plain_username": self.username,
                "sasl_plain_password": self.password,
            }
        return options | {"security_protocol": protocol}

    def _trust(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.authority)
        if self.certificate is not None:
            context.load_cert_chain(self.certificate, self.key)
        return context
