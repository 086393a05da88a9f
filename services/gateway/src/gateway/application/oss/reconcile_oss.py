"""Asks OSS of every licence that it was told in a period whether it has it."""

from gateway.application.oss.record_ports import Oss, OssSendingPorts
from gateway.domain.errors import NotConnected
from gateway.domain.integrations.outside_system import OutsideSystem
from gateway.domain.integrations.reconciliation import IssuedLicence, Reconciliation, compared
from gateway.domain.oss.codes import LicenceCode
from shared.calendar.office_time import Period
from shared.identity import system_caller
from shared.ids import new_id

MAX_LICENCES = 1_000
# Where a permit stands once a licence was recorded, whatever became of it since. 52 and 58 are told
# by OSS alone.
_ISSUED = frozenset(
    {
        LicenceCode.APPROVED.value,
        LicenceCode.APPROVED_BY_SILENCE.value,
        LicenceCode.WARNING.value,
        LicenceCode.SUSPENDED.value,
        LicenceCode.FINED.value,
        "52",
        "58",
    }
)


async def reconcile_oss(office_code: str, period: Period, ports: OssSendingPorts) -> Reconciliation:
    """OSS lists nothing by itself: what it alone has is not found out. `checkLicenseStatus` tells
    neither number nor date, so only the presence is compared. Raises NotConnected, Unavailable."""
    if ports.oss is None:
        raise NotConnected
    oss = ports.oss
    async with ports.read(system_caller("gateway", office_code)) as stores:
        permits = await stores.oss_records.licensed(
            start=period.start, end=period.end, limit=MAX_LICENCES
        )
    there = [one for one in permits if await _stands(one, office_code, oss, ports) in _ISSUED]
    return Reconciliation(
        id=new_id(),
        office_code=office_code,
        system=OutsideSystem.OSS,
        period=period.label,
        ran_at=ports.clock.now(),
        counted_here=len(permits),
        counted_there=len(there),
        findings=compared(_present(permits), _present(there)),
    )


async def _stands(id_izin: str, office_code: str, oss: Oss, ports: OssSendingPorts) -> str:
    code: str = await ports.guard(office_code, lambda: oss.licence_status(id_izin))
    return code


def _present(permits: list[str] | tuple[str, ...]) -> list[IssuedLicence]:
    return [IssuedLicence(outside_number=one, number=None, issued_on=None) for one in permits]
