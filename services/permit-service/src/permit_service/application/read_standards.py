"""The coverage of an office's services with approved standards and procedures. Public; who of the
staff has committed to them is the office's own."""

from dataclasses import dataclass

from permit_service.application.ports import Ports
from permit_service.domain.standard_acknowledgement import (
    COMMITTED,
    Commitment,
    commitments,
)
from permit_service.domain.standard_coverage import Coverage, coverage_of
from shared.calendar.office_time import local_date
from shared.errors import NotFound
from shared.identity import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardFile:
    """A service's coverage; `commitments` None for who is not of the office's staff."""

    coverage: Coverage
    commitments: tuple[Commitment, ...] | None


async def read_standards(office_code: str, caller: Caller, ports: Ports) -> list[StandardFile]:
    """Each service, by code; raises NotFound for an office that is not known, and Unavailable
    where the staff of the office cannot be asked for."""
    is_of_office = caller.is_staff and caller.sees(office_code)
    async with ports.read(caller) as reading:
        office = await reading.offices.get(office_code)
        if office is None:
            raise NotFound
        today = local_date(reading.now, office.zone)
        services = await reading.catalogue.services(office_code)
        known = await reading.acknowledgements.of(office_code) if is_of_office else []
    found = [coverage_of(one, today=today) for one in services]
    if not is_of_office:
        return [StandardFile(coverage=one, commitments=None) for one in found]
    # Asked when no transaction is open.
    colleagues = await ports.directory.staff(office_code)
    staff = [(one.account_id, one.username) for one in colleagues if one.roles & set(COMMITTED)]
    return [
        StandardFile(coverage=one, commitments=commitments(one.service, known, staff, on=today))
        for one in found
    ]
