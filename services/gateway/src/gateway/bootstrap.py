"""Puts the gateway together from its settings and what the host gives."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from pydantic import SecretStr

from gateway.adapters.accounts.attempts import CountedAttempts
from gateway.adapters.accounts.ended_access import EndedAccess
from gateway.adapters.accounts.passwords import Argon2Passwords
from gateway.adapters.notifications.mail import MailServer
from gateway.adapters.notifications.parts import NotificationStorage, sending_ports
from gateway.adapters.notifications.short_messages import HttpShortMessages
from gateway.adapters.oss.client import HttpOss
from gateway.adapters.oss.parts import OssParts, oss_parts
from gateway.adapters.privacy.interaction_log import InteractionLog
from gateway.adapters.privacy.old_records import KEEP_ACCESSES, OwnAccesses, SiblingAccesses
from gateway.adapters.privacy.retention import shipped_retention_classes
from gateway.adapters.siblings import Siblings
from gateway.adapters.sicantik import offices_of
from gateway.adapters.sicantik.parts import sicantik_connection, sicantik_ports
from gateway.adapters.work import PostgresBegin, PostgresRead, PostgresWork
from gateway.application.accounts.representation_ports import RepresentationPorts
from gateway.application.integrations.ports import IntegrationPorts
from gateway.application.notifications.ports import SendingPorts
from gateway.application.notifications.read_notifications import DeliveryLogPorts
from gateway.application.ports import Ports
from gateway.application.privacy.breach_ports import BreachPorts
from gateway.application.privacy.closed_account_ports import ClosedAccountPorts
from gateway.application.privacy.deletion_ports import DeletionPorts
from gateway.application.privacy.log_ports import LogPorts, OldRecords
from gateway.application.sicantik.intake_ports import SicantikPorts
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.oss.token import OssCredentials
from gateway.domain.privacy.log_retention import RetainedLog
from gateway.entrypoints import timers
from gateway.entrypoints.api.accounts.accounts import accounts_router
from gateway.entrypoints.api.accounts.representations import representations_router
from gateway.entrypoints.api.accounts.sessions import sessions_router
from gateway.entrypoints.api.accounts.tokens import tokens_router
from gateway.entrypoints.api.descriptions import descriptions_router
from gateway.entrypoints.api.integrations.integrations import integrations_router
from gateway.entrypoints.api.integrations.outages import outages_router
from gateway.entrypoints.api.internal import internal_router
from gateway.entrypoints.api.notifications import notification_router
from gateway.entrypoints.api.offices import offices_router
from gateway.entrypoints.api.operation.router import operation_router
from gateway.entrypoints.api.operation.seals import seals_router
from gateway.entrypoints.api.oss.entries import oss_entries_router
from gateway.entrypoints.api.oss.internal import oss_internal_router
from gateway.entrypoints.api.oss.router import oss_router
from gateway.entrypoints.api.privacy.access_log import access_log_router
from gateway.entrypoints.api.privacy.account_retention import account_retention_router
from gateway.entrypoints.api.privacy.breaches import breaches_router
from gateway.entrypoints.api.privacy.deletion_requests import deletion_requests_router
from gateway.entrypoints.api.privacy.interactions import interactions_router
from gateway.entrypoints.api.privacy.log_retention import log_retention_router
from gateway.entrypoints.api.privacy.own_data import own_data_router
from gateway.entrypoints.api.privacy.retention import retention_router
from gateway.entrypoints.api.sicantik.intakes import intakes_router
from gateway.entrypoints.api.sicantik.internal import internal_intakes_router
from gateway.entrypoints.consumers import subscriptions
from gateway.entrypoints.door import Door
from gateway.entrypoints.pages import pages_router
from gateway.entrypoints.rate_limits import RateLimits
from gateway.entrypoints.witness import Witness
from gateway.settings import NAME, GatewaySettings
from shared.circuit import CircuitRule
from shared.database.access_log import AccessLog
from shared.database.engine import Database, Transaction
from shared.http import create_app
from shared.ids import new_id
from shared.module import ASGIApp, Foundation, ServiceModule
from shared.tokens import TokenSigner

SECRET_BYTES = 32
DISTRIBUTION = "satupintu-gateway"


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayModule(ServiceModule):
    """`ports` are what the first start is made with."""

    ports: Ports


def build(settings: GatewaySettings, foundation: Foundation) -> GatewayModule:
    """The gateway as its host runs it."""
    database = foundation.database
    ports = _ports(settings, foundation)
    interactions = InteractionLog(database)
    logs = _logs(foundation, interactions)
    integrations = _integrations(settings, foundation)
    oss = _oss(settings, foundation, integrations)
    sicantik = sicantik_ports(
        foundation,
        integrations,
        offices=offices_of(settings.sicantik),
        interval_seconds=settings.sicantik_interval_seconds,
    )
    connections = {
        OutsideSystem.OSS: oss.connection,
        OutsideSystem.SICANTIK: sicantik_connection(sicantik),
    }
    integrations = replace(integrations, connections=connections)
    return GatewayModule(
        name=NAME,
        app=_door(settings, foundation, ports, interactions, logs, integrations, oss, sicantik),
        database=database,
        sealing=foundation.sealing,
        work_of=_work_of(database),
        subscriptions=subscriptions(),
        loops=timers.loops(
            ports,
            _sending(settings, foundation),
            _breaches(foundation),
            _deletions(foundation),
            _closed_accounts(foundation),
            logs,
            integrations,
            oss.sending,
            oss.entries,
            sicantik,
            notify_interval_seconds=settings.notify_interval_seconds,
            oss_interval_seconds=settings.oss_interval_seconds,
            outages_interval_seconds=settings.outages_interval_seconds,
            deletions_interval_seconds=settings.deletions_interval_seconds,
        ),
        ports=ports,
    )


def ports_of(module: ServiceModule) -> Ports:
    """The ports of a gateway that was built."""
    assert isinstance(module, GatewayModule)
    return module.ports


def _work_of(database: Database) -> Callable[[Transaction], PostgresWork]:
    """Makes the work of a reaction's transaction."""
    return lambda transaction: PostgresWork(transaction, database.keyring)


def _ports(settings: GatewaySettings, foundation: Foundation) -> Ports:
    key = json.loads(settings.token_key.get_secret_value())
    return Ports(
        clock=foundation.clock,
        new_id=new_id,
        new_secret=lambda: secrets.token_urlsafe(SECRET_BYTES),
        begin=PostgresBegin(foundation.database),
        read=PostgresRead(foundation.database),
        passwords=Argon2Passwords(),
        attempts=CountedAttempts(),
        signer=TokenSigner(key, issuer=settings.issuer, clock=foundation.clock),
        fingerprint=foundation.database.keyring.blind_index,
    )


def _door(
    settings: GatewaySettings,
    foundation: Foundation,
    ports: Ports,
    interactions: InteractionLog,
    logs: LogPorts,
    integrations: IntegrationPorts,
    oss: OssParts,
    sicantik: SicantikPorts,
) -> ASGIApp:
    siblings = Siblings(foundation.services, foundation.system_tokens)
    storage = NotificationStorage(foundation.database)
    begin = PostgresBegin(foundation.database)
    accesses = AccessLog(foundation.database)
    own = create_app(
        service=NAME,
        title="SatuPintu",
        version=version(DISTRIBUTION),
        foundation=foundation,
        routers=[
            accounts_router(ports),
            tokens_router(ports, json.loads(settings.jwks)),
            sessions_router(ports),
            representations_router(_representations(foundation), accesses),
            interactions_router(interactions),
            offices_router(ports),
            notification_router(DeliveryLogPorts(begin=begin, read=storage.read)),
            retention_router(shipped_retention_classes()),
            own_data_router(ports, siblings),
            breaches_router(_breaches(foundation)),
            deletion_requests_router(_deletions(foundation)),
            oss_router(oss.intake, oss.sending),
            oss_entries_router(oss.entries),
            oss_internal_router(oss.intake, accesses),
            account_retention_router(_closed_accounts(foundation)),
            log_retention_router(logs),
            integrations_router(integrations),
            intakes_router(sicantik),
            outages_router(integrations),
            seals_router(siblings),
            operation_router(siblings),
            access_log_router(siblings),
            descriptions_router(siblings, public_base_url=settings.public_base_url),
            pages_router(siblings),
            internal_router(ports, accesses),
            internal_intakes_router(sicantik, accesses),
        ],
        ready=siblings.are_ready,
        subscriptions=subscriptions(),
        work_of=_work_of(foundation.database),
        access_log=accesses,
    )
    siblings.own = own
    return Door(
        own,
        foundation.services,
        limits=RateLimits(settings.requests_per_minute),
        tokens=foundation.system_tokens,
        witness=Witness(interactions.note, verifier=foundation.verifier, clock=foundation.clock),
        verifier=foundation.verifier,
        ended=EndedAccess(foundation.database),
    )


def _representations(foundation: Foundation) -> RepresentationPorts:
    return RepresentationPorts(
        clock=foundation.clock,
        new_id=new_id,
        begin=PostgresBegin(foundation.database),
        read=PostgresRead(foundation.database),
        link_token=foundation.database.keyring.link_token,
    )


def _logs(foundation: Foundation, interactions: InteractionLog) -> LogPorts:
    siblings = Siblings(foundation.services, foundation.system_tokens)
    behind = {name: SiblingAccesses(name, siblings) for name in KEEP_ACCESSES}
    accesses: dict[str, OldRecords] = {NAME: OwnAccesses(AccessLog(foundation.database)), **behind}
    return LogPorts(
        clock=foundation.clock,
        new_id=new_id,
        begin=PostgresBegin(foundation.database),
        read=PostgresRead(foundation.database),
        logs={RetainedLog.ACCESS_LOG: accesses, RetainedLog.INTERACTION: {NAME: interactions}},
        destroy_strangers=interactions.destroy_strangers,
    )


def _closed_accounts(foundation: Foundation) -> ClosedAccountPorts:
    return ClosedAccountPorts(
        clock=foundation.clock,
        begin=PostgresBegin(foundation.database),
        read=PostgresRead(foundation.database),
        siblings=Siblings(foundation.services, foundation.system_tokens),
    )


def _deletions(foundation: Foundation) -> DeletionPorts:
    return DeletionPorts(
        clock=foundation.clock,
        new_id=new_id,
        begin=PostgresBegin(foundation.database),
        read=PostgresRead(foundation.database),
        siblings=Siblings(foundation.services, foundation.system_tokens),
    )


def _breaches(foundation: Foundation) -> BreachPorts:
    return BreachPorts(
        clock=foundation.clock,
        new_id=new_id,
        begin=PostgresBegin(foundation.database),
        read=PostgresRead(foundation.database),
    )


def _integrations(settings: GatewaySettings, foundation: Foundation) -> IntegrationPorts:
    wait = timedelta(seconds=settings.integration_wait_seconds)
    return IntegrationPorts(
        clock=foundation.clock,
        new_id=new_id,
        begin=PostgresBegin(foundation.database),
        read=PostgresRead(foundation.database),
        rule=CircuitRule(first_wait=wait),
    )


def _oss(
    settings: GatewaySettings, foundation: Foundation, integrations: IntegrationPorts
) -> OssParts:
    credentials = oss = None
    if settings.oss_username is not None and settings.oss_password is not None:
        credentials = OssCredentials(
            username=settings.oss_username.get_secret_value(),
            password=settings.oss_password.get_secret_value(),
        )
    if settings.oss_url is not None and settings.oss_user_key is not None:
        oss = HttpOss(
            url=settings.oss_url,
            user_key=settings.oss_user_key.get_secret_value(),
            timeout_seconds=settings.oss_timeout_seconds,
        )
    return oss_parts(
        foundation, integrations, client=settings.oss_client, credentials=credentials, oss=oss
    )


def _sending(settings: GatewaySettings, foundation: Foundation) -> SendingPorts:
    mail_server = short_messages = None
    if settings.smtp_host is not None:
        mail_server = MailServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=settings.smtp_security,
            username=settings.smtp_username,
            password=_text(settings.smtp_password),
        )
    if settings.sms_endpoint is not None:
        short_messages = HttpShortMessages(
            endpoint=settings.sms_endpoint, token=_text(settings.sms_token)
        )
    return sending_ports(
        foundation,
        public_base_url=settings.public_base_url,
        mail_sender=settings.mail_sender,
        outgoing_directory=Path(settings.outgoing_directory),
        mail_server=mail_server,
        short_messages=short_messages,
    )


def _text(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
