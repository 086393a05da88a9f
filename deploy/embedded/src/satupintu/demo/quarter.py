"""The second quarter of 2024 of office 62.02 (Laporan Kinerja PTSP), imported and reported."""

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from satupintu.demo.visitor import Door, Json, eventually

OFFICE = "62.02"
PERIOD = "2024-Q2"
PRINTED = json.loads((Path(__file__).parent / "q2_2024_printed.json").read_text(encoding="utf-8"))
TEXT = json.loads(Path(__file__).with_name("q2_2024_printed_text.json").read_text(encoding="utf-8"))
INVESTMENT_QUARTER = 1
MONTHS = {"april": 4, "mei": 5, "juni": 6}
MEASURES = {"Detail Proyek": "projects", "Detail NIB (Nomor Induk Berusaha)": "nib"}


@dataclass(slots=True)
class QuarterStory:
    """What an administrator enters, and what then comes out by itself."""

    door: Door
    office: str = OFFICE

    async def import_answers(self) -> Json:
        """The 140 answers as the office has them: U1 to U9."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(PRINTED["survey"]["columns"])
        writer.writerows(PRINTED["survey"]["responses"])
        administrator = await self.door.staff("administrator", self.office)
        answer = await administrator.call(
            "POST",
            "/v1/survey-response-imports",
            expect=202,
            data={"period_end": "2024-06-30", "dry_run": "false"},
            files={"file": ("jawaban.csv", text.getvalue().encode(), "text/csv")},
        )
        return await self.finished(answer.json()["operation_id"])

    async def finished(self, operation_id: str) -> Json:
        """The operation, once it has ended."""
        administrator = await self.door.staff("administrator", self.office)

        async def ended() -> Json | None:
            found: Json = await administrator.get(f"/v1/operations/{operation_id}")
            return found if found["state"] != "running" else None

        operation: Json = await eventually(ended)
        return operation

    async def import_counts(self) -> int:
        """The printed counts of licences by channel, kind and month."""
        administrator = await self.door.staff("administrator", self.office)
        cells = 0
        for recap in PRINTED["licence_recap"]:
            for row in recap["rows"]:
                for month, number in MONTHS.items():
                    body = {
                        "year": 2024,
                        "month": number,
                        "channel": recap["channel"],
                        "kind": row["jenis_izin"],
                        "measure": MEASURES.get(row["jenis_izin"], "licences"),
                        "count": row[month],
                        "source": "Laporan Kinerja PTSP Triwulan II 2024",
                    }
                    await administrator.post("/v1/licence-count-imports", body, expect=None)
                    cells += 1
        return cells

    async def import_investment(self) -> None:
        """The realisation of PMDN and PMA as NSWI released it, columns as they were printed. The
        print says whose figures they are: of the quarter before, since its own were not out."""
        administrator = await self.door.staff("administrator", self.office)
        for origin in ("PMDN", "PMA"):
            table = PRINTED["investment"][origin.lower()]
            rows = [[row["label"], *row["printed"].values()] for row in table["rows"]]
            body = {
                "year": 2024,
                "quarter": INVESTMENT_QUARTER,
                "origin": origin,
                "source": PRINTED["investment"]["source"],
                "columns": table["header_printed"],
                "rows": rows,
            }
            await administrator.post("/v1/investment-realisation-imports", body, expect=202)

    async def index(self, **params: Any) -> Json:
        """The satisfaction index as anybody reads it."""
        query = {"office_code": self.office, "period": PERIOD} | params
        index: Json = await self.door.nobody.get("/v1/satisfaction-index", params=query)
        return index

    async def index_of_population(self, population: int) -> Json:
        """The index, once the counts have reached the survey service."""

        async def knows() -> Json | None:
            index = await self.index()
            return index if index["sample"]["population"] == population else None

        index: Json = await eventually(knows)
        return index

    async def report(self) -> Json:
        """The quarterly report as staff read it."""
        administrator = await self.door.staff("administrator", self.office)
        report: Json = await administrator.get(
            "/v1/reports/quarterly/2024/2", params={"office_code": self.office}
        )
        return report

    async def report_with_answers(self, respondents: int = 140) -> Json:
        """The report, once the answers have reached the reporting service."""

        async def has_them() -> Json | None:
            report = await self.report()
            table = next(one for one in report["tables"] if one["id"] == "survey_responses")
            return report if len(table["rows"]) == respondents else None

        report: Json = await eventually(has_them)
        return report
