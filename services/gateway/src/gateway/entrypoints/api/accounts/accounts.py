"""Accounts over HTTP: opening one's own, those of an office's staff, and delegations."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, model_validator

from gateway.application.accounts.change_password import ChangePassword, change_password
from gateway.application.accounts.change_staff_account import (
    ChangeStaffAccount,
    change_staff_account,
)
from gateway.application.accounts.delegate_head import (
    DelegateHead,
    RevokeDelegation,
    delegate_head,
    revoke_delegation,
)
from gateway.application.accounts.open_staff_account import OpenStaffAccount, open_staff_account
from gateway.application.accounts.read_accounts import (
    delegations_of_office,
    own_account,
    staff_of_office,
)
from gateway.application.accounts.register_account import (
    OpenedAccount,
    RegisterAccount,
    register_account,
)
from gateway.application.ports import Ports
from gateway.domain.accounts.account import Account
from gateway.domain.accounts.delegation import Delegation, DelegationKind
from gateway.entrypoints.api.answers import (
    AccountAnswer,
    AccountsPage,
    DelegationAnswer,
    DelegationsPage,
    OwnAccountAnswer,
)
from gateway.entrypoints.api.fields import (
    Email,
    Line,
    Lines,
    OfficeCode,
    Password,
    Phone,
    Username,
)
from shared.errors import InvalidRequest
from shared.http import (
    Cursor,
    Idempotent,
    Limit,
    Representation,
    RequiredIfMatch,
    SignedIn,
    answers,
    decode_id,
    page,
    respond,
)
from shared.identity import Caller, Role


class NewAccount(BaseModel):
    """NIK and address may be left for later."""

    username: Username
    password: Password
    full_name: Line
    email: Email
    phone: Phone
    nik: str | None = None
    address: Lines | None = None


class NewStaffAccount(BaseModel):
    """`role` or `roles`; `agency` with `agency_officer` alone."""

    username: Username
    password: Password
    full_name: Line
    role: Role | None = None
    roles: list[Role] = []
    office_code: OfficeCode | None = None
    agency: Line | None = None
    email: Email | None = None
    phone: Phone | None = None
    position: Line | None = None
    rank: Line | None = None
    nip: Line | None = None
    nik: str | None = None

    @model_validator(mode="after")
    def _has_a_role(self) -> "NewStaffAccount":
        if self.role is None and not self.roles:
            raise ValueError("a role is needed")
        return self


class StaffChanges(BaseModel):
    """Only what is named changes."""

    full_name: Line = ""
    email: Email | None = None
    phone: Phone | None = None
    position: Line | None = None
    rank: Line | None = None
    nip: Line | None = None
    nik: str | None = None
    is_active: bool = True


class NewPassword(BaseModel):
    """The present password, and the one that follows it."""

    password: Password
    new_password: Password


class NewDelegation(BaseModel):
    """Both days are included."""

    username: Username
    kind: DelegationKind
    valid_from: date
    valid_until: date
    legal_basis: Line
    office_code: OfficeCode | None = None


def accounts_router(ports: Ports) -> APIRouter:
    """`/v1/accounts`, `/v1/auth/me`, `/v1/staff-accounts`, `/v1/delegations`."""
    router = APIRouter(tags=["identity"])

    @router.post("/v1/accounts", status_code=201, responses=answers(AccountAnswer, 201))
    async def open_account(body: NewAccount, request: Idempotent) -> Response:
        """Opens an account for an applicant, who can sign in at once."""
        return await request.run(
            lambda once: register_account(RegisterAccount(**body.model_dump(), once=once), ports),
            body=body,
            shape=opened_account,
            status=201,
        )

    @router.get("/v1/auth/me", responses=answers(OwnAccountAnswer))
    async def me(caller: SignedIn) -> Response:
        """Who is signed in, in which roles, and their own particulars."""
        opened = await own_account(caller, ports)
        body = _person(opened) | {"roles": sorted(caller.roles), "nibs": list(caller.nibs)}
        return respond(Representation(body=body, version=opened.account.version))

    @router.post("/v1/staff-accounts", status_code=201, responses=answers(AccountAnswer, 201))
    async def open_account_of_staff(
        body: NewStaffAccount, caller: SignedIn, request: Idempotent
    ) -> Response:
        """Opens an account for somebody of the administrator's office."""
        fields = body.model_dump(exclude={"role", "roles", "office_code"})
        roles = frozenset(body.roles) | ({body.role} if body.role else frozenset())
        office = office_of(caller, body.office_code)
        return await request.run(
            lambda once: open_staff_account(
                OpenStaffAccount(
                    caller=caller, office_code=office, roles=roles, once=once, **fields
                ),
                ports,
            ),
            body=body,
            shape=opened_account,
            status=201,
        )

    @router.patch("/v1/staff-accounts/{account_id}", responses=answers(AccountAnswer))
    async def change_account_of_staff(
        account_id: UUID, body: StaffChanges, caller: SignedIn, version: RequiredIfMatch
    ) -> Response:
        """Changes what stands on a signatory's documents, or closes the account."""
        sent = body.model_dump(exclude_unset=True)
        is_active = sent.pop("is_active", None)
        command = ChangeStaffAccount(
            caller=caller,
            account_id=account_id,
            expected_version=version,
            particulars=sent,
            is_active=is_active,
        )
        return respond(opened_account(await change_staff_account(command, ports)))

    @router.post("/v1/auth/password", status_code=204)
    async def set_password(body: NewPassword, caller: SignedIn, request: Request) -> Response:
        """Changes one's own password; the other sessions end."""
        address = request.client.host if request.client else ""
        command = ChangePassword(caller=caller, address=address, **body.model_dump())
        await change_password(command, ports)
        return Response(status_code=204)

    @router.get("/v1/staff-accounts", responses=answers(AccountsPage))
    async def list_staff(
        caller: SignedIn,
        office_code: OfficeCode | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """The accounts of the administrator's office."""
        rows = await staff_of_office(
            caller,
            office_of(caller, office_code),
            ports,
            after=decode_id(cursor),
            limit=limit + 1,
        )
        body = page(rows, limit, shape=_account)
        return respond(Representation(body=body))

    @router.post("/v1/delegations", status_code=201, responses=answers(DelegationAnswer, 201))
    async def delegate(body: NewDelegation, caller: SignedIn, request: Idempotent) -> Response:
        """Records who holds the Head's office between two dates."""
        fields = body.model_dump(exclude={"office_code"})
        office = office_of(caller, body.office_code)
        return await request.run(
            lambda once: delegate_head(
                DelegateHead(caller=caller, office_code=office, once=once, **fields), ports
            ),
            body=body,
            shape=lambda one: Representation(body=_delegation(one)),
            status=201,
        )

    @router.post("/v1/delegations/{delegation_id}/revocation", responses=answers(DelegationAnswer))
    async def revoke(delegation_id: UUID, caller: SignedIn, request: Idempotent) -> Response:
        """Ends a delegation at once."""
        return await request.run(
            lambda once: revoke_delegation(
                RevokeDelegation(caller=caller, delegation_id=delegation_id, once=once), ports
            ),
            body={},
            shape=lambda one: Representation(body=_delegation(one)),
        )

    @router.get("/v1/delegations", responses=answers(DelegationsPage))
    async def list_delegations(caller: SignedIn, office_code: OfficeCode | None = None) -> Response:
        """What the office has delegated, the latest first."""
        found = await delegations_of_office(caller, office_of(caller, office_code), ports)
        body = {"items": [_delegation(one) for one in found], "next_cursor": None}
        return respond(Representation(body=body))

    return router


def office_of(caller: Caller, asked: str | None) -> str:
    """The office that is meant: the one asked for, or the caller's only one."""
    caller.require(Role.ADMINISTRATOR)
    if asked is not None:
        return asked
    if len(caller.offices) != 1:
        raise InvalidRequest(pointers=(("/office_code", "missing"),))
    return caller.offices[0]


def opened_account(opened: OpenedAccount) -> Representation:
    """An account with its version."""
    return Representation(body=_person(opened), version=opened.account.version)


def _person(opened: OpenedAccount) -> dict[str, Any]:
    profile = opened.profile
    return _account(opened.account) | {
        "full_name": profile.full_name,
        "email": profile.email,
        "email_confirmed": profile.email_confirmed_at is not None,
        "phone": profile.phone,
        "address": profile.address,
        "has_nik": profile.nik is not None,
        "position": profile.position,
        "rank": profile.rank,
        "nip": profile.nip,
    }


def _account(account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "username": account.username,
        "kind": account.kind,
        "roles": sorted(account.roles),
        "office_code": account.offices[0] if len(account.offices) == 1 else None,
        "offices": list(account.offices),
        "agency": account.agency,
        "is_active": account.is_active,
    }


def _delegation(one: Delegation) -> dict[str, Any]:
    return {
        "id": one.id,
        "office_code": one.office_code,
        "account_id": one.account_id,
        "role": one.role,
        "kind": one.kind,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
        "legal_basis": one.legal_basis,
        "revoked_at": one.revoked_at,
    }
