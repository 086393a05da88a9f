"""One suite over memory and PostgreSQL: answers, tallies, imports, publications."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.errors import NotFound, StaleVersion
from shared.identity import system_caller
from shared.imports.operation import ImportOperation, ImportState
from shared.imports.rows import RowError
from survey_service.domain.errors import AlreadyAnswered, AlreadyPublished
from survey_service.domain.improvement import Improvement, PublishedIndex
from survey_service.domain.licence_use import ServiceUse
from survey_service.domain.population import CountedLicences, StatedPopulation
from survey_service.domain.questionnaire import Element
from survey_service.domain.response import CollectionMode, Response
from survey_service.domain.tally import Tally, TallyKey, tallies_of

from .conftest import ELSEWHERE, HERE, MAY, NOW, QUARTER

MODE = CollectionMode.GATE


def response(*, number: int = 1, value: int = 3, **changes: Any) -> Response:
    one = Response(
        id=UUID(int=number),
        office_code="62.02",
        answered_on=date(2024, 5, 6),
        collection_mode=MODE,
        questionnaire_id="SKM-2017-1",
        answers={element.value: value for element in Element},
        service_code="REKLAME",
        profile={"umur": "31-40"},
        suggestion="Tambah kursi",
    )
    return replace(one, **changes)


async def keep(storage: Any, *responses: Response, told: bool = True) -> None:
    async with storage.begin(system_caller("survey", responses[0].office_code)) as work:
        await work.responses.add(responses, told=told)
        await work.tallies.add(responses[0].office_code, tallies_of(responses))


async def test_untold_answers_wait_for_company_or_for_the_end_of_their_day(storage: Any) -> None:
    day = date(2024, 5, 6)
    await keep(storage, *(response(number=n) for n in (1, 2, 3)), told=False)

    async with storage.begin(HERE) as work:
        none = await work.responses.take_untold(together=4, before=day, limit=10)
        waiting = await work.responses.offices_with_untold()
        some = await work.responses.take_untold(together=3, before=day, limit=10)
        again = await work.responses.take_untold(together=1, before=day, limit=10)
    await keep(storage, response(number=4), told=False)
    async with storage.begin(HERE) as work:
        next_day = await work.responses.take_untold(
            together=5, before=day + timedelta(days=1), limit=10
        )

    assert (list(none), list(waiting)) == ([], ["62.02"])
    assert {one.id.int for one in some} == {1, 2, 3}
    assert list(again) == []
    assert [one.id.int for one in next_day] == [4]


async def test_another_offices_untold_answers_are_left_alone(storage: Any) -> None:
    await keep(storage, response(office_code="81.02"), told=False)

    async with storage.begin(HERE) as work:
        assert list(await work.responses.take_untold(together=1, before=MAY, limit=9)) == []
    async with storage.begin(ELSEWHERE) as work:
        assert len(await work.responses.take_untold(together=1, before=MAY, limit=9)) == 1


async def test_an_export_keeps_the_order_of_sheets_and_pages_through_it(storage: Any) -> None:
    sheet = uuid4()
    rows = [
        response(
            number=90 - n, import_id=sheet, import_row=n, collection_mode=CollectionMode.IMPORT
        )
        for n in range(2, 7)
    ]
    await keep(storage, *rows)
    await keep(storage, response(number=1))
    await keep(storage, response(number=2, answered_on=date(2024, 7, 1)))

    async with storage.read(HERE) as reading:
        first = await reading.responses.export(*QUARTER, after=None, limit=3)
        rest = await reading.responses.export(*QUARTER, after=first[-1].id, limit=9)

    assert [one.import_row for one in [*first, *rest]] == [2, 3, 4, 5, 6, None]
    assert {one.suggestion for one in [*first, *rest]} == {None}


async def test_tallies_count_up_per_month_and_questionnaire(storage: Any) -> None:
    await keep(storage, response(number=1, value=4), response(number=2, value=3))
    await keep(storage, response(number=3, value=3))
    await keep(storage, response(number=4, answered_on=date(2024, 7, 1)))

    async with storage.read(HERE) as reading:
        totals = await reading.tallies.totals(*QUARTER)
    async with storage.read(ELSEWHERE) as reading:
        elsewhere = await reading.tallies.totals(*QUARTER)

    sums = {element.value: 10 for element in Element}
    assert totals == {
        "SKM-2017-1": Tally(respondents=3, sums=sums, uniform=3, all_highest=1),
    }
    assert elsewhere == {}


async def test_an_own_question_that_only_some_answer_adds_up_beside_the_others(
    storage: Any,
) -> None:
    more = {**response().answers, "PARKIR": 2}
    await keep(storage, response(number=1))
    await keep(storage, response(number=2, answers=more))
    await keep(storage, response(number=3))

    async with storage.read(HERE) as reading:
        totals = await reading.tallies.totals(*QUARTER)

    assert totals["SKM-2017-1"].sums["PARKIR"] == 2
    assert totals["SKM-2017-1"].sums["WAKTU"] == 9


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("service", {"REKLAME": 2, None: 1}),
        ("collection_mode", {"gate": 2, "kiosk": 1}),
        ("umur", {"31-40": 2, None: 1}),
        ("pekerjaan", {None: 3}),
    ],
)
async def test_groups_add_up_to_the_whole(
    storage: Any, by: str, expected: dict[str | None, int]
) -> None:
    await keep(storage, response(number=1), response(number=2))
    kiosk = response(
        number=3, service_code=None, profile={}, collection_mode=CollectionMode.KIOSK, value=1
    )
    await keep(storage, kiosk)

    async with storage.read(HERE) as reading:
        groups = await reading.tallies.groups(*QUARTER, by=by)

    assert {code: tally.respondents for (code, _), tally in groups.items()} == expected
    assert sum(tally.sums["WAKTU"] for tally in groups.values()) == 7


async def test_a_recount_agrees_with_the_tallies_and_names_what_does_not(storage: Any) -> None:
    await keep(storage, response(number=1, value=4), response(number=2, profile={}))
    await keep(storage, response(number=3, service_code=None))
    async with storage.read(HERE) as reading:
        assert list(await reading.tallies.differences()) == []

    key = TallyKey(month=MAY, questionnaire_id="SKM-2017-1", group=("service", "REKLAME"))
    async with storage.begin(HERE) as work:
        await work.tallies.add("62.02", {key: Tally(respondents=1, sums={"WAKTU": 1})})

    async with storage.read(HERE) as reading:
        assert len(await reading.tallies.differences()) == 1
    async with storage.read(ELSEWHERE) as reading:
        assert list(await reading.tallies.differences()) == []


async def test_the_longest_run_is_that_of_the_imports_of_a_period(storage: Any) -> None:
    async with storage.begin(HERE) as work:
        await work.tallies.note_runs("62.02", uuid4(), {MAY: 16, date(2024, 7, 1): 40})
        await work.tallies.note_runs("62.02", uuid4(), {MAY: 3})

    async with storage.read(HERE) as reading:
        assert await reading.tallies.longest_run(*QUARTER) == 16
    async with storage.read(ELSEWHERE) as reading:
        assert await reading.tallies.longest_run(*QUARTER) == 0


async def test_licences_and_counts_are_kept_by_month_and_channel(storage: Any) -> None:
    uses = [
        ServiceUse(month=MAY, service_code="REKLAME", channel=channel, licences=licences)
        for channel, licences in (("MANUAL", 23), ("OSS", 5526))
    ]
    count = CountedLicences(
        month=MAY,
        channel="MPPD",
        kind="KESEHATAN",
        row="KESEHATAN",
        services=("SIP-BIDAN",),
        count=137,
        version=2,
    )
    async with storage.begin(HERE) as work:
        await work.uses.add("62.02", uses)
        await work.uses.add("62.02", [replace(uses[0], licences=0, applications=1)])
        await work.uses.keep_counts("62.02", [count])
        await work.uses.keep_counts("62.02", [replace(count, count=1, version=1)])

    async with storage.read(HERE) as reading:
        issued = await reading.uses.issued(*QUARTER)
        assert sorted(issued, key=lambda one: one.licences) == [
            replace(uses[0], applications=1),
            uses[1],
        ]
        assert list(await reading.uses.counted(*QUARTER)) == [count]
        assert list(await reading.uses.counted(date(2024, 7, 1), date(2024, 9, 30))) == []
        assert await reading.uses.is_used("REKLAME", *QUARTER)
        assert not await reading.uses.is_used("PBG", *QUARTER)
        assert not await reading.uses.is_used("REKLAME", date(2024, 7, 1), date(2024, 7, 1))
    async with storage.read(ELSEWHERE) as reading:
        assert list(await reading.uses.issued(*QUARTER)) == []
        assert list(await reading.uses.counted(*QUARTER)) == []


async def test_a_stated_population_replaces_the_one_before(storage: Any) -> None:
    stated = StatedPopulation(
        office_code="62.02", period="2024-Q2", count=400, definition="register"
    )
    async with storage.begin(HERE) as work:
        await work.uses.state_population(stated)
        await work.uses.state_population(replace(stated, count=420))

    async with storage.read(HERE) as reading:
        assert await reading.uses.stated_population("2024-Q2") == replace(stated, count=420)
        assert await reading.uses.stated_population("2024-Q3") is None


def operation(**changes: Any) -> ImportOperation:
    asked = ImportOperation(id=uuid4(), office_code="62.02", kind="survey_responses")
    one = asked.ended(
        rows=2,
        errors=[],
        at=NOW,
        notes={
            "column_map": {"U1": "PERSYARATAN"},
            "fingerprint": b"f" * 32,
            "imported_before": False,
            "ignored_columns": 3,
        },
    )
    # When it ended is not kept.
    return replace(one, finished_at=None, **changes)


async def test_an_operation_is_seen_by_its_office(storage: Any) -> None:
    kept = operation(errors=(RowError(row=3, column="U3", code="missing"),))
    async with storage.begin(HERE) as work:
        await work.operations.add(kept)

    async with storage.read(HERE) as reading:
        assert await reading.operations.get(kept.id) == kept
        assert await reading.operations.has_imported(b"f" * 32)
        assert not await reading.operations.has_imported(b"g" * 32)
    async with storage.read(ELSEWHERE) as reading:
        with pytest.raises(NotFound):
            await reading.operations.get(kept.id)
        assert not await reading.operations.has_imported(b"f" * 32)


@pytest.mark.parametrize("changes", [{"dry_run": True}, {"state": ImportState.FAILED}])
async def test_what_was_only_tried_was_not_imported(storage: Any, changes: dict[str, Any]) -> None:
    async with storage.begin(HERE) as work:
        await work.operations.add(operation(**changes))

    async with storage.read(HERE) as reading:
        assert not await reading.operations.has_imported(b"f" * 32)


async def test_an_index_is_published_once_per_period(storage: Any) -> None:
    published = PublishedIndex(
        id=uuid4(),
        office_code="62.02",
        period="2024-Q2",
        policy="ninth",
        respondents=140,
        ikm=Decimal("84.48"),
        grade="B",
        nrr={Element.PENGADUAN: Decimal("3.186")},
        published_at=NOW,
    )
    async with storage.begin(HERE) as work:
        await work.publications.add(published)

    async with storage.read(HERE) as reading:
        assert await reading.publications.get("2024-Q2") == published
    with pytest.raises(AlreadyPublished):
        async with storage.begin(HERE) as work:
            await work.publications.add(replace(published, id=uuid4()))


async def test_an_improvement_is_changed_from_the_version_that_was_read(storage: Any) -> None:
    one = Improvement(
        id=uuid4(),
        office_code="62.02",
        period="2024-Q2",
        element=Element.PENGADUAN,
        nrr=Decimal("3.186"),
        owner="head",
        due_on=date(2024, 9, 30),
    )
    async with storage.begin(HERE) as work:
        await work.publications.add_improvements([one])
        changed = one.planned(owner="front_office", due_on=date(2024, 8, 1), action="SOP")
        await work.publications.save_improvement(changed, expected_version=1)

    async with storage.read(HERE) as reading:
        assert await reading.publications.improvements("2024-Q2") == [changed]
        assert await reading.publications.improvement(one.id) == changed
    async with storage.read(ELSEWHERE) as reading:
        assert await reading.publications.improvements(None) == []
    with pytest.raises(StaleVersion):
        async with storage.begin(HERE) as work:
            await work.publications.save_improvement(changed, expected_version=1)


async def test_a_refused_use_case_leaves_nothing(storage: Any) -> None:
    with pytest.raises(AlreadyAnswered):
        async with storage.begin(HERE) as work:
            await work.responses.add([response()], told=False)
            await work.tallies.add("62.02", tallies_of([response()]))
            raise AlreadyAnswered

    async with storage.read(HERE) as reading:
        assert await reading.tallies.totals(*QUARTER) == {}
        assert await reading.responses.offices_with_untold() == []
