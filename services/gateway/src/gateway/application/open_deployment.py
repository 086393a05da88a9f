"""The first start: offices, and an account for every role, with secrets nobody else knows.

The host keeps the accounts before they are opened, and may start again after any fault: what is
there already stays as it is.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any

from gateway.application.accounts.grant import SERVICE
from gateway.application.offices.open_office import tell_office
from gateway.application.ports import Ports
from gateway.domain.accounts.account import Account, AccountKind, Profile
from gateway.domain.offices.office import Office, SurveyGate
from shared.identity import Role, system_caller

SYSTEMS = ("oss", "sicantik", "mppd")
# Addresses under .invalid reach nobody: an administrator sets real ones.
NOWHERE = "satupintu.invalid"
_ROLES = (
    Role.FRONT_OFFICE,
    Role.BACK_OFFICE,
    Role.LICENSING_OFFICIAL,
    Role.HEAD,
    Role.INSPECTOR,
    Role.ADMINISTRATOR,
    Role.PROVINCE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAccount:
    """An account of the first start, as the host keeps it. An integration has no office."""

    office_code: str | None
    role: str
    agency: str | None = None
    username: str
    password: str = field(repr=False)
    signing_passphrase: str | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """The keys of the accounts file; what an account does not have is left out."""
        values = {
            "office_code": self.office_code,
            "role": self.role,
            "agency": self.agency,
            "username": self.username,
            "password": self.password,
            "signing_passphrase": self.signing_passphrase,
        }
        return {
            name: value
            for name, value in values.items()
            if value is not None or name == "office_code"
        }


def first_offices() -> tuple[Office, ...]:
    """The offices of the shipped list."""
    text = (files("gateway") / "first_offices.json").read_text(encoding="utf-8")
    return tuple(_office(one) for one in json.loads(text)["offices"])


def first_accounts(
    agencies: Iterable[str], new_secret: Callable[[], str]
) -> tuple[FirstAccount, ...]:
    """One per role and office, one officer per agency and office, one per national system."""
    named = sorted(set(agencies))
    found: list[FirstAccount] = []
    for office in first_offices():
        for role in _ROLES:
            passphrase = new_secret() if role is Role.HEAD else None
            found.append(_account(office.code, role, role, new_secret, passphrase=passphrase))
        found.extend(
            _account(office.code, Role.AGENCY_OFFICER, agency, new_secret, agency=agency)
            for agency in named
        )
    found.extend(
        FirstAccount(
            office_code=None, role=Role.INTEGRATION.value, username=one, password=new_secret()
        )
        for one in SYSTEMS
    )
    return tuple(found)


async def open_deployment(accounts: Sequence[FirstAccount], ports: Ports) -> None:
    """Opens the offices and accounts that are missing."""
    offices = first_offices()
    everywhere = system_caller(SERVICE, *(office.code for office in offices))
    async with ports.read(everywhere) as stores:
        existing = await stores.accounts.existing(one.username for one in accounts)
    missing = [one for one in accounts if one.username not in existing]
    hashes = await asyncio.gather(*(ports.passwords.hash(one.password) for one in missing))
    async with ports.begin(everywhere) as work:
        for office in offices:
            if await work.offices.add(office):
                tell_office(office, work)
        for one, password_hash in zip(missing, hashes, strict=True):
            account, profile = _opened(one, offices, ports)
            await work.accounts.add(account, password_hash=password_hash)
            await work.profiles.add(profile)


def _account(
    office_code: str,
    role: Role,
    name: str,
    new_secret: Callable[[], str],
    *,
    agency: str | None = None,
    passphrase: str | None = None,
) -> FirstAccount:
    return FirstAccount(
        office_code=office_code,
        role=role.value,
        agency=agency,
        username=f"{name}.{office_code.replace('.', '')}",
        password=new_secret(),
        signing_passphrase=passphrase,
    )


def _opened(one: FirstAccount, offices: Sequence[Office], ports: Ports) -> tuple[Account, Profile]:
    is_system = one.office_code is None
    # A system works for every office; whoever else belongs to one.
    codes = tuple(office.code for office in offices) if is_system else (str(one.office_code),)
    account = Account(
        id=ports.new_id(),
        kind=AccountKind.INTEGRATION if is_system else AccountKind.STAFF,
        username=one.username,
        roles=frozenset({Role(one.role)}),
        offices=codes,
        agency=one.agency,
        created_at=ports.clock.now(),
    )
    profile = Profile(
        account_id=account.id,
        office_code=codes[0],
        full_name=one.username,
        email=None if is_system else f"{one.username}@{NOWHERE}",
    )
    return account, profile


def _office(values: dict[str, Any]) -> Office:
    since = values.get("survey_gate_from")
    return Office(
        **values
        | {
            "survey_gate": SurveyGate(values["survey_gate"]),
            "survey_gate_from": date.fromisoformat(since) if since else None,
        }
    )
