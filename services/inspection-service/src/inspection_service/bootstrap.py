"""Puts the service together from its settings and what the host gives."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from inspection_service.adapters.complaint_sheet import write_register
from inspection_service.adapters.letters import SignedLetters
from inspection_service.adapters.rule_sets import ShippedRuleBook
from inspection_service.adapters.rule_sets.obligations import shipped_obligations
from inspection_service.adapters.rule_sets.procedure import shipped_procedure
from inspection_service.adapters.siblings import ServiceSiblings
from inspection_service.adapters.work import PostgresStores, PostgresWork
from inspection_service.application.ports import (
    Ports,
    Stores,
    Work,
)
from inspection_service.entrypoints.api import supervision_router
from inspection_service.entrypoints.consumers import subscriptions
from inspection_service.entrypoints.timers import loops
from inspection_service.settings import NAME, InspectionSettings
from shared.database.access_log import AccessLog
from shared.database.engine import Database, Transaction
from shared.documents.local_authority import LocalAuthority
from shared.documents.local_signer import LocalSigner
from shared.documents.signing import Signer
from shared.documents.typesetting import Typesetter
from shared.http import create_app
from shared.identity import Caller
from shared.ids import new_id
from shared.messaging.once import Once
from shared.module import Foundation, ServiceModule

VERSION = "0.1.0"


def build(settings: InspectionSettings, foundation: Foundation) -> ServiceModule:
    """The service as its host runs it."""
    accesses = AccessLog(foundation.database)
    ports = ports_of(settings, foundation, accesses)
    reactions = subscriptions()

    def work_of(transaction: Transaction) -> PostgresWork:
        return PostgresWork(transaction, foundation.database.keyring)

    return ServiceModule(
        name=NAME,
        app=create_app(
            service=NAME,
            title="SatuPintu: supervision",
            version=VERSION,
            foundation=foundation,
            routers=[supervision_router(ports)],
            subscriptions=reactions,
            work_of=work_of,
            access_log=accesses,
        ),
        database=foundation.database,
        sealing=foundation.sealing,
        work_of=work_of,
        subscriptions=reactions,
        loops=loops(
            ports,
            complete_interval_seconds=settings.complete_interval_seconds,
            overdue_interval_seconds=settings.overdue_interval_seconds,
            import_interval_seconds=settings.import_interval_seconds,
        ),
    )


def ports_of(settings: InspectionSettings, foundation: Foundation, accesses: AccessLog) -> Ports:
    """The ports on PostgreSQL, the signing authority and the sibling services."""
    database = foundation.database
    return Ports(
        clock=foundation.clock,
        new_id=new_id,
        begin=PostgresBegin(database),
        read=PostgresRead(database),
        rules=ShippedRuleBook(),
        letters=SignedLetters(
            typesetter=Typesetter(),
            signer=_signer(settings, foundation),
            storage=settings.storage(),
            keyring=database.keyring,
            public_base_url=settings.public_base_url,
        ),
        siblings=ServiceSiblings(foundation.services, foundation.system_tokens),
        obligations=shipped_obligations(),
        procedure_of=shipped_procedure,
        accesses=accesses,
        write_register=write_register,
    )


class PostgresBegin:
    """The `Begin` port on the service's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def __call__(self, caller: Caller, *, once: Once | None = None) -> AsyncIterator[Work]:
        async with self._database.begin(caller, once=once) as transaction:
            yield PostgresWork(transaction, self._database.keyring)


class PostgresRead:
    """Reading on the service's database, under the caller's rights."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @asynccontextmanager
    async def __call__(self, caller: Caller) -> AsyncIterator[Stores]:
        async with self._database.read(caller) as connection:
            yield PostgresStores(connection, self._database.keyring)


def _signer(settings: InspectionSettings, foundation: Foundation) -> Signer:
    home = Path(settings.signing_home)
    return LocalSigner(LocalAuthority.at(home, clock=foundation.clock))
