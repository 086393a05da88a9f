"""What sibling services ask of the door: who signs, and for which office. Never reachable from
outside."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from gateway.application.accounts.read_accounts import (
    OfficerAtWork,
    access_to_account,
    access_to_nik,
    account_for_service,
    colleague_in_office,
    officer_at_work,
    staff_at_work,
)
from gateway.application.offices.read_offices import office_calendar, office_of_code
from gateway.application.ports import Ports
from gateway.domain.accounts.delegation import Delegation
from shared.database.access_log import RecordsAccess
from shared.http import Representation, System, respond


def internal_router(ports: Ports, accesses: RecordsAccess) -> APIRouter:
    """`/internal/accounts/{id}`, `/internal/signatories/{id}` and `/internal/offices/{code}`."""
    router = APIRouter(prefix="/internal", include_in_schema=False)

    @router.get("/accounts/{account_id}")
    async def account(account_id: UUID, caller: System) -> Response:
        """Name, position, rank and NIP of a signatory; where to reach an account's owner."""
        opened = await account_for_service(account_id, ports)
        await accesses.record(caller, access_to_account(opened))
        profile = opened.profile
        at_work = await officer_at_work(opened.account, ports)
        body: dict[str, Any] = {
            "account_id": account_id,
            "username": opened.account.username,
            "is_active": opened.account.is_active,
            "roles": sorted(opened.account.roles),
            "offices": list(opened.account.offices),
            "agency": opened.account.agency,
            "full_name": profile.full_name,
            "email": profile.email,
            "phone": profile.phone,
            "position": profile.position,
            "rank": profile.rank,
            "nip": profile.nip,
            "roles_today": sorted(at_work.roles),
            "delegation": _delegation(at_work.delegation),
        }
        return respond(Representation(body=body))

    @router.get("/offices/{office_code}/staff/{username}")
    async def colleague(office_code: str, username: str, _caller: System) -> Response:
        """Somebody to whom work may be given: what they may do today."""
        found = await colleague_in_office(office_code, username, ports)
        return respond(Representation(body=_colleague(found)))

    @router.get("/offices/{office_code}/staff")
    async def staff(office_code: str, _caller: System) -> Response:
        """Everybody who works in the office today, by user name; no more of them than that."""
        found = await staff_at_work(office_code, ports)
        return respond(Representation(body={"items": [_colleague(one) for one in found]}))

    @router.get("/signatories/{account_id}")
    async def signatory(account_id: UUID, caller: System) -> Response:
        """The NIK by which the national signing authority knows a signatory; nobody else asks."""
        opened = await account_for_service(account_id, ports)
        await accesses.record(caller, access_to_nik(opened))
        return respond(Representation(body={"account_id": account_id, "nik": opened.profile.nik}))

    @router.get("/offices/{office_code}")
    async def office(office_code: str, _caller: System) -> Response:
        """The office with the letterhead of its documents."""
        found = await office_of_code(office_code, ports)
        body: dict[str, Any] = {
            "office_code": found.code,
            "name": found.name,
            "regency": found.regency,
            "time_zone": found.time_zone,
            "number_code": found.number_code,
            "letterhead": list(found.letterhead),
        }
        return respond(Representation(body=body, version=found.version))

    @router.get("/offices/{office_code}/calendars/{year}")
    async def calendar(office_code: str, year: int, _caller: System) -> Response:
        """The office's own days of a year."""
        found = await office_calendar(office_code, year, ports)
        days = [{"day": d.day, "name": d.name, "is_working": d.is_working} for d in found.days]
        return respond(Representation(body={"version": found.version, "days": days}))

    return router


def _colleague(one: OfficerAtWork) -> dict[str, Any]:
    return {
        "account_id": one.account.id,
        "username": one.account.username,
        "roles": sorted(one.roles),
        "agency": one.account.agency,
    }


def _delegation(one: Delegation | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "id": one.id,
        "office_code": one.office_code,
        "kind": one.kind,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
    }
