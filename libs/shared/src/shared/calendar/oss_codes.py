"""The licence status codes of OSS that speak of service time, as data with their source."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shared.calendar.clock_moves import ClockMove

_SOURCE = "OSS-RBA, Pedoman Integrasi Aplikasi 4.3.22 (19 June 2024), Lampiran 10"


@dataclass(frozen=True, slots=True, kw_only=True)
class OssCode:
    """A code with the move of the clock that it is, and the event with which it is told."""

    code: str
    name: str
    move: ClockMove | None
    event: str
    source: str
    verified: bool


OSS_TIME_CODES: tuple[OssCode, ...] = (
    OssCode(
        code="41",
        name="Konfirmasi Persyaratan",
        move=ClockMove.PAUSED,
        event="permit.clock_paused",
        source=_SOURCE,
        verified=True,
    ),
    OssCode(
        code="42",
        name="Data Konfirmasi",
        move=ClockMove.RESUMED,
        event="permit.clock_resumed",
        source=_SOURCE,
        verified=True,
    ),
    OssCode(
        code="43",
        name="Re-Konfirmasi",
        move=ClockMove.RESET,
        event="permit.clock_reset",
        source=_SOURCE,
        verified=True,
    ),
    OssCode(
        code="44",
        name="Data Re-Konfirmasi",
        move=ClockMove.RESTARTED,
        event="permit.clock_restarted",
        source=_SOURCE,
        verified=True,
    ),
    # The code is confirmed; that it is to be sent for licences of MPP Digital is not.
    OssCode(
        code="57",
        name="Disetujui otomatis (fiktif positif)",
        move=None,
        event="permit.application_deemed_approved",
        source=_SOURCE,
        verified=False,
    ),
)

MOVE_OF_OSS_CODE: Mapping[str, ClockMove] = MappingProxyType(
    {one.code: one.move for one in OSS_TIME_CODES if one.move is not None}
)
