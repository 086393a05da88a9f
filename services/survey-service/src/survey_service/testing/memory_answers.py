"""Responses, tallies, uses, imports and publications in memory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from shared.errors import StaleVersion
from shared.identity import Caller
from shared.testing.imports import MemoryImports
from survey_service.domain.errors import AlreadyPublished
from survey_service.domain.improvement import Improvement, PublishedIndex
from survey_service.domain.licence_use import ServiceUse
from survey_service.domain.population import CountedLicences, StatedPopulation
from survey_service.domain.response import Response
from survey_service.domain.tally import NO_ANSWERS, Tally, TallyKey, tallies_of
from survey_service.testing.memory_state import MemoryState

_LAST_IMPORT = UUID(int=2**128 - 1)


class _Seen:
    """A store whose rows belong to offices."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._state = state
        self._caller = caller


class MemoryResponses(_Seen):
    """The answers."""

    async def add(self, responses: Sequence[Response], *, told: bool) -> None:
        for one in responses:
            self._state.responses[one.id] = one
            if not told:
                self._state.untold[one.id] = one.office_code

    async def take_untold(self, *, together: int, before: date, limit: int) -> Sequence[Response]:
        waiting = [one for one in self._own() if one.id in self._state.untold]
        waiting = sorted(waiting, key=lambda one: one.id)[:limit]
        if len(waiting) < together:
            waiting = [one for one in waiting if one.answered_on < before]
        for one in waiting:
            del self._state.untold[one.id]
        return [replace(one, suggestion=None) for one in waiting]

    async def offices_with_untold(self) -> Sequence[str]:
        return sorted(set(self._state.untold.values()))

    async def export(
        self, first: date, last: date, *, after: UUID | None, limit: int
    ) -> Sequence[Response]:
        rows = [one for one in self._own() if first <= one.answered_on <= last]
        rows.sort(key=_place)
        if after is not None:
            start = _place(self._state.responses[after])
            rows = [one for one in rows if _place(one) > start]
        return [replace(one, suggestion=None) for one in rows[:limit]]

    def _own(self) -> list[Response]:
        return [one for one in self._state.responses.values() if self._caller.sees(one.office_code)]


class MemoryTallies(_Seen):
    """Sums and counts."""

    async def add(self, office_code: str, added: Mapping[TallyKey, Tally]) -> None:
        for key, tally in added.items():
            known = self._state.tallies.get((office_code, key), NO_ANSWERS)
            self._state.tallies[office_code, key] = known + tally

    async def totals(self, first: date, last: date) -> Mapping[str, Tally]:
        found: dict[str, Tally] = {}
        for key, tally in self._own(first, last):
            if key.group is None:
                known = found.get(key.questionnaire_id, NO_ANSWERS)
                found[key.questionnaire_id] = known + tally
        return found

    async def groups(
        self, first: date, last: date, *, by: str
    ) -> Mapping[tuple[str | None, str], Tally]:
        found: dict[tuple[str | None, str], Tally] = {}
        for key, tally in self._own(first, last):
            if key.group is not None and key.group[0] == by:
                place = (key.group[1] or None, key.questionnaire_id)
                found[place] = found.get(place, NO_ANSWERS) + tally
        for questionnaire_id, total in (await self.totals(first, last)).items():
            rest = total
            for (_, of), tally in list(found.items()):
                rest = rest - tally if of == questionnaire_id else rest
            if rest.respondents:
                found[None, questionnaire_id] = rest
        return found

    async def note_runs(self, office_code: str, import_id: UUID, runs: Mapping[date, int]) -> None:
        for month, longest in runs.items():
            self._state.runs[office_code, import_id, month] = longest

    async def longest_run(self, first: date, last: date) -> int:
        return max(
            (
                longest
                for (office, _, month), longest in self._state.runs.items()
                if self._caller.sees(office) and first.replace(day=1) <= month <= last
            ),
            default=0,
        )

    async def differences(self) -> Sequence[str]:
        recounted: dict[tuple[str, TallyKey], Tally] = {}
        for office in self._caller.offices:
            own = [one for one in self._state.responses.values() if one.office_code == office]
            recounted |= {(office, key): tally for key, tally in tallies_of(own).items()}
        kept = {k: v for k, v in self._state.tallies.items() if self._caller.sees(k[0])}
        places = recounted.keys() | kept.keys()
        return [str(place) for place in places if recounted.get(place) != kept.get(place)]

    def _own(self, first: date, last: date) -> list[tuple[TallyKey, Tally]]:
        return [
            (key, tally)
            for (office, key), tally in self._state.tallies.items()
            if self._caller.sees(office) and first.replace(day=1) <= key.month <= last
        ]


class MemoryUses(_Seen):
    """Services in use and licences issued."""

    async def add(self, office_code: str, uses: Iterable[ServiceUse]) -> None:
        for use in uses:
            key = (office_code, use.month, use.service_code, use.channel)
            applications, licences = self._state.uses.get(key, (0, 0))
            self._state.uses[key] = (applications + use.applications, licences + use.licences)

    async def issued(self, first: date, last: date) -> Sequence[ServiceUse]:
        return [
            ServiceUse(
                month=month,
                service_code=code,
                channel=channel,
                applications=applications,
                licences=licences,
            )
            for (office, month, code, channel), (applications, licences) in self._state.uses.items()
            if self._caller.sees(office) and first.replace(day=1) <= month <= last and licences
        ]

    async def keep_counts(self, office_code: str, counts: Iterable[CountedLicences]) -> None:
        for count in counts:
            key = (office_code, count.month, count.channel, count.kind)
            standing = self._state.counted.get(key)
            if standing is None or standing.version < count.version:
                self._state.counted[key] = count

    async def counted(self, first: date, last: date) -> Sequence[CountedLicences]:
        return [
            count
            for (office, month, _, _), count in self._state.counted.items()
            if self._caller.sees(office) and first.replace(day=1) <= month <= last
        ]

    async def is_used(self, service_code: str, first: date, last: date) -> bool:
        return any(
            self._caller.sees(office)
            and code == service_code
            and first.replace(day=1) <= month <= last
            for office, month, code, _ in self._state.uses
        )

    async def state_population(self, population: StatedPopulation) -> None:
        self._state.populations[population.office_code, population.period] = population

    async def stated_population(self, period: str) -> StatedPopulation | None:
        for (office, of), stated in self._state.populations.items():
            if of == period and self._caller.sees(office):
                return stated
        return None


class MemoryOperations(MemoryImports):
    """Imports and how they ended."""

    async def has_imported(self, fingerprint: bytes) -> bool:
        """Whether the same file was taken before."""
        return any(one.has_taken and one.notes["fingerprint"] == fingerprint for one in self.seen())


class MemoryPublications(_Seen):
    """Published indexes and improvements."""

    async def add(self, published: PublishedIndex) -> None:
        key = (published.office_code, published.period)
        if key in self._state.published:
            raise AlreadyPublished
        self._state.published[key] = published

    async def get(self, period: str) -> PublishedIndex | None:
        for (office, of), published in self._state.published.items():
            if of == period and self._caller.sees(office):
                return published
        return None

    async def add_improvements(self, added: Iterable[Improvement]) -> None:
        self._state.improvements |= {one.id: one for one in added}

    async def improvement(self, improvement_id: UUID) -> Improvement | None:
        found = self._state.improvements.get(improvement_id)
        return found if found is not None and self._caller.sees(found.office_code) else None

    async def improvements(self, period: str | None) -> Sequence[Improvement]:
        found = [
            one
            for one in self._state.improvements.values()
            if self._caller.sees(one.office_code) and period in {None, one.period}
        ]
        return sorted(found, key=lambda one: (one.period, one.nrr, one.element))

    async def save_improvement(self, changed: Improvement, *, expected_version: int) -> None:
        known = self._state.improvements.get(changed.id)
        if known is None or known.version != expected_version:
            raise StaleVersion
        self._state.improvements[changed.id] = changed


def _place(response: Response) -> tuple[UUID, int, UUID]:
    return (response.import_id or _LAST_IMPORT, response.import_row or 0, response.id)
