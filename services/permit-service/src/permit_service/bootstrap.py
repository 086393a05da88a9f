"""Puts the permit service together from what a host gives it."""

from permit_service.adapters.certificates import LocalCertificates
from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.adapters.directory import GatewayDirectory
from permit_service.adapters.intake_source import GatewayIntakes
from permit_service.adapters.payments import CounterPayments, HttpPayments
from permit_service.adapters.press import TypesetPress
from permit_service.adapters.secrets import KeyedSecrets
from permit_service.adapters.signature_check import StoredSignatures
from permit_service.adapters.signing_authority import SigningAuthority
from permit_service.adapters.store.desk import PostgresDesk
from permit_service.application.payment_ports import PaymentGateway
from permit_service.application.ports import Ports
from permit_service.entrypoints import document_timers, pages
from permit_service.entrypoints.api import ROUTERS, Api
from permit_service.entrypoints.api.context import Links
from permit_service.entrypoints.consumers import subscriptions
from permit_service.entrypoints.timers import loops
from permit_service.settings import NAME, PermitSettings
from shared.database.access_log import AccessLog
from shared.documents.sealed_code import SealingKeys
from shared.documents.typesetting import Typesetter
from shared.http import create_app
from shared.ids import new_id
from shared.module import Foundation, ServiceModule

VERSION = "0.1.0"
LICENCE_KEYS = "licence-keys"
UPLOAD_BYTES = 21 * 1024 * 1024


def build(settings: PermitSettings, foundation: Foundation) -> ServiceModule:
    """The service on PostgreSQL, signing with the local authority."""
    desk = PostgresDesk(foundation.database)
    accesses = AccessLog(foundation.database)
    ports = _ports(settings, foundation, desk, accesses)
    api = Api(
        ports=ports,
        links=Links(public_base_url=settings.public_base_url.rstrip("/")),
    )
    reactions = subscriptions(default_catalogue())
    app = create_app(
        service=NAME,
        title="SatuPintu permits",
        version=VERSION,
        foundation=foundation,
        routers=(*ROUTERS, pages.router),
        upload_bytes=UPLOAD_BYTES,
        subscriptions=reactions,
        work_of=desk.work_of,
        access_log=accesses,
    )
    app.state.permits = api
    return ServiceModule(
        name=NAME,
        app=app,
        database=foundation.database,
        sealing=foundation.sealing,
        work_of=desk.work_of,
        subscriptions=reactions,
        loops=(
            *loops(
                ports,
                ends_interval_seconds=settings.ends_interval_seconds,
                import_interval_seconds=settings.import_interval_seconds,
                delivery_interval_seconds=settings.delivery_interval_seconds,
                payment_interval_seconds=settings.payment_interval_seconds,
                clock_interval_seconds=settings.clock_interval_seconds,
                intake_source=GatewayIntakes(foundation.services, foundation.system_tokens),
                intake_interval_seconds=settings.intake_interval_seconds,
            ),
            *document_timers.loops(ports),
        ),
    )


def _ports(
    settings: PermitSettings, foundation: Foundation, desk: PostgresDesk, accesses: AccessLog
) -> Ports:
    authority = SigningAuthority.of(
        settings.signing_home, bsre=settings.bsre, clock=foundation.clock
    )
    signer = authority.signer
    storage = settings.storage()
    keys = SealingKeys.at(settings.signing_home / LICENCE_KEYS, clock=foundation.clock)
    return Ports(
        clock=foundation.clock,
        begin=desk.begin,
        read=desk.read,
        direct=desk.direct,
        new_id=new_id,
        secrets=KeyedSecrets(foundation.database.keyring),
        storage=storage,
        screening=foundation.screening,
        press=TypesetPress(
            Typesetter(),
            keys=keys,
            public_base_url=settings.public_base_url,
            issuer=signer.issuer,
        ),
        signer=signer,
        directory=GatewayDirectory(
            foundation.services, foundation.system_tokens, asks_for_nik=authority.asks_for_nik
        ),
        certificates=LocalCertificates(authority.local, are_here=settings.signing == "local"),
        signatures=StoredSignatures(storage, authority.verifier),
        accesses=accesses,
        published_keys=keys.published,
        payments=_payments(settings, foundation),
    )


def _payments(settings: PermitSettings, foundation: Foundation) -> PaymentGateway:
    if not (settings.payment_url and settings.payment_token and settings.payment_secret):
        return CounterPayments()
    return HttpPayments(
        endpoint=settings.payment_url,
        token=settings.payment_token.get_secret_value(),
        secret=settings.payment_secret.get_secret_value(),
        clock=foundation.clock,
    )
