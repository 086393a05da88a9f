"""Importing a sheet: all of it or nothing, told at once, counted like any other answer."""

import json
from datetime import date
from io import StringIO
from typing import Any

import pytest

from shared.contracts.survey import ResponseRecordedV1
from shared.errors import Forbidden, UnsupportedType
from shared.identity import Caller
from shared.imports.operation import ImportState
from survey_service.application.import_responses import ImportResponses, import_responses
from survey_service.application.ports import Ports
from survey_service.application.read_index import ReadIndex, read_index
from survey_service.domain.errors import DayNotCome
from survey_service.testing.memory_work import MemoryStorage

TITLES = ",".join(f"U{place}" for place in range(1, 10))


def sheet(rows: list[list[Any]]) -> bytes:
    text = StringIO()
    text.write(TITLES + "\n")
    for row in rows:
        text.write(",".join(str(cell) for cell in row) + "\n")
    return text.getvalue().encode()


def command(caller: Caller, content: bytes, **changes: Any) -> ImportResponses:
    given: dict[str, Any] = {
        "caller": caller,
        "content": content,
        "columns": {},
        "period_end": date(2024, 6, 30),
        "dry_run": False,
    }
    return ImportResponses(**given | changes)


async def test_the_140_answers_give_the_index_of_the_quarter(
    storage: MemoryStorage, ports: Ports, administrator: Caller, printed: dict[str, Any]
) -> None:
    operation = await import_responses(command(administrator, sheet(printed["responses"])), ports)

    report = await read_index(ReadIndex(office_code="62.02", period="2024-Q2"), ports)

    assert (operation.state, operation.rows, operation.accepted) == ("succeeded", 140, 140)
    assert (str(report.index.ikm), report.index.respondents) == ("84.48", 140)
    assert report.longest_run == 16
    assert len([one for one in storage.told if isinstance(one, ResponseRecordedV1)]) == 140


async def test_one_wrong_cell_keeps_everything_out(
    storage: MemoryStorage, ports: Ports, administrator: Caller
) -> None:
    operation = await import_responses(
        command(administrator, sheet([[3] * 9, [3] * 8 + [5]])), ports
    )

    assert operation.state is ImportState.FAILED
    assert (operation.rows, operation.accepted, operation.refused) == (2, 0, 1)
    assert storage.state.responses == {}
    assert storage.told == []


async def test_a_dry_run_says_what_would_happen_and_does_nothing(
    storage: MemoryStorage, ports: Ports, administrator: Caller
) -> None:
    operation = await import_responses(
        command(administrator, sheet([[3] * 9]), dry_run=True), ports
    )

    assert (operation.state, operation.accepted) == ("succeeded", 1)
    assert storage.state.responses == {}


async def test_the_result_names_the_map_that_was_used(ports: Ports, administrator: Caller) -> None:
    swapped = {"U8": "PENGADUAN", "U9": "SARANA"}

    default = await import_responses(command(administrator, sheet([[3] * 9])), ports)
    given = await import_responses(command(administrator, sheet([[3] * 9]), columns=swapped), ports)

    used = [one.notes["column_map"] for one in (default, given)]
    assert [(one["U8"], one["U9"]) for one in used] == [
        ("SARANA", "PENGADUAN"),
        ("PENGADUAN", "SARANA"),
    ]


async def test_the_same_sheet_again_is_pointed_out(ports: Ports, administrator: Caller) -> None:
    first = await import_responses(command(administrator, sheet([[3] * 9])), ports)
    again = await import_responses(command(administrator, sheet([[3] * 9])), ports)

    assert [one.notes["imported_before"] for one in (first, again)] == [False, True]


async def test_a_period_still_to_end_is_refused(ports: Ports, administrator: Caller) -> None:
    with pytest.raises(DayNotCome):
        await import_responses(
            command(administrator, sheet([[3] * 9]), period_end=date(2024, 9, 30)), ports
        )


@pytest.mark.parametrize("content", [b"MZ\x00\x90", b"PK\x03\x04 no workbook", b"\xff\xfe\x00U"])
async def test_what_is_no_sheet_is_refused(
    ports: Ports, administrator: Caller, content: bytes
) -> None:
    with pytest.raises(UnsupportedType):
        await import_responses(command(administrator, content), ports)


async def test_only_an_administrator_imports(ports: Ports, clerk: Caller) -> None:
    with pytest.raises(Forbidden):
        await import_responses(command(clerk, sheet([[3] * 9])), ports)


async def test_what_is_told_of_an_imported_answer_names_no_sheet(
    storage: MemoryStorage, ports: Ports, administrator: Caller
) -> None:
    await import_responses(command(administrator, sheet([[3] * 9])), ports)

    (told,) = storage.told
    assert isinstance(told, ResponseRecordedV1)
    assert set(json.loads(told.model_dump_json())) == {
        "office_code",
        "response_id",
        "answered_on",
        "service_code",
        "collection_mode",
        "answers",
    }
