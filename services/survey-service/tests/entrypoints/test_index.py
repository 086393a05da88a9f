"""Story C's half: 140 answers in, the index of the quarter out; and bad sheets."""

from datetime import date
from fractions import Fraction
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from shared.contracts.permit import LicenceImportedV1, LicenceIssuedV1
from shared.contracts.reporting import LicencesCountedV1
from shared.identity import system_caller
from shared.module import ServiceModule
from shared.testing.clock import FixedClock
from survey_service.adapters.work import PostgresStorage
from survey_service.domain.questionnaire import Element
from survey_service.testing.service import Listener

from .sheets import TITLES, Headers, as_csv, ended, imported, spread, with_sums

INDEX = "/v1/satisfaction-index"
QUARTER = {"office_code": "62.02", "period": "2024-Q2"}


@pytest.fixture
async def quarter(
    http: httpx.AsyncClient, administrator: Headers, printed: dict[str, Any]
) -> dict[str, Any]:
    """The 140 answers are in; how the import ended."""
    answer = await imported(http, administrator, as_csv([TITLES, *printed["responses"]]))
    found: dict[str, Any] = await ended(http, administrator, answer)
    return found


@pytest.mark.requirement(
    "R002-2.5-sum",
    "R002-2.5-NRR",
    "R002-2.5-weighted",
    "R002-2.5-minmax",
    "R002-2.5B-n",
    "R002-2.5-quality",
    "R002-2.5-source",
    "R003-P07-1-2",
)
async def test_the_140_answers_give_the_index_of_the_quarter(
    http: httpx.AsyncClient, quarter: dict[str, Any], printed: dict[str, Any]
) -> None:
    index = (await http.get(INDEX, params=QUARTER)).json()

    assert (index["ikm"], index["grade"], index["label"]) == (84.48, "B", "Baik")
    assert (index["respondents"], index["ni"], index["policy"]) == (140, 3.379, "ninth")
    assert [one["sum"] for one in index["elements"]] == printed["printed"]["sum"]
    assert [one["nrr"] for one in index["elements"]] == [
        3.35, 3.35, 3.193, 4.0, 3.343, 3.386, 3.386, 3.221, 3.186
    ]  # fmt: skip
    assert [one["nrr_weighted"] for one in index["elements"]] == [
        0.37, 0.37, 0.35, 0.44, 0.37, 0.38, 0.38, 0.36, 0.35
    ]  # fmt: skip
    assert (index["lowest"], index["highest"]) == ("PENGADUAN", "BIAYA")
    assert index["ranking"][1] == "WAKTU"
    assert index["ties"] == [["PERSYARATAN", "PROSEDUR"], ["KOMPETENSI", "PERILAKU"]]
    assert index["quality"] == {"uniform": 41, "all_highest": 41, "longest_run": 16}
    assert index["source"] == "Data diolah, 2024"


@pytest.mark.parametrize(
    ("policy", "ikm"), [("ninth", 84.48), ("w0111", 84.40), ("rounded3", 84.48)]
)
async def test_a_figure_names_its_policy(
    http: httpx.AsyncClient, quarter: dict[str, Any], policy: str, ikm: float
) -> None:
    index = (await http.get(INDEX, params=QUARTER | {"policy": policy})).json()

    assert (index["policy"], index["ikm"]) == (policy, ikm)


@pytest.mark.requirement("R002-2.5-weight-policy")
async def test_every_way_of_weighting_and_rounding_can_be_compared(
    http: httpx.AsyncClient, quarter: dict[str, Any]
) -> None:
    answer = await http.get(f"{INDEX}/policies", params=QUARTER)

    assert answer.json()["ikm"] == {
        "ninth": 84.48,
        "w0111": 84.40,
        "w011": 83.64,
        "ninth_nrr3": 84.49,
        "w0111_nrr3": 84.40,
        "ninth_weighted3": 84.45,
        "w0111_weighted3": 84.43,
        "ninth_weighted2": 84.25,
        "rounded3": 84.48,
    }


@pytest.mark.requirement("R002-2.5-rows")
async def test_the_export_reproduces_the_order_of_the_sheet(
    http: httpx.AsyncClient,
    quarter: dict[str, Any],
    front_office: Headers,
    printed: dict[str, Any],
) -> None:
    rows: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        answer = await http.get(
            "/v1/survey-responses",
            params={"period": "2024-Q2", "limit": "50"} | cursor,
            headers=front_office,
        )
        rows += answer.json()["items"]
        if answer.json()["next_cursor"] is None:
            break
        cursor = {"cursor": answer.json()["next_cursor"]}

    assert [[one["answers"][e] for e in Element] for one in rows] == printed["responses"]
    assert {one["answered_on"] for one in rows} == {"2024-06-30"}


@pytest.mark.requirement("R002-2.5A-period")
@pytest.mark.parametrize(
    ("period", "respondents"),
    [("2024-Q2", 2), ("2024", 3), ("2024-06", 1), ("2024-04", 1), ("2024-Q1", 1), ("2023", 0)],
)
async def test_answers_outside_the_period_are_not_counted(
    http: httpx.AsyncClient, administrator: Headers, period: str, respondents: int
) -> None:
    rows = [[3] * 9 + [day] for day in ("2024-03-31", "2024-04-01", "2024-06-30")]
    answer = await imported(http, administrator, as_csv([[*TITLES, "answered_on"], *rows]))
    await ended(http, administrator, answer)

    index = (await http.get(INDEX, params=QUARTER | {"period": period})).json()

    assert index["respondents"] == respondents


async def test_nobody_answered_is_nothing_and_not_the_worst(http: httpx.AsyncClient) -> None:
    index = (await http.get(INDEX, params=QUARTER)).json()

    assert (index["ikm"], index["grade"], index["ni"], index["label"]) == (None,) * 4
    assert (index["respondents"], index["lowest"], index["highest"]) == (0, None, None)
    assert index["sample"] == {
        "population": None,
        "definition": None,
        "required": None,
        "achieved": 0,
    }


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"period": "2024-Q5"}, 422, "invalid_request"),
        ({"period": "Q2"}, 422, "invalid_request"),
        ({"period": "\x00"}, 422, "invalid_request"),
        ({"policy": "best"}, 422, "invalid_request"),
        ({"office_code": "99.99"}, 404, "not_found"),
        ({"office_code": "'; drop"}, 422, "invalid_request"),
    ],
)
async def test_a_question_that_makes_no_sense_is_refused(
    http: httpx.AsyncClient, changes: dict[str, str], status: int, code: str
) -> None:
    answer = await http.get(INDEX, params=QUARTER | changes)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.requirement("R002-2.5-sample")
async def test_the_population_is_the_local_licences_of_the_period(
    http: httpx.AsyncClient, listener: Listener, clock: FixedClock
) -> None:
    for channel in ("MANUAL", "SICANTIK", "MPPD", "OSS"):
        facts = [
            LicenceImportedV1(
                office_code="62.02",
                licence_id=uuid4(),
                service_code="REKLAME",
                channel=channel,  # type: ignore[arg-type]
                number="1",
                issued_on=date(2024, 6, 30),
            )
            for _ in range(3)
        ]
        await listener.tell(*facts)
    issued = LicenceIssuedV1(
        office_code="62.02",
        licence_id=uuid4(),
        application_id=uuid4(),
        service_code="REKLAME",
        channel="MANUAL",
        number="2",
        issued_on=date(2024, 4, 1),
        signed_at=clock.now(),
    )
    await listener.tell(issued)
    await listener.deliver(listener.told[-1:])

    index = (await http.get(INDEX, params=QUARTER)).json()

    assert (index["sample"]["population"], index["sample"]["required"]) == (10, 10)
    assert "SICANTIK" in index["sample"]["definition"]


@pytest.mark.requirement("R002-2.5-sample")
async def test_what_is_known_only_as_counts_is_population_too_and_a_new_version_replaces_it(
    http: httpx.AsyncClient, listener: Listener
) -> None:
    count = LicencesCountedV1(
        office_code="62.02",
        count_id=uuid4(),
        year=2024,
        month=4,
        channel="MPPD",
        kind="KESEHATAN",
        measure="licences",
        count=400,
        count_version=1,
        row="KESEHATAN",
    )
    projects = count.model_copy(update={"count_id": uuid4(), "measure": "projects"})
    national = count.model_copy(update={"count_id": uuid4(), "channel": "OSS"})
    await listener.tell(count, projects, national)
    await listener.tell(count.model_copy(update={"count": 420, "count_version": 2}))
    await listener.deliver(listener.told[:1])

    sample = (await http.get(INDEX, params=QUARTER)).json()["sample"]

    assert (sample["population"], sample["required"]) == (420, 201)


async def test_a_recount_of_every_answer_agrees_with_what_was_counted_up(
    service: ServiceModule, quarter: dict[str, Any]
) -> None:
    storage = PostgresStorage(service.database)

    async with storage.read(system_caller("test", "62.02")) as reading:
        assert list(await reading.tallies.differences()) == []


async def test_a_query_that_forgets_the_office_sees_no_answer_of_another(
    service: ServiceModule, quarter: dict[str, Any]
) -> None:
    for office, count in (("62.02", 140), ("81.02", 0)):
        async with service.database.read(system_caller("test", office)) as connection:
            for table in ("response", "monthly_tally", "operation"):
                rows = await connection.execute(text(f"select count(*) from {table}"))
                assert (rows.scalar_one() > 0) is (count > 0)


@pytest.mark.requirement("R002-2.5B-profile")
async def test_the_profile_is_shown_in_groups_of_five_and_more(
    http: httpx.AsyncClient, administrator: Headers
) -> None:
    people = [("L", 25)] * 8 + [("P", 35)] * 7 + [("P", 70)] * 2
    rows = [[3] * 9 + [sex, age] for sex, age in people]
    await imported(http, administrator, as_csv([[*TITLES, "jenis_kelamin", "umur"], *rows]))

    by_sex = (await http.get(f"{INDEX}/breakdown", params=QUARTER | {"by": "jenis_kelamin"})).json()
    by_age = (await http.get(f"{INDEX}/breakdown", params=QUARTER | {"by": "umur"})).json()

    assert [(g["code"], g["name"], g["respondents"]) for g in by_sex["groups"]] == [
        ("L", "Laki-laki", 8),
        ("P", "Perempuan", 9),
    ]
    hidden = {group["code"]: group["suppressed"] for group in by_age["groups"]}
    assert hidden == {"21-30": False, "31-40": True, ">60": True}
    assert all("ikm" not in group for group in by_age["groups"] if group["suppressed"])


async def test_answers_that_a_licence_waited_for_are_reported_apart(
    http: httpx.AsyncClient, quarter: dict[str, Any]
) -> None:
    query = QUARTER | {"by": "collection_mode"}

    (group,) = (await http.get(f"{INDEX}/breakdown", params=query)).json()["groups"]

    assert (group["code"], group["ikm"]) == ("import", 84.48)


async def test_an_unknown_field_has_no_groups(http: httpx.AsyncClient) -> None:
    answer = await http.get(f"{INDEX}/breakdown", params=QUARTER | {"by": "agama"})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.requirement("R002-2.5-mutu")
@pytest.mark.parametrize(
    ("total", "ikm", "grade"),
    [
        (15894, 88.30, "B"),
        (15895, 88.31, "A"),
        (13788, 76.60, "C"),
        (13790, 76.61, "B"),
        (11699, 64.99, "D"),
        (11700, 65.00, "C"),
    ],
)
async def test_a_class_begins_at_its_lower_bound(
    http: httpx.AsyncClient, administrator: Headers, total: int, ikm: float, grade: str
) -> None:
    """15895 of 500 people is 88.3056, between two printed classes: it is rounded first."""
    await imported(http, administrator, with_sums(500, spread(total)))

    index = (await http.get(INDEX, params=QUARTER)).json()

    assert (index["ikm"], index["grade"]) == (ikm, grade)


@pytest.mark.requirement("R002-2.5-IKM")
@pytest.mark.parametrize(("value", "ikm", "grade"), [(4, 100, "A"), (1, 25, "D")])
async def test_the_index_runs_from_25_to_exactly_100(
    http: httpx.AsyncClient, administrator: Headers, value: int, ikm: int, grade: str
) -> None:
    await imported(http, administrator, as_csv([TITLES, *[[value] * 9] * 3]))

    index = (await http.get(INDEX, params=QUARTER)).json()

    assert (index["ikm"], index["ni"], index["grade"]) == (ikm, value, grade)


@pytest.mark.requirement("R002-2.5-print-policy")
async def test_the_policy_of_the_print_reproduces_the_print_and_w0111_does_not(
    http: httpx.AsyncClient, administrator: Headers, printed: dict[str, Any]
) -> None:
    means = [round(mean * 1000) for mean in printed["printed"]["nrr"]]
    await imported(http, administrator, with_sums(1000, means))

    figures = {
        policy: (await http.get(INDEX, params=QUARTER | {"policy": policy})).json()
        for policy in ("rounded3", "w0111")
    }

    assert (figures["rounded3"]["ni"], figures["rounded3"]["ikm"]) == (3.397, 84.93)
    assert figures["w0111"]["ikm"] == 84.85


@pytest.mark.requirement("R002-2.5-print-policy")
async def test_from_the_rows_the_policy_of_the_print_gives_another_figure_than_the_print(
    http: httpx.AsyncClient, quarter: dict[str, Any]
) -> None:
    index = (await http.get(INDEX, params=QUARTER | {"policy": "rounded3"})).json()

    assert (index["ni"], index["ikm"]) == (3.379, 84.48)


@pytest.mark.requirement("R002-2.5-T6")
async def test_the_summary_equals_what_the_exported_rows_give(
    http: httpx.AsyncClient, quarter: dict[str, Any], front_office: Headers
) -> None:
    index = (await http.get(INDEX, params=QUARTER)).json()
    rows = (
        await http.get(
            "/v1/survey-responses",
            params={"period": "2024-Q2", "limit": "200"},
            headers=front_office,
        )
    ).json()["items"]

    sums = [sum(row["answers"][element] for row in rows) for element in Element]
    ikm = Fraction(sum(sums), len(rows)) * Fraction(25, 9)

    assert [one["sum"] for one in index["elements"]] == sums
    assert index["respondents"] == len(rows) == 140
    assert abs(Fraction(str(index["ikm"])) - ikm) <= Fraction(1, 200)
