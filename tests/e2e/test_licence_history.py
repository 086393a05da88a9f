"""An office's history of a quarter comes in as a spreadsheet and is its report's recap."""

from typing import Any

import pytest

from satupintu.demo.quarter import QuarterStory
from satupintu.demo.visitor import eventually
from stories.door import Door

OFFICE = "53.11"
REPORT = f"/v1/reports/quarterly/2024/2?office_code={OFFICE}"
HEAD = "service_code;channel;number;issued_on;holder_name"
# April, May and June of each row, as in the print of Kotawaringin Timur.
MANUAL = {
    "PBG": ("(PBG)", (3, 0, 0)),
    "PKKPR-NB": ("(PKKPR)", (0, 2, 4)),
    "SLF": ("(SLF)", (6, 2, 6)),
    "SPPL": ("(SPPL)", (0, 0, 0)),
    "SLO": ("(SLO)", (0, 0, 0)),
}
SICANTIK = {
    "SKPL-BC": ("MINOL", (0, 0, 0)),
    "REKLAME": ("Reklame", (13, 16, 3)),
    "PAUD": ("Pendidikan", (8, 7, 0)),
}
DAYS = ("2 April 2024", "06/05/2024", "2024-06-03")


def book(rows: dict[str, tuple[str, tuple[int, int, int]]], channel: str) -> list[str]:
    """A line per licence; holders are nobody."""
    return [
        f"{service};{channel};{service}/{place}/{month}/2024;{DAYS[month]};Pemohon Contoh"
        for service, (_, counts) in rows.items()
        for month, count in enumerate(counts)
        for place in range(count)
    ]


async def handed_in(door: Door, lines: list[str]) -> dict[str, Any]:
    """The operation, once it has ended."""
    administrator = await door.staff("administrator", OFFICE)
    content = "\r\n".join((HEAD, *lines)).encode()
    answer = await administrator.call(
        "POST", "/v1/licence-imports", expect=202, files={"file": ("buku.csv", content)}
    )
    return await QuarterStory(door, office=OFFICE).finished(answer.json()["operation_id"])


def row_of(table: dict[str, Any], word: str) -> list[str]:
    """Months and total of the row that names it."""
    (found,) = [row for row in table["rows"] if word in row[1]]
    return list(found[2:6])


@pytest.mark.requirement(
    "R002-T1-PBG",
    "R002-T1-PKKPR",
    "R002-T1-SLF",
    "R002-T1-SPPL",
    "R002-T1-SLO",
    "R002-T3-MINOL",
    "R002-T3-Reklame",
    "R002-T3-Pendidikan",
)
async def test_licences_of_the_past_are_the_recap_of_their_quarter(door: Door) -> None:
    unknown = await handed_in(door, ["NO-SUCH-SERVICE;MANUAL;1;2 April 2024;Pemohon Contoh"])
    assert (unknown["state"], unknown["errors"][0]["row"]) == ("failed", 2)
    assert unknown["errors"][0]["column"] == "service_code"

    lines = [*book(MANUAL, "MANUAL"), *book(SICANTIK, "SICANTIK")]
    taken = await handed_in(door, lines)
    assert (taken["state"], taken["result"]["accepted"]) == ("succeeded", 70), taken

    head = await door.staff("head", OFFICE)

    async def recap() -> dict[str, Any] | None:
        tables = {one["id"]: one for one in (await head.get(REPORT))["tables"]}
        return tables if tables["licences_manual"]["totals"].get("Jumlah") == "23" else None

    tables = await eventually(recap)
    for table, rows in (("licences_manual", MANUAL), ("licences_sicantik", SICANTIK)):
        for word, counts in rows.values():
            printed = [str(count) for count in (*counts, sum(counts))]
            assert row_of(tables[table], word) == printed, word

    # The same figures are open data, without the small cells, and stand on no desk but theirs.
    query = f"office_code={OFFICE}&period=2024-Q2"
    text = (await door.nobody.call("GET", f"/v1/open-data/licences?{query}")).text
    assert f"{OFFICE},2024-05,SICANTIK,REKLAME,licences,16,false" in text
    assert f"{OFFICE},2024-06,SICANTIK,REKLAME,licences,,true" in text
    assert "Pemohon" not in text
    assert (await head.get(f"/v1/dashboard?{query}"))["open"].keys() >= {"submitted"}
    await door.nobody.call("GET", f"/v1/dashboard?{query}", expect=401)
