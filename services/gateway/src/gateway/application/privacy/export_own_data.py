"""Everything that is kept about a person, as a copy for them (UU 27/2022 Ps 7 and 13).

It is put together with the person's own token: what they may not see is not in it, and no service
opens a door for it. The files come one after the other, so that a copy needs no more memory than
its largest file.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from gateway.application.accounts.read_accounts import own_account
from gateway.application.ports import Ports
from gateway.application.privacy.read_access_log import AccessLogQuery, read_access_log
from gateway.application.sibling_ports import Replied, Siblings
from shared.errors import Unavailable
from shared.identity import Caller, Role

PAGE = 200
# A person with more than this is an organisation, which has systems of its own.
MAX_PAGES = 50
PERMIT, INSPECTION = "permit", "inspection"
_HELD_BACK = frozenset({"document_infected", "document_not_scanned_yet"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOwnData:
    """`token` is the caller's own."""

    caller: Caller
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedFile:
    """A file of the copy, by its path in there."""

    path: str
    content: bytes = field(repr=False)


async def export_own_data(
    command: ExportOwnData, ports: Ports, siblings: Siblings
) -> AsyncIterator[ExportedFile]:
    """The files of the copy; raises Unavailable when a service does not answer, since a part that
    is missing must not look like the whole."""
    yield _json("account.json", await _account(command, ports))
    async for file in _applications(command, siblings):
        yield file
    async for file in _licences(command, siblings):
        yield file
    complaints = await _every("complaints", INSPECTION, command, siblings)
    whole = [
        await _read(INSPECTION, f"/v1/complaints/{one['number']}", command, siblings)
        for one in complaints
    ]
    yield _json("complaints.json", whole)
    yield _json("access-log.json", await _access_log(command, siblings))


async def _account(command: ExportOwnData, ports: Ports) -> dict[str, Any]:
    opened = await own_account(command.caller, ports)
    account, profile = opened.account, opened.profile
    return {
        "id": account.id,
        "username": account.username,
        "created_at": account.created_at,
        "nibs": list(account.nibs),
        "full_name": profile.full_name,
        "email": profile.email,
        "email_confirmed_at": profile.email_confirmed_at,
        "phone": profile.phone,
        "nik": profile.nik,
        "address": profile.address,
    }


async def _applications(command: ExportOwnData, siblings: Siblings) -> AsyncIterator[ExportedFile]:
    for line in await _every("applications", PERMIT, command, siblings):
        path = f"/v1/applications/{line['id']}"
        folder = f"applications/{line['id']}"
        application = await _read(PERMIT, path, command, siblings)
        history = await _read(PERMIT, f"{path}/timeline", command, siblings)
        yield _json(f"{folder}/application.json", application)
        yield _json(f"{folder}/history.json", history["items"])
        for document in application["documents"]:
            content = await _file(f"{path}/documents/{document['id']}", command, siblings)
            # What waits for the scanner, or failed it, is named in application.json alone.
            if content is not None:
                name = f"{document['requirement_no']}-{document['id']}"
                yield ExportedFile(
                    path=f"{folder}/documents/{name}{_extension(document['media_type'])}",
                    content=content,
                )


async def _licences(command: ExportOwnData, siblings: Siblings) -> AsyncIterator[ExportedFile]:
    for licence in await _every("licences", PERMIT, command, siblings):
        yield _json(f"licences/{licence['id']}/licence.json", licence)
        content = await _file(f"/v1/licences/{licence['id']}/document.pdf", command, siblings)
        if content is not None:
            yield ExportedFile(path=f"licences/{licence['id']}/licence.pdf", content=content)


async def _access_log(command: ExportOwnData, siblings: Siblings) -> list[dict[str, Any]]:
    # As a person, whatever else they are: the office's log is not about them.
    person = Caller(actor=command.caller.actor, roles=frozenset({Role.APPLICANT}))
    rows: list[dict[str, Any]] = []
    query = AccessLogQuery(limit=PAGE)
    for _ in range(MAX_PAGES):
        found = await read_access_log(query, person, siblings)
        rows += found[:PAGE]
        if len(found) <= PAGE:
            break
        query = AccessLogQuery(limit=PAGE, before=rows[-1]["id"])
    return rows


async def _every(
    name: str, service: str, command: ExportOwnData, siblings: Siblings
) -> list[dict[str, Any]]:
    """All pages of a list."""
    rows: list[dict[str, Any]] = []
    query: dict[str, object] = {"limit": PAGE}
    for _ in range(MAX_PAGES):
        found = await _read(service, f"/v1/{name}", command, siblings, query=query)
        rows += found["items"]
        if found["next_cursor"] is None:
            return rows
        query = {"limit": PAGE, "cursor": found["next_cursor"]}
    raise Unavailable


async def _read(
    service: str,
    path: str,
    command: ExportOwnData,
    siblings: Siblings,
    *,
    query: dict[str, object] | None = None,
) -> Any:
    answer = await siblings.forward(service, path, token=command.token, query=query)
    return answer.require()


async def _file(path: str, command: ExportOwnData, siblings: Siblings) -> bytes | None:
    answer = await siblings.forward(PERMIT, path, token=command.token)
    if answer.status == 404 or _is_held_back(answer):
        return None
    if answer.status != 200:
        raise Unavailable
    return answer.content


def _is_held_back(answer: Replied) -> bool:
    """By the virus scanner, and not for ever by a fault that the person should hear of."""
    return answer.status == 409 and answer.json.get("code") in _HELD_BACK


def _json(path: str, content: Any) -> ExportedFile:
    text = json.dumps(content, ensure_ascii=False, indent=2, default=str)
    return ExportedFile(path=path, content=text.encode())


def _extension(media_type: str) -> str:
    return {"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png"}.get(
        media_type, ""
    )
