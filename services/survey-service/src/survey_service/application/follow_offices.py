"""The gateway owns offices; this keeps a copy of what surveys need of them."""

from collections.abc import Sequence

from shared.contracts.gateway import OfficeChangedV1
from shared.messaging.contract import Delivery
from survey_service.application.ports import Work
from survey_service.domain.office import Office


async def keep_offices(deliveries: Sequence[Delivery[OfficeChangedV1]], work: Work) -> None:
    """Keeps each office's newest settings."""
    for one in deliveries:
        await work.offices.save(
            Office(
                code=one.event.office_code,
                name=one.event.name,
                time_zone=one.event.time_zone,
                survey_gate=one.event.survey_gate,
                settings_version=one.event.settings_version,
            )
        )
