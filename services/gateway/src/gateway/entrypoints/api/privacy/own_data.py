"""What a person may ask about themselves: a copy of their data, and a correction."""

import asyncio
import tempfile
import zipfile
from collections.abc import AsyncIterator
from typing import IO

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel

from gateway.application.accounts.change_own_account import ChangeOwnAccount, change_own_account
from gateway.application.ports import Ports
from gateway.application.privacy.export_own_data import ExportOwnData, export_own_data
from gateway.application.sibling_ports import Siblings
from gateway.entrypoints.api.accounts.accounts import opened_account
from gateway.entrypoints.api.answers import AccountAnswer
from gateway.entrypoints.api.fields import Email, Line, Lines, Phone
from shared.http import RequiredIfMatch, SignedIn, answers, answers_file, respond
from shared.identity import Role

# A larger copy goes to a file of its own, which has no name and is gone with the answer.
_IN_MEMORY_BYTES = 8 * 1024 * 1024
_CHUNK_BYTES = 64 * 1024


class OwnParticulars(BaseModel):
    """Only what is named changes."""

    full_name: Line = ""
    email: Email = ""
    phone: Phone = ""
    nik: str | None = None
    address: Lines | None = None


def own_data_router(ports: Ports, siblings: Siblings) -> APIRouter:
    """`/v1/me/data-export` and `/v1/accounts/me`."""
    router = APIRouter(tags=["privacy"])

    @router.patch("/v1/accounts/me", responses=answers(AccountAnswer))
    async def patch_own_account(
        body: OwnParticulars, caller: SignedIn, version: RequiredIfMatch
    ) -> Response:
        """Corrects one's own contact; applications that are under way keep theirs."""
        command = ChangeOwnAccount(
            caller=caller,
            expected_version=version,
            particulars=body.model_dump(exclude_unset=True),
        )
        return respond(opened_account(await change_own_account(command, ports)))

    @router.get(
        "/v1/me/data-export",
        response_class=StreamingResponse,
        responses=answers_file("application/zip"),
    )
    async def get_data_export(caller: SignedIn, request: Request) -> StreamingResponse:
        """A copy of everything that is kept about oneself: JSON and files, as a ZIP."""
        caller.require(Role.APPLICANT)
        token = request.headers["authorization"].partition(" ")[2]
        command = ExportOwnData(caller=caller, token=token)
        archive = await _archive(command, ports, siblings)
        return StreamingResponse(
            _chunks(archive),
            media_type="application/zip",
            headers={
                "Content-Disposition": 'attachment; filename="salinan-data-pribadi.zip"',
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, no-store",
            },
        )

    return router


async def _archive(command: ExportOwnData, ports: Ports, siblings: Siblings) -> IO[bytes]:
    """Whole before the first byte is sent: a service that is away is an error, not half a copy."""
    spool: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115
    try:
        with zipfile.ZipFile(spool, "w", zipfile.ZIP_DEFLATED) as archive:
            async for file in export_own_data(command, ports, siblings):
                await asyncio.to_thread(archive.writestr, file.path, file.content)
    except BaseException:
        spool.close()
        raise
    spool.seek(0)
    return spool


async def _chunks(archive: IO[bytes]) -> AsyncIterator[bytes]:
    with archive:
        while chunk := await asyncio.to_thread(archive.read, _CHUNK_BYTES):
            yield chunk
