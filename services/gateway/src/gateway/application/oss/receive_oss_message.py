"""OSS hands over a message about a NIB, or a document that it issued.

Kept as it came, once by its content, in one transaction with what it tells the others. What is not
for an office here, or not readable, is answered with a no in the PIA's own words and leaves
nothing. A message that is older than what stands is kept and changes nothing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.application.oss.intake_ports import OssIntakePorts, OssIntakeWork, OssMessage
from gateway.domain.oss.business import (
    Project,
    ToldBusiness,
    business_id_of,
    office_codes_of,
    read_business,
    text_of,
    trimmed,
)
from gateway.domain.oss.codes import ENDS_NIB, Method
from shared.contracts.gateway import (
    Activity,
    BusinessChangedV1,
    BusinessRegisteredV1,
    ProjectRegisteredV1,
)
from shared.errors import Forbidden, NotFound, Unauthenticated
from shared.identity import Caller, Role
from shared.messaging.once import Once

MAX_LINK = 2_000
_WRONG = "Data Parameter Salah"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveOssMessage:
    """`token` is the PIA's own header."""

    caller: Caller
    method: Method
    body: Mapping[str, Any] = field(repr=False)
    token: str | None = field(default=None, repr=False)
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OssAnswer:
    """Yes or no, in the PIA's words."""

    is_taken: bool
    text: str


async def receive_oss_message(command: ReceiveOssMessage, ports: OssIntakePorts) -> OssAnswer:
    """Raises Forbidden for another integration, Unauthenticated for a wrong token."""
    require_oss(command.caller, ports)
    if command.method is Method.RECEIVE_FILE:
        return await _receive_file(command, ports)
    told = read_business(command.method, command.body)
    require_token(command.token, told.nib if told else "", ports)
    return await receive_told_business(command, ports)


async def receive_told_business(command: ReceiveOssMessage, ports: OssIntakePorts) -> OssAnswer:
    """A business that OSS told, whether it called or was asked. It is kept for the caller's offices
    alone."""
    told = read_business(command.method, command.body)
    if told is None:
        return OssAnswer(is_taken=False, text=f"{_WRONG}: nib, kd_daerah")
    office_code = await _office_of(told, command.caller, ports)
    if office_code is None:
        return OssAnswer(is_taken=False, text="kd_daerah bukan wilayah kantor di sistem ini")
    async with ports.begin(command.caller, once=command.once) as work:
        return work.answer(await _take(command, told, office_code, work, ports))


def require_oss(caller: Caller, ports: OssIntakePorts) -> None:
    """Raises Forbidden for whoever is not OSS."""
    caller.require(Role.INTEGRATION)
    if caller.username != ports.client:
        raise Forbidden


def require_token(token: str | None, nib: str, ports: OssIntakePorts) -> None:
    """The PIA's own header, where its credentials are set; raises Unauthenticated."""
    if ports.credentials is None:
        return
    if not ports.credentials.accepts(token, nib=nib, at=ports.clock.now()):
        raise Unauthenticated


async def _office_of(told: ToldBusiness, caller: Caller, ports: OssIntakePorts) -> str | None:
    async with ports.read(caller) as stores:
        for code in office_codes_of(told.region):
            try:
                office = await stores.offices.get(code)
            except NotFound:
                continue
            return office.code if caller.sees(office.code) else None
    return None


async def _take(
    command: ReceiveOssMessage,
    told: ToldBusiness,
    office_code: str,
    work: OssIntakeWork,
    ports: OssIntakePorts,
) -> OssAnswer:
    message = _message(command, told.nib, office_code, work, ports)
    if not await work.oss_messages.keep(message):
        return OssAnswer(is_taken=True, text="Data sudah pernah diterima")
    before = await work.oss_businesses.hold(message)
    await work.oss_permits.put(office_code, told.permits_in(office_code))
    stood = None if before is None else read_business(before.method, before.body)
    if before is None:
        _tell_business(told, office_code, work, is_new=not _ends(told))
        _tell_projects(told, None, office_code, work)
    elif command.method is Method.RECEIVE_NIB and not _is_stale(told, stood):
        await work.oss_businesses.stand_on(message)
        _tell_business(told, office_code, work, is_new=False)
        _tell_projects(told, stood, office_code, work)
    return OssAnswer(is_taken=True, text="Data diterima")


async def _receive_file(command: ReceiveOssMessage, ports: OssIntakePorts) -> OssAnswer:
    body = trimmed(command.body)
    inner = body.get(Method.RECEIVE_FILE)
    sent = trimmed(inner) if isinstance(inner, Mapping) else body
    id_izin, nib, link = (text_of(sent, name) for name in ("id_izin", "nib", "file_izin"))
    require_token(command.token, nib, ports)
    if not (id_izin and nib and link) or len(link) > MAX_LINK:
        return OssAnswer(is_taken=False, text=f"{_WRONG}: id_izin, nib, file_izin")
    async with ports.begin(command.caller, once=command.once) as work:
        known = await work.oss_permits.find(id_izin)
        if known is None or known.permit.nib != nib:
            return OssAnswer(is_taken=False, text="id_izin tidak dikenal")
        message = _message(command, nib, known.office_code, work, ports)
        if await work.oss_messages.keep(message):
            await work.oss_permits.note_file(id_izin, link=link, at=work.now)
        return work.answer(OssAnswer(is_taken=True, text="Dokumen dicatat"))


def _message(
    command: ReceiveOssMessage,
    nib: str,
    office_code: str,
    work: OssIntakeWork,
    ports: OssIntakePorts,
) -> OssMessage:
    content = json.dumps(command.body, sort_keys=True, ensure_ascii=False)
    return OssMessage(
        id=ports.new_id(),
        office_code=office_code,
        method=command.method,
        nib=nib,
        fingerprint=ports.fingerprint(content),
        body=command.body,
        received_at=work.now,
    )


def _tell_business(
    told: ToldBusiness, office_code: str, work: OssIntakeWork, *, is_new: bool
) -> None:
    kind = BusinessRegisteredV1 if is_new else BusinessChangedV1
    work.events.add(
        kind(
            office_code=office_code,
            business_id=business_id_of(office_code, told.nib),
            nib=told.nib,
            scale=told.scale,
            activities=tuple(
                Activity(kbli=one.kbli, risk=one.risk, project_id=one.id)
                for one in told.projects_in(office_code)
                if one.risk is not None
            ),
            nib_status=told.status,
        )
    )


def _tell_projects(
    told: ToldBusiness, stood: ToldBusiness | None, office_code: str, work: OssIntakeWork
) -> None:
    """Each project with its investment, when it is new or has another one than before."""
    before = {_plan_of(one) for one in stood.projects_in(office_code)} if stood else set()
    for project in told.projects_in(office_code):
        if project.investment is None or _plan_of(project) in before or _ends(told):
            continue
        work.events.add(
            ProjectRegisteredV1(
                office_code=office_code,
                business_id=business_id_of(office_code, told.nib),
                nib=told.nib,
                project_id=project.id,
                kbli=project.kbli,
                planned_investment_rupiah=project.investment,
            )
        )


def _plan_of(project: Project) -> tuple[str, str, int | None]:
    return project.id, project.kbli, project.investment


def _ends(told: ToldBusiness) -> bool:
    return told.document_type in {one.value for one in ENDS_NIB}


def _is_stale(told: ToldBusiness, stood: ToldBusiness | None) -> bool:
    if stood is None or told.changed_on is None or stood.changed_on is None or _ends(told):
        return False
    return told.changed_on < stood.changed_on
