"""What other services told: offices, licences with a NIB, what became of them, NIBs of OSS.

Each fact is kept by its own id, so that order of arrival never matters and a second telling
changes nothing. Reactions run inside the consumer's transaction and ask nobody.
"""

from collections.abc import Sequence

from inspection_service.application.facts import (
    CalendarFact,
    Enquiry,
    LicenceFact,
    OfficeFact,
    RegistrationFact,
    StatusFact,
)
from inspection_service.application.ports import (
    Work,
)
from inspection_service.domain.business import business_id_of


async def record_offices(facts: Sequence[OfficeFact], work: Work) -> None:
    """Keeps the newest settings of each office."""
    await work.offices.record(facts)


async def record_calendars(facts: Sequence[CalendarFact], work: Work) -> None:
    """Keeps the newest days of each office and year."""
    await work.offices.record_calendars(facts)


async def record_licences(facts: Sequence[LicenceFact], work: Work) -> None:
    """The business of each licence is known from now on, and its name and place are asked for."""
    await work.businesses.record_licences(facts)
    await work.enquiries.open(
        [
            Enquiry(
                licence_id=fact.licence.id,
                office_code=fact.office_code,
                business_id=business_id_of(fact.office_code, fact.nib),
            )
            for fact in facts
        ],
        at=work.now,
    )


async def record_licence_statuses(facts: Sequence[StatusFact], work: Work) -> None:
    """Keeps the newest status of each licence; revoked stays revoked."""
    await work.businesses.record_statuses(facts)


async def record_registrations(facts: Sequence[RegistrationFact], work: Work) -> None:
    """Keeps size and activities of each NIB that OSS told; its name and places are asked for."""
    await work.businesses.record_registrations(facts)
    concerned = {business_id_of(one.office_code, one.nib): one.office_code for one in facts}
    await work.enquiries.open(
        [
            Enquiry(licence_id=business_id, office_code=office, business_id=business_id)
            for business_id, office in concerned.items()
        ],
        at=work.now,
    )
