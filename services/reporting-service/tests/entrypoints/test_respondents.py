"""Who answered stands in the report as the survey service tells it, small groups hidden."""

from typing import Any

import pytest
from fastapi import FastAPI

from reporting_service.settings import NAME
from reporting_service.testing import Listener, build_service, door_of, migrate_service
from shared.testing.clock import FixedClock
from shared.testing.http import client
from shared.testing.postgres import PostgresServer
from shared.testing.tokens import TestIssuer

REPORT = "/v1/reports/quarterly/2024/2?office_code=62.02"
GROUPS = {
    "jenis_kelamin": [
        {"code": "L", "name": "Laki-laki", "suppressed": False, "respondents": 8},
        {"code": "P", "name": "Perempuan", "suppressed": False, "respondents": 9},
    ],
    "umur": [{"code": ">60", "name": None, "suppressed": True}],
}


def survey_of(asked: list[str], *, is_broken: bool) -> FastAPI:
    """The survey service, as its breakdown answers: a trait it does not ask for is refused."""
    app = FastAPI()

    @app.get("/v1/satisfaction-index/breakdown")
    async def breakdown(office_code: str, period: str, by: str) -> dict[str, Any]:
        asked.append(f"{office_code} {period} {by}")
        if is_broken:
            raise RuntimeError
        return {"by": by, "groups": GROUPS.get(by, [])}

    return app


@pytest.mark.parametrize("is_broken", [False, True])
async def test_the_profile_is_an_annex_and_a_report_waits_for_no_other_service(
    postgres_server: PostgresServer, clock: FixedClock, issuer: TestIssuer, is_broken: bool
) -> None:
    asked: list[str] = []
    survey = survey_of(asked, is_broken=is_broken)
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        module = build_service(
            address, clock=clock, issuer=issuer, door=door_of({}, {}), owners={"survey": survey}
        )
        await Listener(module).tell_office()
        async with client(module.app) as http:
            head = issuer.headers(role="head", office="62.02")
            answer = await http.get(REPORT, headers=head)
        await module.database.close()
    table = answer.json()["annexes"][-1]
    assert table["id"] == "respondents"
    assert "62.02 2024-Q2 umur" in asked
    expected = [
        ["1", "Jenis kelamin", "Laki-laki", "8"],
        ["2", "Jenis kelamin", "Perempuan", "9"],
        ["3", "Umur", ">60", "kurang dari 5 (disamarkan)"],
    ]
    assert table["rows"] == ([] if is_broken else expected)
    assert bool(table["notes"]) is is_broken
