"""OSS-RBA as a regency's system meets it (PIA 4.3.22), and a door of the simulator's own.

`/v1/kl/rba/{method}` is what an office asks; the code of an answer stands in its body, and HTTP
says 200 to whatever was understood. `/simulator/…` says which permits and businesses there are,
what goes wrong next, what reached OSS, and lets OSS call the office.
"""

import asyncio
import hmac
from collections.abc import Callable
from typing import Annotated, Any

from adapters.office import OfficeDoor
from fastapi import Body, FastAPI, Header, HTTPException
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ValidationError
from register import Behaviour, Fault, Permit, Register, references, status_name
from shapes import FinalLicence, LicenceStatus

SUCCESS, WRONG_PARAMETERS, UNKNOWN_CALLER, UNKNOWN_METHOD = "200", "400", "401", "404"
ENDLESS_BYTES = 4 * 1024 * 1024
Sent = dict[str, Any]
Answer = tuple[str, str, Sent]


class Told(BaseModel):
    """What OSS tells an office; a NIB goes into the PIA's token."""

    method: str
    body: Sent
    nib: str = ""


def application(*, user_key: str, office: OfficeDoor) -> FastAPI:
    """The simulator for one office."""
    app, register = FastAPI(title="OSS-RBA (simulator)"), Register(office=office)
    methods = _methods(register)

    @app.post("/v1/kl/rba/{method}")
    async def call(
        method: str,
        body: Annotated[Sent, Body()],
        user_key_shown: Annotated[str, Header(alias="user_key", convert_underscores=False)] = "",
    ) -> Response:
        register.calls.append(method)
        if not hmac.compare_digest(user_key_shown.encode(), user_key.encode()):
            return _answered(method, (UNKNOWN_CALLER, "User Akses Tidak Valid", {}), register)
        if method not in methods:
            return _answered(
                method, (UNKNOWN_METHOD, "Akses Service Tidak Ditemukan", {}), register
            )
        fault = register.meets(method)
        before = await _before(fault, method, register)
        if before is not None:
            return before
        answer = methods[method](body)
        return await _after(fault, method, answer, register)

    @app.put("/simulator/permits")
    async def permit(body: Permit) -> None:
        register.permits[body.id_izin] = body

    @app.put("/simulator/businesses/{nib}")
    async def business(nib: str, body: Annotated[Sent, Body()]) -> None:
        register.businesses[nib] = body

    @app.put("/simulator/office")
    async def office_door(body: OfficeDoor) -> None:
        register.office = body

    @app.put("/simulator/behaviour")
    async def behaviour(body: Behaviour) -> None:
        register.behaviour = body

    @app.get("/simulator/record")
    async def record() -> Sent:
        permits = {one.id_izin: one.model_dump() for one in register.permits.values()}
        return {"recorded": register.recorded, "calls": register.calls, "permits": permits}

    @app.post("/simulator/messages")
    async def tell(body: Told) -> Sent:
        return await register.office.tell(body.method, body.body, nib=body.nib)

    return app


def _methods(register: Register) -> dict[str, Callable[[Sent], Answer]]:
    """What each method does, by its name in the PIA."""

    def recorded(method: str, key: str, shape: type[BaseModel], sent: Sent) -> Answer:
        try:
            given = shape.model_validate(sent.get(key)).model_dump()
        except ValidationError:
            return WRONG_PARAMETERS, "Data Parameter Salah", {}
        permit = register.permits.get(given["id_izin"])
        if permit is None or permit.nib != given["nib"]:
            return WRONG_PARAMETERS, "id_izin tidak ditemukan", {}
        register.record(method, permit, given)
        shown = {"nomor_izin": given.get("nomor_izin"), "jenis_perizinan": "02"}
        return SUCCESS, "Sukses", shown if method == "receiveLicense" else {"dataNIB": {}}

    def license_status(sent: Sent) -> Answer:
        asked = (sent.get("CHECKLICENSESTATUS") or {}).get("id_izin")
        permit = register.permits.get(asked)
        if permit is None:
            return WRONG_PARAMETERS, "id_izin tidak ditemukan", {}
        shown = permit.model_dump(include={"nib", "id_proyek", "id_izin", "kd_status"})
        shown |= {"uraian_status": status_name(permit.kd_status), "file_lampiran": ""}
        return SUCCESS, "Sukses", {"dataIZIN": shown}

    def whole_nib(sent: Sent) -> Answer:
        asked = (sent.get("INQUERYNIB") or {}).get("nib")
        found = register.businesses.get(asked)
        if found is None:
            return WRONG_PARAMETERS, "NIB tidak ditemukan", {}
        return SUCCESS, "Sukses", {"dataNIB": found}

    def short_nib(sent: Sent) -> Answer:
        asked = (sent.get("CHECKNIB") or {}).get("nib")
        found = register.businesses.get(asked)
        if found is None:
            return WRONG_PARAMETERS, "NIB tidak ditemukan", {}
        shown = {
            "nib": asked,
            "nama_perusahaan": found.get("nama_perseroan", ""),
            "status": found.get("status_nib", ""),
        }
        return SUCCESS, "Sukses", {"dataNIB": shown}

    def reference(sent: Sent) -> Answer:
        asked = str((sent.get("GETDATAREFERENSI") or {}).get("kode", ""))
        table = references().get(asked)
        if table is None:
            return WRONG_PARAMETERS, "kode tidak ditemukan", {}
        rows = [
            {
                "kode_referensi": row[0],
                "uraian_referensi": row[1],
                "keterangan_referensi": row[2] if len(row) > 2 else "",
            }
            for row in table["rows"]
        ]
        return SUCCESS, "Sukses", {"dataReferensi": rows}

    return {
        "receiveLicense": lambda sent: recorded("receiveLicense", "IZINFINAL", FinalLicence, sent),
        "receiveLicenseStatus": lambda sent: recorded(
            "receiveLicenseStatus", "IZINSTATUS", LicenceStatus, sent
        ),
        "checkLicenseStatus": license_status,
        "inqueryNIB": whole_nib,
        "checkNIB": short_nib,
        "getDataReferensi": reference,
    }


async def _before(fault: Fault | None, method: str, register: Register) -> Response | None:
    """What goes wrong before anything is recorded."""
    match fault:
        case Fault.SERVER_ERROR:
            raise HTTPException(500, "simulated")
        case Fault.CODE:
            return _answered(method, (register.behaviour.code, "simulated", {}), register)
        case Fault.SILENT_BEFORE_RECORDING:
            await asyncio.sleep(register.behaviour.seconds)
            raise HTTPException(504, "simulated")
    return None


async def _after(fault: Fault | None, method: str, answer: Answer, register: Register) -> Response:
    """What becomes of an answer on its way back."""
    match fault:
        case Fault.LOST_ANSWER:
            raise HTTPException(502, "simulated")
        case Fault.SLOW | Fault.SILENT_AFTER_RECORDING:
            await asyncio.sleep(register.behaviour.seconds)
        case Fault.GARBAGE:
            return Response("<html>proxy</html>", media_type="text/html")
        case Fault.ANOTHER_ANSWER:
            return JSONResponse({"responreceiveSomethingElse": {"kode": 200}})
        case Fault.ENDLESS_ANSWER:
            return Response(b" " * ENDLESS_BYTES, media_type="application/json")
    return _answered(method, answer, register)


def _answered(method: str, answer: Answer, register: Register) -> Response:
    code, text, more = answer
    is_check = method == "checkLicenseStatus"
    key = register.behaviour.spelling if is_check else f"respon{method}"
    # The PIA has a number in one method and a text in the others.
    shown: str | int = int(code) if method == "receiveLicense" else code
    return JSONResponse({key: {"kode": shown, "keterangan": text} | more})
