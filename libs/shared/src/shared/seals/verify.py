"""Verifies one service's log: chains, numbers, order, seals and their copies, in bounded memory.

It reads one snapshot, so that the service may go on writing meanwhile; the copies are counted
before it, so that what they speak of must be there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from sqlalchemy.engine import make_url

from shared.seals.by_position import PositionWalk
from shared.seals.by_subject import SubjectWalk
from shared.seals.copies import SealCopies
from shared.seals.findings import MAX_FINDINGS, Finding, Findings
from shared.seals.rows import whole_log

_UNHURRIED = {"statement_timeout": "0", "idle_in_transaction_session_timeout": "0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was read of a log and what was found in it."""

    log: str
    events: int
    seals: int
    seconds: float
    findings: tuple[Finding, ...]

    @property
    def events_per_second(self) -> int:
        """How fast it went."""
        return round(self.events / max(self.seconds, 0.001))

    @property
    def report(self) -> str:
        """A line of what was read, and one for each finding."""
        outcome = f"{len(self.findings)} findings" if self.findings else "as it was recorded"
        if len(self.findings) >= MAX_FINDINGS:
            outcome = f"{MAX_FINDINGS} findings, and more that are not named"
        read = f"{self.events} events, {self.seals} seals, {self.events_per_second} events/s"
        return "\n".join(
            [f"{self.log}: {outcome} ({read})", *(f"{self.log}: {one}" for one in self.findings)]
        )


async def verify_log(url: str, *, log: str, keys: Mapping[str, Any], copies: SealCopies) -> Verdict:
    """`url` is the address of the service's database for its own login, or for a superuser; `keys`
    are published ones. Raises Unavailable or OSError when the copies cannot be read."""
    began = perf_counter()
    findings = Findings()
    last_copy = await copies.last()
    async with (
        whole_log(make_url(url), log, **_UNHURRIED) as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        by_position = PositionWalk(
            connection,
            log=log,
            keys=keys,
            copies=copies,
            last_copy=last_copy,
            findings=findings,
        )
        await by_position.run()
        by_subject = SubjectWalk(connection, sealed_to=by_position.sealed_to, findings=findings)
        await by_subject.run()
    return Verdict(
        log=log,
        events=max(by_subject.events, by_position.events),
        seals=by_position.seals,
        seconds=perf_counter() - began,
        findings=findings.all,
    )
