"""One suite for the stores in memory and on PostgreSQL: what is promised, whatever keeps it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from reporting_service.adapters.tables import metadata
from reporting_service.application.ports import Begin
from reporting_service.domain.data_request import (
    DataRequest,
    Disclosure,
    ExtractLine,
    LetterNumberUsed,
    Reply,
    RequesterType,
)
from reporting_service.domain.edition import AlreadyPublished, Edition, Publication, Signatory
from reporting_service.domain.evaluation import EntryState, Evaluation, EvaluationKind
from reporting_service.domain.investment import (
    Finding,
    InvestmentLine,
    InvestmentRelease,
    Level,
    Origin,
)
from reporting_service.domain.issuance import Issuance, StageCount, StageReached
from reporting_service.domain.kinds import Channel, Measure
from reporting_service.domain.licence_count import LicenceCount
from reporting_service.domain.office import Office
from reporting_service.domain.recap import Recorded
from reporting_service.domain.register import Complaint, Outage
from reporting_service.domain.survey import Response, Tally
from reporting_service.settings import NAME
from reporting_service.testing import migrate_service
from shared.calendar.office_time import Quarter
from shared.database.migrate import drift
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller, Role
from shared.imports.operation import ImportOperation
from shared.imports.rows import RowError
from shared.testing.postgres import PostgresServer

NOW = datetime(2024, 7, 3, 2, tzinfo=UTC)
OFFICE = "62.02"
OURS = Caller(actor=str(uuid4()), roles=frozenset({Role.HEAD}), offices=(OFFICE,))
THEIRS = Caller(actor=str(uuid4()), roles=frozenset({Role.HEAD}), offices=("53.11",))
Q2 = Quarter(year=2024, number=2)
APRIL = [4]


def office(**fields: object) -> Office:
    base = Office(
        code=OFFICE,
        name="DPMPTSP",
        regency="Kabupaten",
        time_zone="Asia/Pontianak",
        number_code="DPMPTSP",
        settings_version=1,
    )
    return replace(base, **fields)  # type: ignore[arg-type]


def issuance(reference: str, kind: str = "PBG", day: date = date(2024, 4, 2)) -> Issuance:
    return Issuance(
        office_code=OFFICE,
        measure=Measure.LICENCES,
        reference=reference,
        channel=Channel.MANUAL,
        kind=kind,
        issued_on=day,
        number=f"{reference}/2024",
        working_days=3,
    )


async def test_an_older_setting_never_replaces_a_newer_one(begin: Begin) -> None:
    async with begin(OURS) as work:
        await work.offices.keep([office(settings_version=2, name="new")])
        await work.offices.keep([office(settings_version=1, name="old")])
    async with begin(OURS) as work:
        found = await work.offices.find(OFFICE)
        assert found is not None
        assert found.name == "new"
    async with begin(THEIRS) as work:
        assert await work.offices.find(OFFICE) is None


async def test_what_is_issued_counts_once_in_its_month(begin: Begin) -> None:
    async with begin(OURS) as work:
        await work.issuances.record([issuance("a"), issuance("b")])
    async with begin(OURS) as work:
        await work.issuances.record([issuance("b"), issuance("c"), issuance("d", "SLF")])
        await work.issuances.record([issuance("e", day=date(2024, 5, 1))])
    async with begin(OURS) as work:
        found = await work.issuances.monthly(OFFICE, 2024, APRIL)
        assert [(one.kind, one.count) for one in found] == [("PBG", 3), ("SLF", 1)]
        assert all(isinstance(one, Recorded) for one in found)
        times = await work.issuances.service_times(OFFICE, date(2024, 4, 1), date(2024, 6, 30))
        assert sorted(times) == [("PBG", 0, 3, 4), ("SLF", 0, 3, 1)]
        lines = await work.issuances.extract(
            OFFICE, ["PBG"], date(2024, 4, 1), date(2024, 4, 30), 2
        )
        assert [one.number for one in lines] == ["a/2024", "b/2024"]
    async with begin(THEIRS) as work:
        assert await work.issuances.monthly(OFFICE, 2024, APRIL) == []


async def test_the_newest_version_of_a_count_stands(begin: Begin) -> None:
    first = LicenceCount(
        office_code=OFFICE,
        year=2024,
        month=4,
        channel=Channel.MANUAL,
        kind="PBG",
        label="PBG",
        measure=Measure.LICENCES,
        count=3,
        source="register",
        imported_at=NOW,
    )
    async with begin(OURS) as work:
        await work.counts.add([first, replace(first, month=5)])
    async with begin(OURS) as work:
        standing = await work.counts.standing(OFFICE, [first.cell])
        assert standing == {first.cell: first}
        await work.counts.add([replace(first, count=5, version=2)])
    async with begin(OURS) as work:
        assert [one.count for one in await work.counts.of_months(OFFICE, 2024, APRIL)] == [5]
    async with begin(THEIRS) as work:
        assert await work.counts.of_months(OFFICE, 2024, APRIL) == []


async def test_stages_count_once_and_since_the_beginning(begin: Begin) -> None:
    def reached(application: UUID, day: date) -> StageReached:
        return StageReached(
            office_code=OFFICE,
            application_id=application,
            stage="submitted",
            service_code="PBG",
            channel="MANUAL",
            reached_at=NOW,
            reached_on=day,
        )

    early, late = uuid4(), uuid4()
    async with begin(OURS) as work:
        await work.stages.record(
            [reached(early, date(2024, 2, 1)), reached(late, date(2024, 4, 1))]
        )
        await work.stages.record([reached(late, date(2024, 6, 1))])
    async with begin(OURS) as work:
        assert await work.stages.counts(OFFICE, date(2024, 4, 1), date(2024, 6, 30)) == [
            StageCount(
                channel="MANUAL",
                service_code="PBG",
                stage="submitted",
                in_period=1,
                until_end=2,
            )
        ]


async def test_answer_sheets_add_up_once(begin: Begin) -> None:
    sheets = [
        Response(
            id=uuid4(),
            answered_on=day,
            service_code="",
            collection_mode="web",
            answers=(1, 2, 3, 4, 1, 2, 3, 4, mark),
        )
        for day, mark in ((date(2024, 4, 1), 1), (date(2024, 6, 30), 2), (date(2024, 7, 1), 3))
    ]
    async with begin(OURS) as work:
        await work.surveys.record(OFFICE, sheets[:2])
        await work.surveys.record(OFFICE, sheets[1:])
    async with begin(OURS) as work:
        tally = await work.surveys.tally(OFFICE, date(2024, 4, 1), date(2024, 6, 30))
        assert tally == Tally(respondents=2, sums=(2, 4, 6, 8, 2, 4, 6, 8, 3))
        found = await work.surveys.sheets(OFFICE, date(2024, 4, 1), date(2024, 6, 30), 9)
        assert [one[-1] for one in found] == [1, 2]
        empty = await work.surveys.tally(OFFICE, date(2023, 1, 1), date(2023, 3, 31))
        assert empty == Tally(respondents=0, sums=(0,) * 9)


async def test_registers_are_filled_in_whatever_order(begin: Begin) -> None:
    complaint, outage = uuid4(), uuid4()
    filed = datetime(2024, 4, 1, tzinfo=UTC)
    facts = [
        Complaint(id=complaint, resolved_at=filed + timedelta(days=9)),
        Complaint(id=complaint, verified_at=filed + timedelta(days=3), proven=True),
        Complaint(id=complaint, number="1", kind="complaint", filed_at=filed),
        Complaint(id=complaint, number="2", kind="consultation", filed_at=NOW),
    ]
    began = datetime(2024, 4, 2, tzinfo=UTC)
    async with begin(OURS) as work:
        for fact in facts:
            await work.registers.patch_complaints(OFFICE, [fact])
        ended = Outage(id=outage, system="OSS", started_at=began, ended_at=NOW)
        await work.registers.patch_outages(OFFICE, [ended])
        await work.registers.patch_outages(OFFICE, [replace(ended, ended_at=None)])
    async with begin(OURS) as work:
        (found,) = await work.registers.complaints_until(OFFICE, filed, NOW)
        assert (found.number, found.kind, found.proven) == ("1", "complaint", True)
        assert found.resolved_at == filed + timedelta(days=9)
        assert await work.registers.complaints_until(OFFICE, NOW, NOW + timedelta(1)) == []
        assert await work.registers.outages_until(OFFICE, filed, NOW) == [ended]
        assert await work.registers.outages_until(OFFICE, filed, began) == []


async def test_freshness_goes_forward_only(begin: Begin) -> None:
    async with begin(OURS) as work:
        await work.progress.heard(OFFICE, "survey", NOW - timedelta(seconds=2))
        await work.progress.heard(OFFICE, "survey", NOW - timedelta(seconds=9))
    async with begin(OURS) as work:
        found = (await work.progress.all(OFFICE))["survey"]
        assert (found.as_of, found.lag_seconds) == (NOW - timedelta(seconds=2), 2.0)
    async with begin(THEIRS) as work:
        assert await work.progress.all(OFFICE) == {}


async def test_an_operation_is_its_offices(begin: Begin) -> None:
    asked = ImportOperation(id=uuid4(), office_code=OFFICE, kind="licence_counts")
    operation = asked.ended(
        rows=2,
        errors=[RowError(row=2, column="Bulan", code="month_unknown")],
        at=NOW,
        notes={"column_map": {"month": "Bulan"}},
    )
    async with begin(OURS) as work:
        await work.operations.add(operation)
    async with begin(OURS) as work:
        assert await work.operations.get(operation.id) == operation
    async with begin(THEIRS) as work:
        with pytest.raises(NotFound):
            await work.operations.get(operation.id)


async def test_the_newest_release_that_is_not_later_stands(begin: Begin) -> None:
    def release(number: int, amount: str) -> InvestmentRelease:
        line = InvestmentLine(
            label="Kabupaten",
            level=Level.TOTAL,
            sector=None,
            rupiah_million=Decimal(amount),
            projects=1,
            tki=0,
            tka=0,
            derived=("projects",),
        )
        finding = Finding(
            rule="sum",
            where="Kabupaten",
            measure="tki",
            printed=Decimal(0),
            expected=Decimal(1),
        )
        return InvestmentRelease(
            office_code=OFFICE,
            quarter=Quarter(year=2024, number=number),
            origin=Origin.PMDN,
            lines=(line,),
            source="NSWI",
            released_on=date(2024, 4, 29),
            imported_at=NOW,
            moved_rows=(1,),
            findings=(finding,),
        )

    async with begin(OURS) as work:
        await work.investments.add([release(1, "1.50"), release(3, "3.00")])
        await work.investments.add([release(1, "1.75")])
    async with begin(OURS) as work:
        found = await work.investments.newest(OFFICE, Q2)
        assert found == {Origin.PMDN: replace(release(1, "1.75"), version=2)}
    async with begin(THEIRS) as work:
        assert await work.investments.newest(OFFICE, Q2) == {}


async def test_letters_are_numbered_and_answered_once(begin: Begin) -> None:
    def letter(day: int) -> DataRequest:
        return DataRequest(
            id=uuid4(),
            office_code=OFFICE,
            requester_type=RequesterType.OPD,
            sender="Dinas",
            subject="Data",
            received_on=date(2024, 5, day),
        )

    first, second = letter(2), letter(3)
    line = ExtractLine(
        number="1", service_code="TDG", channel="OSS", issued_on=date(2024, 4, 1), nib="1"
    )
    reply = Reply(
        number="001/X/Y/V/2024",
        dated_on=date(2024, 5, 3),
        recipients=("Dinas",),
        disclosure=Disclosure(fields=("number",), personal_fields=(), count=1, extract=(line,)),
    )
    async with begin(OURS) as work:
        await work.data_requests.add(first)
        await work.data_requests.add(second)
        assert await work.data_requests.next_number(OFFICE, 2024) == 1
        assert await work.data_requests.next_number(OFFICE, 2024) == 2
    with pytest.raises(StaleVersion):
        async with begin(OURS) as work:
            await work.data_requests.save(first.replied(reply), expected_version=7)
    async with begin(OURS) as work:
        await work.data_requests.save(first.replied(reply), expected_version=1)
    with pytest.raises(LetterNumberUsed):
        async with begin(OURS) as work:
            await work.data_requests.save(second.replied(reply), expected_version=None)
    async with begin(OURS) as work:
        assert await work.data_requests.find(first.id) == first.replied(reply)
        assert (await work.data_requests.get(second.id)).reply is None
        page = await work.data_requests.page(OFFICE, (first.received_on, first.id), 9)
        assert [one.id for one in page] == [second.id]
    async with begin(THEIRS) as work:
        with pytest.raises(NotFound):
            await work.data_requests.find(first.id)


async def test_evaluations_change_by_version_and_open_ones_are_carried(begin: Begin) -> None:
    entry = Evaluation(
        id=uuid4(),
        office_code=OFFICE,
        quarter=Quarter(year=2024, number=1),
        kind=EvaluationKind.ACTION,
        text="Koordinasi",
        due_on=date(2024, 9, 30),
    )
    async with begin(OURS) as work:
        await work.evaluations.add(entry)
    async with begin(OURS) as work:
        assert await work.evaluations.until(OFFICE, Q2) == [entry]
    with pytest.raises(StaleVersion):
        async with begin(OURS) as work:
            await work.evaluations.save(replace(entry, version=6), expected_version=5)
    done = replace(entry, state=EntryState.DONE, version=2)
    async with begin(OURS) as work:
        await work.evaluations.save(done, expected_version=1)
    async with begin(OURS) as work:
        assert await work.evaluations.until(OFFICE, Q2) == []
        assert await work.evaluations.get(entry.id) == done


async def test_an_edition_is_kept_once_and_seen_by_everybody(begin: Begin) -> None:
    edition = Edition(
        id=uuid4(),
        office_code=OFFICE,
        quarter=Q2,
        publication=Publication(
            edition=1,
            published_at=NOW,
            signatory=Signatory(name="Kepala Uji", position="Kepala", rank="", nip=""),
        ),
        checksums={"application/json": "00"},
    )
    async with begin(OURS) as work:
        await work.editions.add(edition, {"application/json": b"{}"})
    with pytest.raises(AlreadyPublished):
        async with begin(OURS) as work:
            await work.editions.add(replace(edition, id=uuid4()), {"application/json": b"[]"})
    async with begin(THEIRS) as work:
        assert await work.editions.latest(OFFICE, Q2) == edition
        content = await work.editions.document(OFFICE, Q2, 1, "application/json")
        assert content == b"{}"
        assert await work.editions.document(OFFICE, Q2, 2, "application/json") is None


async def test_the_tables_in_code_are_those_of_the_migrations(
    postgres_server: PostgresServer,
) -> None:
    async with postgres_server.database_copy(NAME, migrate_service) as address:
        assert list(await drift(address, metadata)) == []
