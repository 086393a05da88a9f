"""Ports on memory: a press that tells what it was given, a door that knows one signatory."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from reporting_service.adapters.datasets import write_dataset
from reporting_service.adapters.documents.from_json import read_back
from reporting_service.application.ports import Ports, Transmittal, Work
from reporting_service.domain.complaint_copy import ComplaintEntry
from reporting_service.domain.data_request import DataRequest
from reporting_service.domain.edition import Edition, Letterhead, Signatory
from reporting_service.domain.office import Office
from reporting_service.domain.report import QuarterlyReport
from reporting_service.domain.respondents import RespondentGroup
from reporting_service.testing.memory_work import MemoryWork, memory_database
from shared.calendar.office_time import Quarter
from shared.clock import Clock
from shared.identity import Caller
from shared.messaging.contract import Message
from shared.testing.clock import FixedClock
from shared.testing.memory import MemoryDatabase

OFFICE = Office(
    code="62.02",
    name="DPMPTSP",
    regency="Kabupaten",
    time_zone="Asia/Pontianak",
    number_code="DPMPTSP",
    settings_version=1,
)
SIGNATORY = Signatory(
    name="Kepala Uji", position="Kepala Dinas", rank="Pembina", nip="19700101 199501 1 001"
)


class MemoryPress:
    """Makes documents that tell what they were made of."""

    async def render(self, report: QuarterlyReport, media_type: str) -> bytes:
        """Media type, state and edition."""
        return f"{media_type} {report.state} {report.edition}".encode()

    def read_back(self, content: bytes, edition: Edition, office: Office) -> QuarterlyReport:
        """The report whose JSON this is."""
        return read_back(content, edition, office)

    async def transmittal(self, report: QuarterlyReport, transmittal: Transmittal) -> bytes:
        """The letter's number and the edition it goes with."""
        return f"{transmittal.number} {report.edition}".encode()

    async def extract(self, request: DataRequest) -> bytes:
        """The letter's id."""
        return request.id.bytes

    async def extract_on_paper(
        self, request: DataRequest, office: Office, letterhead: Letterhead
    ) -> bytes:
        """The letter's id and the office's code."""
        return request.id.bytes + f" {office.code} {letterhead.name}".encode()


class MemoryDoor:
    """Knows one signatory and one letterhead."""

    def __init__(self, signatory: Signatory = SIGNATORY) -> None:
        self._signatory = signatory

    async def signatory(self, caller: Caller) -> Signatory:
        """The one it knows, whoever asks."""
        del caller
        return self._signatory

    async def letterhead(self, office_code: str) -> Letterhead:
        """The office's name alone."""
        return Letterhead(name=f"DPMPTSP {office_code}")

    async def names(self, actors: Collection[str]) -> Mapping[str, str]:
        """Everybody has one."""
        return {actor: f"Petugas {actor}" for actor in actors}


class MemoryRespondents:
    """Nobody can be asked."""

    async def groups(self, office_code: str, quarter: Quarter) -> Sequence[RespondentGroup] | None:
        """Nothing: the survey service is away."""
        del office_code, quarter
        return None


class MemoryRules:
    """Nobody can be asked."""

    async def in_force(self, office_code: str) -> Mapping[str, Any] | None:
        """Nothing: the inspection service is away."""
        del office_code
        return None


class MemoryEntries:
    """A register without entries."""

    async def of(
        self, reader: Caller, office_code: str, numbers: Sequence[str]
    ) -> Mapping[str, ComplaintEntry]:
        """Nothing: none of them is there."""
        del reader, office_code, numbers
        return {}


class MemoryFeed:
    """Logs that hold nothing."""

    async def read(
        self, publisher: str, office: str, after: int, limit: int
    ) -> Sequence[tuple[int, Message]]:
        """Nothing was told."""
        del publisher, office, after, limit
        return ()


async def _apply_nothing(messages: Sequence[Message], work: Work) -> None:
    del messages, work


def memory_ports(
    clock: Clock | None = None, **changes: Any
) -> tuple[MemoryDatabase[MemoryWork], Ports]:
    """A database that knows office 62.02, and ports on it; `changes` replace ports by name."""
    clock = clock or FixedClock(datetime(2024, 7, 3, tzinfo=UTC))
    database = memory_database(clock)
    database.state.shelf("Office")[OFFICE.code,] = OFFICE
    ports = Ports(
        clock=clock,
        begin=database.begin,
        read=database.begin,
        new_id=uuid4,
        renderer=MemoryPress(),
        directory=MemoryDoor(),
        respondents=MemoryRespondents(),
        rules=MemoryRules(),
        complaint_entries=MemoryEntries(),
        standards={},
        feed=MemoryFeed(),
        apply=_apply_nothing,
        write_dataset=write_dataset,
    )
    return database, replace(ports, **changes)
