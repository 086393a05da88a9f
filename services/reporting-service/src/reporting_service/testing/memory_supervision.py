"""What was told of supervision, in memory."""

from collections import Counter
from collections.abc import Sequence

from reporting_service.domain.supervision import ResultCount, SupervisionResult
from reporting_service.testing.memory_read_models import MemoryStore


class MemorySupervision(MemoryStore):
    """The last word on each part of a subject."""

    async def record(self, results: Sequence[SupervisionResult]) -> None:
        """Keeps the last word on each."""
        shelf = self._state.shelf("SupervisionResult")
        for one in results:
            key = (one.office_code, one.kind, one.subject, one.part)
            standing = shelf.get(key)
            is_newer = not isinstance(standing, SupervisionResult) or (
                (standing.told_at, standing.code) < (one.told_at, one.code)
            )
            if is_newer:
                shelf[key] = one

    async def counts(self, office: str) -> Sequence[ResultCount]:
        """How many there were, by year, kind and word."""
        counts: Counter[tuple[int, str, str]] = Counter()
        numbers: Counter[tuple[int, str, str]] = Counter()
        kinds = {}
        for one in self._rows(SupervisionResult, office):
            key = (one.year, one.kind.value, one.code)
            kinds[key] = one.kind
            counts[key] += 1
            numbers[key] += one.number
        return [
            ResultCount(year=key[0], kind=kinds[key], code=key[2], count=count, number=numbers[key])
            for key, count in sorted(counts.items())
        ]
