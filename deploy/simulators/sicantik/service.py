"""SiCANTIK Cloud as an office sees it from outside: the public JSON outputs and the SPLP gateway.

`/simulator/…` says what there is, what goes wrong next, and what was asked.
"""

import asyncio
import hashlib
import json
import os
from typing import Annotated, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import FastAPI, Header, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from faults import Behaviour, Fault, Weather
from pydantic import BaseModel
from rows import Row, between, steps_of

APPLICATIONS, ISSUED, STEPS = "38416", "37133", "10916"
SPLP = "0f3d8f3a-7f2b-4f6e-9a51-5d3f0c2b7a11"
MAX_ANSWER_BYTES = 20 * 1024 * 1024


class Seal(BaseModel):
    """What an office shows at SPLP, and what answers are sealed with; nothing real."""

    bearer: str
    api_key: str
    salt: str


class Rows(BaseModel):
    """What there is from now on."""

    rows: list[Row]


def application(seal: Seal, rows: list[Row] | None = None) -> FastAPI:
    """The simulator for one office."""
    app = FastAPI(title="SiCANTIK (simulator)")
    kept: dict[str, list[Row]] = {"rows": rows or []}
    calls: list[dict[str, str]] = []
    weather = Weather(Behaviour())

    async def met(request: Request) -> Response | None:
        """Notes the call; an answer where a fault is met."""
        calls.append({"path": request.url.path, **dict(request.query_params)})
        return await _answered(weather.struck(), weather.behaviour.seconds, request)

    @app.get("/api/TemplateData/keluaran/{output}.json")
    async def template_data(
        output: str,
        request: Request,
        page: Annotated[int, Query(ge=0)] = 0,
        per_page: Annotated[int, Query(ge=1, le=1_000)] = 1_000,
    ) -> Response:
        fault = await met(request)
        if fault is not None:
            return fault
        asked = request.query_params
        if output == APPLICATIONS:
            found = between(kept["rows"], "tgl_pengajuan", asked.get("date1"), asked.get("date2"))
            data = {"data": found[page : page + per_page], "count": [{"data": str(len(found))}]}
            return JSONResponse({"data": data})
        if output == ISSUED:
            issued = [one for one in kept["rows"] if one.get("no_izin")]
            found = between(issued, "tgl_penetapan", asked.get("key1"), asked.get("key2"))
            return JSONResponse({"data": found[page : page + per_page]})
        if output == STEPS:
            number = asked.get("no_permohonan")
            one = next((row for row in kept["rows"] if row.get("no_permohonan") == number), None)
            return JSONResponse({"data": {"berkas": steps_of(one) if one else []}})
        raise HTTPException(404)

    @app.get(f"/splp/{SPLP}")
    async def splp(
        request: Request,
        auth: Annotated[str, Header()] = "",
        apikey: Annotated[str, Header()] = "",
    ) -> Response:
        fault = await met(request)
        if fault is not None:
            return fault
        if (auth, apikey) != (f"Bearer {seal.bearer}", seal.api_key):
            raise HTTPException(401)
        asked = request.query_params
        number = asked.get("no_permohonan")
        if number:
            one = next((row for row in kept["rows"] if row.get("no_permohonan") == number), None)
            return JSONResponse({"data": sealed({"data": steps_of(one) if one else []}, seal)})
        found = between(
            kept["rows"], "tgl_pengajuan", asked.get("tgl_awal"), asked.get("tgl_akhir")
        )
        return JSONResponse({"data": sealed({"items": found}, seal)})

    @app.put("/simulator/rows")
    async def put_rows(body: Rows) -> None:
        kept["rows"] = body.rows

    @app.put("/simulator/behaviour")
    async def put_behaviour(body: Behaviour) -> None:
        weather.behaviour = body

    @app.get("/simulator/record")
    async def record() -> dict[str, Any]:
        return {"calls": calls, "rows": len(kept["rows"])}

    return app


def sealed(value: Any, seal: Seal) -> str:
    """Nonce, ciphertext and tag as hexadecimal digits."""
    key = hashlib.sha256(seal.salt.encode()).digest()
    nonce = os.urandom(12)
    return (nonce + AESGCM(key).encrypt(nonce, json.dumps(value).encode(), None)).hex()


async def _answered(fault: Fault | None, seconds: float, request: Request) -> Response | None:
    match fault:
        case Fault.SLOW:
            await asyncio.sleep(seconds)
        case Fault.SERVER_ERROR:
            return Response(status_code=502)
        case Fault.RATE_LIMITED:
            return Response(status_code=429, headers={"Retry-After": "1"})
        case Fault.UNAUTHORISED:
            return Response(status_code=401)
        case Fault.MAINTENANCE:
            return HTMLResponse("<html><body>Sedang dalam pemeliharaan</body></html>")
        case Fault.BROKEN_JSON:
            return Response('{"data": {"data": [', media_type="application/json")
        case Fault.ANOTHER_SHAPE:
            return JSONResponse({"data": {"data": "none", "rows": [1, 2]}})
        case Fault.WRONG_TAG:
            return JSONResponse({"data": os.urandom(64).hex()})
        case Fault.TOO_LARGE:
            return Response(b" " * MAX_ANSWER_BYTES, media_type="application/json")
        case Fault.DOWN:
            # The connection ends without a word.
            await request.receive()
            raise ConnectionResetError
    return None
