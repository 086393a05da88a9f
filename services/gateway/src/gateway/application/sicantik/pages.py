"""The pages of one answer of SiCANTIK, asked for one after the other under its circuit."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from gateway.application.integrations.guard_calls import guarded
from gateway.application.sicantik.intake_ports import RowsPage, SicantikPorts
from gateway.domain.errors import OutsideSystemAway
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.sicantik.rows import canonical

MAX_PAGES = 500


async def pages_of(
    ask: Callable[[int], Awaitable[RowsPage]], office_code: str, ports: SicantikPorts
) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
    """The rows of each page, up to the last, or to one that says nothing new: a system that does
    not know pages says the same for ever. Raises OutsideSystemAway where there is no end."""
    seen: set[bytes] = set()
    for number in range(MAX_PAGES):
        page = await guarded(
            partial(ask, number),
            system=OutsideSystem.SICANTIK,
            office_code=office_code,
            ports=ports.integrations,
        )
        read = {ports.fingerprint(canonical(row)) for row in page.rows}
        if read and read <= seen:
            return
        yield page.rows
        if page.is_last:
            return
        seen |= read
    raise OutsideSystemAway("pages_without_end")
