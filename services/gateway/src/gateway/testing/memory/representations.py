"""Which account represents which business, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from gateway.application.accounts.representation_ports import RepresentationQuery
from gateway.domain.accounts.representation import (
    LIVE,
    AlreadyClaimed,
    Representation,
    RepresentationState,
)
from gateway.testing.memory.state import MemoryState
from shared.errors import NotFound, StaleVersion
from shared.identity import Caller


class MemoryRepresentations:
    """Those of the caller's offices, and the caller's own."""

    def __init__(self, state: MemoryState, caller: Caller) -> None:
        self._kept = state.representations
        self._caller = caller

    async def add(self, claim: Representation) -> None:
        """Raises AlreadyClaimed."""
        for one in self._kept.values():
            is_same = (one.account_id, one.nib) == (claim.account_id, claim.nib)
            if is_same and one.state in LIVE:
                raise AlreadyClaimed
        self._kept[claim.id] = claim

    async def get(self, representation_id: UUID) -> Representation:
        """Raises NotFound."""
        for one in self._seen():
            if one.id == representation_id:
                return one
        raise NotFound

    async def save(self, representation: Representation) -> Representation:
        """Under the version that was read."""
        if (await self.get(representation.id)).version != representation.version:
            raise StaleVersion
        saved = replace(representation, version=representation.version + 1)
        self._kept[representation.id] = saved
        return saved

    async def page(self, query: RepresentationQuery) -> Sequence[Representation]:
        """Newest first."""
        found = [
            one
            for one in self._seen()
            if query.state in (None, one.state)
            and query.nib in (None, one.nib)
            and (query.before is None or one.id < query.before)
        ]
        return sorted(found, key=lambda one: one.id, reverse=True)[: query.limit + 1]

    async def claimed_since(self, account_id: UUID, since: datetime) -> int:
        """How many."""
        own = [one for one in self._seen() if one.account_id == account_id]
        return sum(one.claimed_at > since for one in own)

    async def end_all(self, account_id: UUID, *, at: datetime) -> None:
        """Those that live end; the words of all are gone."""
        for one in self._seen():
            if one.account_id != account_id:
                continue
            emptied = replace(one, claimant_name="", deed=None, reason="")
            if one.state in LIVE:
                emptied = replace(
                    emptied,
                    state=RepresentationState.ENDED,
                    ended_at=at,
                    version=one.version + 1,
                )
            self._kept[one.id] = emptied

    def _seen(self) -> list[Representation]:
        return [
            one
            for one in self._kept.values()
            if self._caller.sees(one.office_code) or str(one.account_id) == self._caller.actor
        ]
