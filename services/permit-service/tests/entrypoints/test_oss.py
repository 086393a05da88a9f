"""An application about a permit of OSS: who is told its ids, and that it has one channel."""

import json

import httpx
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from permit_service.domain.oss_reference import oss_ids
from permit_service.domain.service import Channel
from permit_service.testing.counter import NIB, Counter
from permit_service.testing.facts import OFFICE
from shared.database.engine import Database
from shared.identity import system_caller
from shared.testing.tokens import TestIssuer

IDS = {"id_izin": "I-20260615-000000001", "id_proyek": "R-1", "kd_daerah": "8102011001"}


async def told(database: Database, kind: str) -> list[dict[str, object]]:
    async with database.read(system_caller("permit", OFFICE)) as connection:
        rows = await connection.execute(
            sa.text("select data from event_log where type = :type order by id"), {"type": kind}
        )
        return [json.loads(row.data) for row in rows]


async def test_the_permit_of_oss_is_told_at_submission_and_its_ids_to_the_gateway_alone(
    counter: Counter, http: httpx.AsyncClient, database: Database, issuer: TestIssuer
) -> None:
    application = await counter.signed(metadata={"oss": IDS | {"more": "x"}, "kiosk": 1})
    await counter.submitted()
    submitted = await told(database, "permit.application_submitted")
    assert [one.get("oss_permit_id") for one in submitted] == [IDS["id_izin"], None]

    system = issuer.system_headers("permit", service="gateway")
    licence = application["licence"]
    paths = (
        f"/internal/applications/{application['id']}/oss",
        f"/internal/licences/{licence['id']}/oss",
    )
    for path in paths:
        case = (await http.get(path, headers=system)).json()
        assert (case["application_id"], case["nib"]) == (application["id"], NIB)
        assert case["oss"] == IDS
        assert case["licence"]["number"] == licence["number"]
        assert (case["status"], case["licence"]["status"]) == ("signed", "active")
        assert "Toko Contoh" not in str(case)
        assert (await http.get(path, headers=counter.as_("head"))).status_code == 401


@pytest.mark.parametrize(
    "told_ids",
    [None, "I-1", [], {"id_izin": 7}, {"id_izin": "I 1"}, {"id_izin": "x" * 31}, {"id_izin": ""}],
)
def test_what_cannot_be_an_id_of_oss_is_none(told_ids: object) -> None:
    assert oss_ids({"oss": told_ids}) == {}


@pytest.mark.requirement("R003-P02-2")
def test_oss_and_sicantik_stand_in_the_article_and_the_others_are_marked_as_additions() -> None:
    assert {one for one in Channel if one.stands_in_article} == {Channel.OSS, Channel.SICANTIK}
    assert {one for one in Channel if not one.stands_in_article} == {Channel.MANUAL, Channel.MPPD}


@pytest.mark.requirement("R003-P02-2")
async def test_an_application_has_one_channel_that_nobody_takes_away_or_chooses(
    counter: Counter, http: httpx.AsyncClient, database: Database
) -> None:
    application = await counter.submitted(channel="OSS")
    assert application["channel"] == "SICANTIK"
    listed = await http.get("/v1/applications", headers=counter.as_("front_office"))
    assert [one["channel"] for one in listed.json()["items"]] == ["SICANTIK"]
    path = f"/v1/services/{application['service_code']}"
    service = (await http.get(path, params={"office_code": OFFICE})).json()
    assert (service["channel"], service["channel_basis"]) == ("SICANTIK", "article")
    with pytest.raises(IntegrityError, match="channel"):
        async with database.begin(system_caller("permit", OFFICE)) as transaction:
            await transaction.connection.execute(sa.text("update application set channel = null"))
