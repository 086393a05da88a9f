"""A worker takes up what was handed in and ends it, whatever became of the one before it."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.errors import Refusal, UnsupportedType
from shared.identity import Caller, system_caller
from shared.imports.operation import ImportOperation, ImportState
from shared.imports.rows import RowError, TableRefused
from shared.imports.worker import LEASE, Importer, Piece
from shared.testing.clock import FixedClock
from shared.testing.imports import KeptImport, MemoryImports
from shared.testing.memory import MemoryDatabase, MemoryTransaction

NOW = datetime(2026, 6, 15, tzinfo=UTC)
EVERYBODY = system_caller("test", "62.02", "53.11")
WRONG = RowError(row=2, column="number", code="missing")


@dataclass
class State:
    """What is kept: imports, and the numbers that were entered."""

    imports: dict[UUID, KeptImport] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)


class Work:
    """A transaction over the state."""

    def __init__(self, transaction: MemoryTransaction) -> None:
        self.now: datetime = transaction.now
        self.state: State = transaction.state
        self.imports = MemoryImports(self.state.imports, transaction.caller.sees)


@dataclass
class Numbers:
    """Enters three numbers, one a piece; each step of it may be disturbed."""

    errors: tuple[RowError, ...] = ()
    meanwhile: tuple[RowError, ...] = ()
    refusal: Refusal | None = None
    takes_good_rows: bool = False
    before_each: Callable[[], object] = lambda: None
    before_looking: Callable[[], object] = lambda: None
    before_noting: Callable[[], object] = lambda: None
    looked: int = 0

    def notes(self) -> Mapping[str, Any]:
        self.before_noting()
        return {"looked": self.looked}

    async def check(self) -> AsyncIterator[Piece]:
        for number in range(3):
            if self.refusal is not None:
                raise self.refusal
            self.before_looking()
            self.looked += 1
            yield Piece(rows=1, errors=self.errors if number == 0 else ())

    async def enter(self, work: Work) -> AsyncIterator[Piece]:
        for number in range(3):
            self.before_each()
            work.state.numbers.append(number)
            yield Piece(rows=1, errors=self.meanwhile if number == 1 else ())


@dataclass
class Bench:
    """Imports in memory and a worker at them."""

    state: State
    clock: FixedClock
    begin: Callable[[Caller], AbstractAsyncContextManager[Work]]

    def handed_in(self, *, dry_run: bool = False, attempts: int = 0) -> UUID:
        one = ImportOperation(
            id=uuid4(),
            office_code="62.02",
            kind="numbers",
            dry_run=dry_run,
            requested_by="somebody",
            requested_at=NOW,
            attempts=attempts,
        )
        self.state.imports[one.id] = KeptImport(one=one, content=b"rows")
        return one.id

    async def work(self, numbers: Numbers) -> bool:
        async def attempt(one: ImportOperation, caller: Caller) -> Numbers:
            assert (caller.actor, caller.offices) == ("somebody", ("62.02",))
            return numbers

        importer = Importer(begin=self.begin, imports=lambda work: work.imports, attempt=attempt)
        return await importer.work_on_one(EVERYBODY, uuid4())

    def take_away(self) -> None:
        """Another worker has every import from now on."""
        for import_id, kept in self.state.imports.items():
            self.state.imports[import_id] = replace(kept, worker=uuid4())

    def ended(self, import_id: UUID) -> ImportOperation:
        kept = self.state.imports[import_id]
        assert kept.content is None
        return kept.one


@pytest.fixture
def bench() -> Bench:
    state, clock = State(), FixedClock(NOW)
    database = MemoryDatabase(state, Work, clock)
    return Bench(state=state, clock=clock, begin=database.begin)


async def test_every_row_is_checked_and_then_entered(bench: Bench) -> None:
    one = bench.handed_in()

    assert await bench.work(Numbers())

    ended = bench.ended(one)
    assert (ended.state, ended.rows, ended.accepted) == (ImportState.SUCCEEDED, 3, 3)
    assert (ended.notes, ended.finished_at) == ({"looked": 3}, NOW)
    assert bench.state.numbers == [0, 1, 2]
    assert not await bench.work(Numbers())


async def test_a_dry_run_enters_nothing(bench: Bench) -> None:
    one = bench.handed_in(dry_run=True)

    await bench.work(Numbers())

    assert (bench.ended(one).accepted, bench.state.numbers) == (3, [])


async def test_a_wrong_row_keeps_all_out_unless_the_kind_takes_the_others(bench: Bench) -> None:
    whole = bench.handed_in()
    await bench.work(Numbers(errors=(WRONG,)))
    assert (bench.ended(whole).errors, bench.state.numbers) == ((WRONG,), [])

    in_part = bench.handed_in()
    await bench.work(Numbers(errors=(WRONG,), takes_good_rows=True))
    ended = bench.ended(in_part)
    assert (ended.state, ended.accepted, ended.refused) == (ImportState.SUCCEEDED, 2, 1)
    assert bench.state.numbers == [0, 1, 2]


async def test_what_is_wrong_meanwhile_undoes_what_was_entered(bench: Bench) -> None:
    one = bench.handed_in()

    await bench.work(Numbers(meanwhile=(WRONG,)))

    ended = bench.ended(one)
    assert (ended.state, ended.errors, ended.accepted) == (ImportState.FAILED, (WRONG,), 0)
    assert bench.state.numbers == []


@pytest.mark.parametrize(
    ("refusal", "error"),
    [
        (UnsupportedType(), RowError(row=0, column="", code="unsupported_type")),
        (TableRefused([("number", WRONG)]), WRONG),
    ],
)
async def test_a_table_that_cannot_be_read_fails_with_its_reason(
    bench: Bench, refusal: Refusal, error: RowError
) -> None:
    one = bench.handed_in()

    await bench.work(Numbers(refusal=refusal))

    assert bench.ended(one).errors == (error,)


async def test_a_worker_that_dies_is_followed_by_another_when_its_lease_ends(bench: Bench) -> None:
    one = bench.handed_in()

    def die() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await bench.work(Numbers(before_each=die))
    assert bench.state.numbers == []
    assert not await bench.work(Numbers())

    bench.clock.move(LEASE + timedelta(seconds=1))
    assert await bench.work(Numbers())
    assert (bench.ended(one).attempts, bench.state.numbers) == (2, [0, 1, 2])


async def test_of_a_worker_whose_import_was_taken_over_nothing_stays(bench: Bench) -> None:
    one = bench.handed_in()

    looking = Numbers(before_looking=bench.take_away)
    await bench.work(looking)
    assert looking.looked == 1
    bench.clock.move(LEASE + timedelta(seconds=1))
    await bench.work(Numbers(before_noting=bench.take_away))

    assert bench.state.imports[one].one.state is ImportState.RUNNING
    assert bench.state.numbers == []


async def test_after_three_attempts_an_import_is_given_up(bench: Bench) -> None:
    one = bench.handed_in(attempts=3)

    await bench.work(Numbers())

    assert [error.code for error in bench.ended(one).errors] == ["not_processed"]
    assert bench.state.numbers == []
