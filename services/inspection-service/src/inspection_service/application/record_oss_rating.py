"""What OSS determined of an assessment (Ps 11(4)), as the officer who entered it there told the
door: it prevails over our own value from then on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from inspection_service.application.assess_compliance import carry_rating
from inspection_service.application.ports import Work
from inspection_service.domain.business import Rating
from inspection_service.domain.compliance import OssValue


@dataclass(frozen=True, slots=True, kw_only=True)
class OssRatingFact:
    """The rating of one assessment, by whom and when it was entered."""

    compliance_id: UUID
    rating: Rating
    entered_by: str
    entered_at: datetime


async def record_oss_ratings(facts: Sequence[OssRatingFact], work: Work) -> None:
    """The day on which OSS determined it is the office's day of the entry."""
    for fact in facts:
        known = await work.compliance.get(fact.compliance_id)
        office = await work.offices.get(known.office_code)
        compliance = await work.compliance.save(
            known.with_oss(
                OssValue(
                    rating=fact.rating,
                    value=None,
                    determined_on=office.day_of(fact.entered_at),
                    entered_by=fact.entered_by,
                    entered_at=fact.entered_at,
                )
            )
        )
        business = await work.businesses.get(compliance.business_id)
        await carry_rating(business, compliance, fact.rating, work)
