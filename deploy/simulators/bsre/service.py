"""Both versions of the Esign Client Service, and a door of the simulator's own.

What an office's server would answer, with the same shapes and codes; `/simulator/…` says who is
known, which fault comes next, and what was signed.
"""

import asyncio
import base64
import hashlib
import secrets
from typing import Annotated, Any

from authority import Authority
from fastapi import Depends, FastAPI, Form, HTTPException, Request, UploadFile
from fastapi.responses import JSONResponse, Response
from fastapi.security import HTTPBasic, HTTPBasicCredentials
from people import Behaviour, Fault, Office, Person
from pydantic import BaseModel, Field

from shared.documents.signing import CertificateStatus, NotSignable

PDF = "application/pdf"
_WRONG = "Passphrase anda salah"


class Properties(BaseModel):
    """How a signature looks in version 2."""

    tampilan: str = "INVISIBLE"
    reason: str = ""
    location: str = ""


class SignBody(BaseModel):
    """A signature in version 2."""

    nik: str
    passphrase: str
    properties: list[Properties] = Field(alias="signatureProperties")
    file: list[str]


class NikBody(BaseModel):
    """Who is asked for in version 2."""

    nik: str


class Refused(Exception):
    """The service's own refusal."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def application(*, user: str, secret: str) -> FastAPI:
    """The simulator for one office that signs in with these credentials."""
    app = FastAPI(title="BSrE Esign Client Service (simulator)")
    office, authority = Office(), Authority()
    basic = HTTPBasic()

    def signed_in(given: Annotated[HTTPBasicCredentials, Depends(basic)]) -> None:
        is_known = secrets.compare_digest(given.username.encode(), user.encode())
        if not (is_known and secrets.compare_digest(given.password.encode(), secret.encode())):
            raise HTTPException(401, "unknown client")

    known = [Depends(signed_in)]

    async def status_of(nik: str) -> JSONResponse:
        office.calls.append("status")
        if office.meets(Fault.SERVER_ERROR_ON_STATUS):
            raise HTTPException(500, "simulated")
        person = office.people.get(nik)
        status = person.status if person else CertificateStatus.NOT_REGISTERED
        return JSONResponse({"status": status, "message": f"Sertifikat: {status}"})

    async def signed(nik: str, passphrase: str, pdf: bytes, *, reason: str, location: str) -> bytes:
        office.calls.append("sign")
        fault = office.meets(*(set(Fault) - {Fault.SERVER_ERROR_ON_STATUS, Fault.FILE_GONE}))
        if fault is Fault.SERVER_ERROR:
            raise HTTPException(500, "simulated")
        if fault in {Fault.SILENT_BEFORE_SIGNING, Fault.SLOW}:
            await asyncio.sleep(office.behaviour.seconds)
        person = office.people.get(nik)
        if person is None or person.status is not CertificateStatus.ISSUE:
            raise Refused(2021, "Sertifikat tidak dapat digunakan")
        if not secrets.compare_digest(person.passphrase.get_secret_value(), passphrase):
            raise Refused(2031, _WRONG)
        try:
            content = await authority.sign(
                pdf, nik=nik, name=person.name, reason=reason, location=location
            )
        except NotSignable:
            raise Refused(2011, "Dokumen tidak dapat ditandatangani") from None
        office.signatures.append(hashlib.sha256(pdf).hexdigest())
        return await _struck(fault, content, office)

    @app.exception_handler(Refused)
    async def refused(_request: Request, error: Refused) -> JSONResponse:
        return JSONResponse({"status_code": error.code, "error": str(error)}, status_code=400)

    @app.get("/api/user/status/{nik}", dependencies=known)
    async def status_1(nik: str) -> JSONResponse:
        return await status_of(nik)

    @app.post("/api/v2/user/check/status", dependencies=known)
    async def status_2(body: NikBody) -> JSONResponse:
        return await status_of(body.nik)

    @app.post("/api/sign/pdf", dependencies=known)
    async def sign_1(
        file: UploadFile,
        nik: Annotated[str, Form()],
        # Optional to the form alone: an empty word counts as none there.
        passphrase: Annotated[str, Form()] = "",
        tampilan: Annotated[str, Form()] = "",
        reason: Annotated[str, Form()] = "",
        location: Annotated[str, Form()] = "",
    ) -> Response:
        if tampilan not in {"visible", "invisible"}:
            raise Refused(2006, "tampilan")
        content = await signed(nik, passphrase, await file.read(), reason=reason, location=location)
        document_id = office.keep(content)
        if office.behaviour.answers_with == "id":
            return JSONResponse({"id_dokumen": document_id})
        return Response(content, media_type=PDF, headers={"id_dokumen": document_id})

    @app.get("/api/sign/download/{document_id}", dependencies=known)
    async def download(document_id: str) -> Response:
        office.calls.append("download")
        content = office.files.get(document_id)
        if content is None or office.meets(Fault.FILE_GONE):
            raise Refused(4044, "Dokumen tidak ditemukan")
        return Response(content, media_type=PDF)

    @app.post("/api/v2/sign/pdf", dependencies=known)
    async def sign_2(body: SignBody) -> dict[str, Any]:
        shown = body.properties[0]
        content = await signed(
            body.nik,
            body.passphrase,
            base64.b64decode(body.file[0]),
            reason=shown.reason,
            location=shown.location,
        )
        return {"time": 1, "file": [base64.b64encode(content).decode()]}

    @app.put("/simulator/people")
    async def person(body: Person) -> None:
        office.people[body.nik] = body

    @app.put("/simulator/behaviour")
    async def behaviour(body: Behaviour) -> None:
        office.behaviour = body

    @app.get("/simulator/record")
    async def record() -> dict[str, Any]:
        return {"signatures": office.signatures, "calls": office.calls}

    @app.get("/simulator/root.pem")
    async def root() -> Response:
        return Response(authority.root_pem, media_type="application/x-pem-file")

    return app


async def _struck(fault: Fault | None, content: bytes, office: Office) -> bytes:
    """What becomes of a signed document on its way back."""
    match fault:
        case Fault.SILENT_AFTER_SIGNING:
            await asyncio.sleep(office.behaviour.seconds)
        case Fault.GATEWAY_TIMEOUT_AFTER_SIGNING:
            raise HTTPException(504, "simulated")
        case Fault.ANOTHER_DOCUMENT:
            return content.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
        case Fault.BROKEN_SIGNATURE:
            return content[:-200] + b"0" * 20 + content[-180:]
        case Fault.GARBAGE:
            return b"<html>proxy</html>"
    return content
