"""The first start: accounts with random secrets, the Heads' certificates, and the offices.

May be repeated after any fault: the accounts are kept before they are opened, and what is there
stays as it is.
"""

import asyncio
import json
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace

from gateway.adapters.accounts.passwords import Argon2Passwords
from gateway.application.open_deployment import (
    FirstAccount,
    first_accounts,
    open_deployment,
)
from gateway.application.ports import Ports
from gateway.bootstrap import build, ports_of
from gateway.settings import NAME, GatewaySettings
from permit_service.adapters.default_catalogue import default_catalogue
from satupintu.configuration import Values
from satupintu.home import Home
from shared.clock import Clock
from shared.documents.local_authority import LocalAuthority
from shared.documents.signing import Signatory
from shared.runtime.ground import foundation_of

SECRET_BYTES = 18


async def open_first(home: Home, ports: Ports) -> None:
    """Opens what is missing; the events of it are then on their way."""
    accounts = _kept_accounts(home)
    await asyncio.to_thread(_certify, home, accounts, ports.clock)
    # Nobody signs in yet, and everybody waits: all cores hash.
    passwords = Argon2Passwords(threads=os.cpu_count() or 1)
    await open_deployment(accounts, replace(ports, passwords=passwords))


async def open_apart(home: Home, values: Values) -> None:
    """As `open_first`, for a host whose gateway runs in a process of its own."""
    settings = GatewaySettings(**values)
    ground = foundation_of(settings, name=NAME, services={})
    try:
        await open_first(home, ports_of(build(settings, ground)))
    finally:
        await ground.database.close()


def _kept_accounts(home: Home) -> Sequence[FirstAccount]:
    if not home.accounts_file.exists():
        accounts = first_accounts(_agencies(), lambda: secrets.token_urlsafe(SECRET_BYTES))
        home.write_accounts([one.as_json() for one in accounts])
    kept = json.loads(home.accounts_file.read_text(encoding="utf-8"))["accounts"]
    return [FirstAccount(**one) for one in kept]


def _agencies() -> Iterable[str]:
    return {agency for service in default_catalogue() for agency in service["agencies"]}


def _certify(home: Home, accounts: Iterable[FirstAccount], clock: Clock) -> None:
    authority = LocalAuthority.at(home.signing, clock=clock)
    for one in accounts:
        if one.signing_passphrase is None:
            continue
        signatory = Signatory(account=one.username, name=one.username)
        if authority.sealed_key(signatory) is None:
            authority.issue(signatory, passphrase=one.signing_passphrase)
