"""Counts the register on the shelves."""

from collections.abc import Sequence
from datetime import datetime

from permit_service.domain.application import Application
from permit_service.domain.register_recap import RecapLine
from permit_service.domain.service import Service
from permit_service.domain.steps import Status
from permit_service.testing.shelves import Shelves
from shared.identity import Caller

_ISSUED = frozenset({Status.SIGNED, Status.DELIVERED})
Facts = tuple[object, ...]


class MemoryRegisterRecaps:
    """Of what the caller sees."""

    def __init__(self, shelves: Shelves, caller: Caller) -> None:
        self._shelves = shelves
        self._caller = caller

    async def of(self, office_code: str, *, start: datetime, end: datetime) -> list[RecapLine]:
        """A line for each combination of facts that occurs."""
        alike: dict[Facts, list[Application]] = {}
        for one in self._shelves.applications.values():
            at = one.stamps.submitted_at
            is_within = at is not None and start <= at < end
            if one.office_code == office_code and is_within and self._caller.sees(office_code):
                alike.setdefault(self._facts(one), []).append(one)
        return [self._line(alike[facts]) for facts in sorted(alike, key=str)]

    def _service(self, one: Application) -> Service:
        return self._shelves.services[one.office_code, one.service_code, one.service_version]

    def _facts(self, one: Application) -> Facts:
        content = self._service(one).content
        gate = one.gate
        family = (content["category"], content["is_berusaha"])
        return (one.channel, one.mode, *family, one.applicant.kind, gate.state, gate.source)

    def _line(self, alike: Sequence[Application]) -> RecapLine:
        one = alike[0]
        content = self._service(one).content
        return RecapLine(
            channel=one.channel,
            mode=one.mode,
            category=content["category"],
            is_berusaha=content["is_berusaha"],
            applicant_kind=one.applicant.kind,
            survey_gate=one.gate.state,
            survey_gate_source=one.gate.source,
            applications=len(alike),
            issued=sum(each.status in _ISSUED for each in alike),
            rejected=sum(each.status is Status.REJECTED for each in alike),
            withdrawn=sum(each.status is Status.WITHDRAWN for each in alike),
            late=sum(each.service_time.exceeded_on is not None for each in alike),
        )
