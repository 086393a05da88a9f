"""Asks the inspection service for entries of its register, for the officer who reads them: it
judges them and notes whose names they read."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from reporting_service.domain.complaint_copy import ComplaintEntry
from shared.errors import Forbidden, Unavailable
from shared.identity import Caller
from shared.module import ASGIApp
from shared.services import call
from shared.tokens import SystemTokens

_INSPECTION = "inspection"
_PATH = "/internal/complaint-entries"
_ASKED_AT_ONCE = 200


class _Entries(BaseModel):
    # A refusal to parse must not carry the input into a log.
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    items: list[ComplaintEntry]


_ENTRIES = TypeAdapter(_Entries)


class InspectionEntries:
    """The internal route of the register's owner."""

    def __init__(self, services: Mapping[str, ASGIApp], tokens: SystemTokens, *, name: str) -> None:
        self._services = services
        self._tokens = tokens
        self._name = name

    async def of(
        self, reader: Caller, office_code: str, numbers: Sequence[str]
    ) -> Mapping[str, ComplaintEntry]:
        """Those that the register has, by number, asked in batches; raises Unavailable."""
        found: dict[str, ComplaintEntry] = {}
        for at in range(0, len(numbers), _ASKED_AT_ONCE):
            batch = numbers[at : at + _ASKED_AT_ONCE]
            found |= {one.number: one for one in await self._batch(reader, office_code, batch)}
        return found

    async def _batch(
        self, reader: Caller, office_code: str, numbers: Sequence[str]
    ) -> Sequence[ComplaintEntry]:
        # Looked up when it is needed: the host builds its services one after the other.
        inspection = self._services.get(_INSPECTION)
        if inspection is None:
            raise Unavailable
        asked = {
            "office_code": office_code,
            "reader": {
                "account": reader.account_id,
                "roles": sorted(reader.roles),
                "username": reader.username,
            },
            "numbers": numbers,
        }
        token = self._tokens.issue(self._name, _INSPECTION)
        answer = await call(inspection, "POST", _PATH, token=token, json=asked)
        if answer.status == 403:
            raise Forbidden
        try:
            return _ENTRIES.validate_python(answer.require()).items
        except ValidationError:
            raise Unavailable from None
