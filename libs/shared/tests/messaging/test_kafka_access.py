"""Brokers that ask for TLS and a password: who has both is heard, and nobody else."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.local_ports import free_port
from shared.messaging.broker import Broker
from shared.messaging.broker_jars import missing
from shared.messaging.kafka import KafkaBus
from shared.messaging.kafka_access import KafkaAccess, SaslMechanism
from shared.testing.bus_suite import Listener, message_of, running

PASSWORD = "of this test alone"
PROPERTIES = """\
listeners=PLAINTEXT://127.0.0.1:{port},SECURE://127.0.0.1:SECURE_PORT,\
CONTROLLER://127.0.0.1:{controller_port}
advertised.listeners=PLAINTEXT://127.0.0.1:{port},SECURE://127.0.0.1:SECURE_PORT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL
listener.name.secure.ssl.keystore.type=PEM
listener.name.secure.ssl.keystore.location=PEM_FILE
listener.name.secure.sasl.enabled.mechanisms=PLAIN
listener.name.secure.plain.sasl.jaas.config=\
 org.apache.kafka.common.security.plain.PlainLoginModule required user_satupintu="PASSWORD";
"""


def certified(pem: Path, authority: Path) -> None:
    """A key with its own certificate for this machine, and the certificate to know it by."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem.write_bytes(private + certificate)
    authority.write_bytes(certificate)


@pytest.fixture(scope="module")
def access(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaAccess]:
    """How a broker of this module is reached."""
    if lacking := missing():
        pytest.skip(f"a broker with a listener of our own needs {lacking}")
    home = tmp_path_factory.mktemp("secure")
    pem, authority = home / "broker.pem", home / "authority.pem"
    certified(pem, authority)
    secure = free_port()
    properties = (
        PROPERTIES.replace("SECURE_PORT", str(secure))
        .replace("PEM_FILE", str(pem))
        .replace("PASSWORD", PASSWORD)
    )
    broker = Broker(home / "broker", properties=properties)
    broker.start()
    yield KafkaAccess(
        bootstrap_servers=f"127.0.0.1:{secure}",
        is_encrypted=True,
        authority=authority,
        username="satupintu",
        password=PASSWORD,
        mechanism=SaslMechanism.PLAIN,
    )
    broker.stop()


@pytest.mark.broker
async def test_who_has_certificate_and_password_is_heard(access: KafkaAccess) -> None:
    bus, listener = KafkaBus(access), Listener()
    bus.attach("reader", frozenset({"probe.events"}), listener.handle)
    message = message_of("probe")

    async with running(bus):
        await asyncio.wait_for(bus.publish([message])[0], 30)

        assert await listener.has_heard(1) == [message]


@pytest.mark.broker
@pytest.mark.parametrize(
    "without", [{"password": "another"}, {"authority": None}, {"is_encrypted": False}]
)
async def test_who_lacks_one_of_them_is_not(
    access: KafkaAccess, without: dict[str, object]
) -> None:
    bus = KafkaBus(replace(access, **without))

    (future,) = bus.publish([message_of("probe")])
    await asyncio.wait([future], timeout=2)

    assert not future.done()
    await bus.close()
