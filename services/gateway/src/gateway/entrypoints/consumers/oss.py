"""Which facts OSS must be told. One reaction each; its name is a constant for ever."""

from gateway.application.oss.plan_oss_entries import (
    COMPLETED,
    FOLLOW_UP,
    JUDGED,
    LIFTING,
    MISSING,
    NOT_DONE,
    entering,
    plan_assessment,
    plan_items,
    withdraw_items,
)
from gateway.application.oss.plan_oss_records import (
    link_application,
    plan_licence,
    plan_reinstatement,
    plan_revocation,
    plan_sanction,
    planning,
)
from gateway.domain.oss.codes import LicenceCode
from shared.contracts.inspection import (
    ComplianceAssessedV1,
    FollowUpGivenV1,
    InspectionCompletedV1,
    InspectionNotDoneV1,
    InvestmentReportJudgedV1,
    InvestmentReportOverdueV1,
    PlanItemsListedV1,
    PlanItemsWithdrawnV1,
    SanctionEscalatedV1,
    SanctionImposedV1,
    SanctionLiftedV1,
)
from shared.contracts.permit import (
    ApplicationDeemedApprovedV1,
    ApplicationRejectedV1,
    ApplicationResubmittedV1,
    ApplicationReturnedV1,
    ApplicationSubmittedV1,
    ApplicationVerifiedV1,
    ClockPausedV1,
    ClockResetV1,
    ClockRestartedV1,
    ClockResumedV1,
    LicenceIssuedV1,
    LicenceReinstatedV1,
    LicenceRevokedV1,
)
from shared.messaging.contract import AnySubscription, on

# A group of its own: what OSS cannot be told holds back nothing else of the gateway.
GROUP = "gateway.oss"


def subscriptions() -> tuple[AnySubscription, ...]:
    """The reactions that write down what OSS must be told."""
    return (
        on(ApplicationSubmittedV1, link_application, name="gateway.oss-link", group=GROUP),
        on(ApplicationResubmittedV1, link_application, name="gateway.oss-link-again", group=GROUP),
        *_about_decisions(),
        *_about_clocks(),
        on(LicenceIssuedV1, plan_licence, name="gateway.oss-licence", group=GROUP),
        on(SanctionImposedV1, plan_sanction, name="gateway.oss-sanction", group=GROUP),
        on(SanctionEscalatedV1, plan_sanction, name="gateway.oss-escalation", group=GROUP),
        on(LicenceReinstatedV1, plan_reinstatement, name="gateway.oss-reinstated", group=GROUP),
        on(LicenceRevokedV1, plan_revocation, name="gateway.oss-revoked", group=GROUP),
        *_by_hand(),
    )


def _by_hand() -> tuple[AnySubscription, ...]:
    """What supervision owes to OSS and OSS has no method for."""
    return (
        on(PlanItemsListedV1, plan_items, name="gateway.oss-enter-plan", group=GROUP),
        on(PlanItemsWithdrawnV1, withdraw_items, name="gateway.oss-withdraw-plan", group=GROUP),
        on(
            InspectionCompletedV1,
            entering(COMPLETED),
            name="gateway.oss-enter-inspection",
            group=GROUP,
        ),
        on(InspectionNotDoneV1, entering(NOT_DONE), name="gateway.oss-enter-not-done", group=GROUP),
        on(FollowUpGivenV1, entering(FOLLOW_UP), name="gateway.oss-enter-follow-up", group=GROUP),
        on(SanctionLiftedV1, entering(LIFTING), name="gateway.oss-enter-lifting", group=GROUP),
        on(
            ComplianceAssessedV1,
            plan_assessment,
            name="gateway.oss-enter-assessment",
            group=GROUP,
        ),
        on(InvestmentReportJudgedV1, entering(JUDGED), name="gateway.oss-enter-lkpm", group=GROUP),
        on(
            InvestmentReportOverdueV1,
            entering(MISSING),
            name="gateway.oss-enter-missing-lkpm",
            group=GROUP,
        ),
    )


def _about_decisions() -> tuple[AnySubscription, ...]:
    return (
        on(
            ApplicationVerifiedV1,
            planning(LicenceCode.DOCUMENTS_COMPLETE),
            name="gateway.oss-verified",
            group=GROUP,
        ),
        on(
            ApplicationReturnedV1,
            # What the back office sends back goes to the front office, not to the applicant.
            planning(
                LicenceCode.DOCUMENTS_INCOMPLETE,
                applies=lambda event: event.returned_by == "front_office",
            ),
            name="gateway.oss-returned",
            group=GROUP,
        ),
        on(
            ApplicationRejectedV1,
            planning(LicenceCode.REJECTED),
            name="gateway.oss-rejected",
            group=GROUP,
        ),
        on(
            ApplicationDeemedApprovedV1,
            planning(LicenceCode.APPROVED_BY_SILENCE),
            name="gateway.oss-deemed-approved",
            group=GROUP,
        ),
    )


def _about_clocks() -> tuple[AnySubscription, ...]:
    return (
        on(
            ClockPausedV1,
            planning(LicenceCode.CLOCK_STOPPED),
            name="gateway.oss-clock-paused",
            group=GROUP,
        ),
        on(
            ClockResumedV1,
            planning(LicenceCode.CLOCK_GOES_ON),
            name="gateway.oss-clock-resumed",
            group=GROUP,
        ),
        on(
            ClockResetV1,
            planning(LicenceCode.CLOCK_RESET),
            name="gateway.oss-clock-reset",
            group=GROUP,
        ),
        on(
            ClockRestartedV1,
            planning(LicenceCode.CLOCK_RESTARTED),
            name="gateway.oss-clock-restarted",
            group=GROUP,
        ),
    )
