"""What the survey service does when others tell it something. The names are for ever."""

from collections.abc import Sequence

from shared.contracts.gateway import OfficeChangedV1
from shared.contracts.permit import (
    ApplicationRejectedV1,
    ApplicationSubmittedV1,
    ApplicationValidatedV1,
    ApplicationWithdrawnV1,
    LicenceImportedV1,
    LicenceIssuedV1,
)
from shared.contracts.reporting import LicencesCountedV1
from shared.messaging.contract import AnySubscription, Delivery, on
from survey_service.application.follow_applications import (
    close_invitations,
    count_licences,
    know_applications,
    open_invitations,
)
from survey_service.application.follow_counts import keep_counted_licences
from survey_service.application.follow_offices import keep_offices
from survey_service.application.ports import Ports, Work

GROUP = "survey"


def subscriptions(ports: Ports) -> tuple[AnySubscription, ...]:
    """Every reaction of this service."""

    async def open_invitation_when_application_validated(
        deliveries: Sequence[Delivery[ApplicationValidatedV1]], work: Work
    ) -> None:
        await open_invitations(
            deliveries, work, new_id=ports.new_id, valid_days=ports.invitation_days
        )

    return (
        on(OfficeChangedV1, keep_offices, name="survey.keep-office", group=GROUP),
        on(ApplicationSubmittedV1, know_applications, name="survey.know-application", group=GROUP),
        on(
            ApplicationValidatedV1,
            open_invitation_when_application_validated,
            name="survey.open-invitation",
            group=GROUP,
        ),
        on(
            ApplicationRejectedV1,
            close_invitations,
            name="survey.close-invitation-when-rejected",
            group=GROUP,
        ),
        on(
            ApplicationWithdrawnV1,
            close_invitations,
            name="survey.close-invitation-when-withdrawn",
            group=GROUP,
        ),
        on(LicenceIssuedV1, count_licences, name="survey.count-licence-issued", group=GROUP),
        on(LicenceImportedV1, count_licences, name="survey.count-licence-imported", group=GROUP),
        on(LicencesCountedV1, keep_counted_licences, name="survey.keep-count", group=GROUP),
    )
