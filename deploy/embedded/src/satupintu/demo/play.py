"""The days of the demo: on two of them somebody complains, on the third the report is made."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from satupintu.demo.quarter import OFFICE, PRINTED, TEXT, QuarterStory
from satupintu.demo.registers import (
    complain,
    enter_follow_ups,
    enter_legal_bases,
    enter_registers,
    name_who_is_addressed,
    name_who_signs,
)
from satupintu.demo.visitor import HomeDoor, Json
from satupintu.home import Home
from satupintu.one_process import OneProcess
from shared.database.embedded import EmbeddedPostgres
from shared.local_ports import free_port

Tell = Callable[[str], None]

# The office's own clock (Asia/Pontianak); the third day is after the quarter's end.
_ZONE = ZoneInfo("Asia/Pontianak")
FIRST_COMPLAINT = datetime(2024, 1, 24, 9, 0, tzinfo=_ZONE)
SECOND_COMPLAINT = datetime(2024, 4, 19, 8, 3, tzinfo=_ZONE)
REPORTED = datetime(2024, 7, 8, 9, 0, tzinfo=_ZONE)
FORMS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
READY_SECONDS = 60


async def play(folder: Path, tell: Tell) -> tuple[Path, ...]:
    """Plays the quarter and leaves its report in `folder`; what was played before goes first."""
    deployment = folder / "deployment"
    shutil.rmtree(deployment, ignore_errors=True)
    home = Home(deployment)
    async with _opened_on(home, FIRST_COMPLAINT) as door:
        tell("24 January 2024: somebody complains at the counter")
        first = await complain(door, PRINTED["complaints"][0])
    async with _opened_on(home, SECOND_COMPLAINT) as door:
        tell("19 April 2024: somebody else complains")
        second = await complain(door, PRINTED["complaints"][1])
    async with _opened_on(home, REPORTED) as door:
        tell("8 July 2024: the quarter's figures come in")
        await enter_follow_ups(door, first, second)
        await _gather(door, tell)
        findings = await _lint(door)
        tell(f"the linter finds {len(findings)} faults in the report as it was printed")
        await _publish(door)
        written = await _leave(door, folder)
    return (*written, _leave_findings(findings, folder))


@asynccontextmanager
async def _opened_on(home: Home, moment: datetime) -> AsyncIterator[HomeDoor]:
    """The deployment on another day, until the block ends."""
    offset = int((moment - datetime.now(UTC)).total_seconds())
    server = EmbeddedPostgres(home.path)
    deployment = OneProcess(home, free_port(), server, clock_offset_seconds=offset)
    opened = asyncio.Event()
    running = asyncio.create_task(deployment.run(opened=opened.set))
    waiting = asyncio.create_task(opened.wait())
    try:
        await asyncio.wait({running, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            await running
        async with httpx.AsyncClient(base_url=deployment.url, timeout=60) as http:
            await _until_ready(http)
            yield HomeDoor(http, home)
    finally:
        waiting.cancel()
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _until_ready(http: httpx.AsyncClient) -> None:
    async with asyncio.timeout(READY_SECONDS):
        while True:
            with suppress(httpx.TransportError):
                if (await http.get("/readyz")).status_code == 200:
                    return
            await asyncio.sleep(0.05)


async def _gather(door: HomeDoor, tell: Tell) -> None:
    story = QuarterStory(door)
    await name_who_signs(door)
    await name_who_is_addressed(door)
    await enter_legal_bases(door)
    operation = await story.import_answers()
    tell(f"{operation['result']['accepted']} answers of the survey were imported")
    tell(f"{await story.import_counts()} counts of licences, projects and NIB were imported")
    await story.import_investment()
    for remark in await enter_registers(door):
        tell(remark)
    index = await story.index()
    printed = PRINTED["survey"]["printed"]["ikm"]
    tell(f"IKM {index['ikm']} ({index['grade']}); printed in 2024: {printed}")
    await story.report_with_answers()


async def _lint(door: HomeDoor) -> list[Json]:
    administrator = await door.staff("administrator", OFFICE)
    found = await administrator.post("/v1/report-lint", PRINTED | TEXT)
    findings: list[Json] = found["findings"]
    return findings


async def _publish(door: HomeDoor) -> None:
    """The print is kept beside the computed tables, then the Head freezes the edition."""
    administrator = await door.staff("administrator", OFFICE)
    printed = "/v1/reports/quarterly/2024/2/printed"
    await administrator.post(printed, PRINTED | TEXT, expect=201)
    head = await door.staff("head", OFFICE)
    await head.post("/v1/reports/quarterly/2024/2/publication", {}, expect=201)


async def _leave(door: HomeDoor, folder: Path) -> tuple[Path, ...]:
    """The published report in each of its forms, as anybody may have it."""
    written = []
    for ending, media_type in FORMS.items():
        answer = await door.nobody.call(
            "GET",
            "/v1/reports/quarterly/2024/2",
            params={"office_code": OFFICE},
            headers={"Accept": media_type},
        )
        file = folder / f"laporan-kinerja-{OFFICE}-2024-Q2.{ending}"
        file.write_bytes(answer.content)
        written.append(file)
    return tuple(written)


def _leave_findings(findings: list[Json], folder: Path) -> Path:
    file = folder / f"temuan-{OFFICE}-2024-Q2.json"
    file.write_text(json.dumps(findings, indent=2, ensure_ascii=False), encoding="utf-8")
    return file
