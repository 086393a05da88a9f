"""What the permit service says no to. Articles are those of Perbup Maluku Tenggara 23/2021."""

from shared.errors import Conflict, Expired, Forbidden, InvalidRequest, NotFound, RuleBroken


class SurveyNotCompleted(Conflict):
    """The Head signs only after the applicant has filled in the survey (Ps 7(3))."""

    code = "survey_not_completed"
    message = "The satisfaction survey of this application has not been filled in yet."


class IssuedElsewhere(Conflict):
    """Licences of the channels OSS and MPPD are not signed here (Ps 1 angka 6)."""

    code = "issued_elsewhere"
    message = "The licence of this channel is issued by another body."


class RecommendationsMissing(Conflict):
    """An agency that was asked has not answered (Ps 2(3)b)."""

    code = "recommendations_missing"
    message = "A technical agency has not answered yet."


class RecommendationRejected(Conflict):
    """An agency advised against it: it can be sent back, not validated (Ps 2(3)b)."""

    code = "recommendation_rejected"
    message = "A technical agency has advised against this application."


class AgencyNotAsked(NotFound):
    """No recommendation of that agency is asked for."""


class DocumentsMissing(RuleBroken):
    """A mandatory document is not there; the pointers name each requirement (Ps 6(1)b)."""

    code = "documents_missing"
    message = "Mandatory documents are missing."


class DocumentsNotReleased(Conflict):
    """A document waits for its virus scan, or did not pass it."""

    code = "documents_not_released"
    message = "A document has not passed the virus scan."


class DeclarationRequired(RuleBroken):
    """The applicant answers for the truth of what is handed in (Ps 9)."""

    code = "declaration_required"
    message = "The declaration must be accepted."


class ModeNotOffered(RuleBroken):
    """The service is not open to this group (Ps 4, Ps 5)."""

    message = "The service is not offered in this way."


class IdentityRequired(InvalidRequest):
    """A person's NIK and address are asked for by this service."""

    message = "The service asks for the person's NIK and address."


class NikNotValid(InvalidRequest):
    """The number is no NIK: not 16 digits, or with a day that does not exist."""

    message = "The NIK is not valid."


class ClockReasonNotInForce(RuleBroken):
    """No rule in force grants this move of the clock for that reason."""

    message = "No rule in force grants this move of the clock for that reason."


class ClockCannotHideExcess(RuleBroken):
    """The service time has passed: a pause or a reset would hide it."""

    message = "The service time has passed; the clock can neither be paused nor reset."


class DeemedApproved(Conflict):
    """The service time passed undecided and silence approves: it can no longer be rejected."""

    code = "deemed_approved"
    message = "The service time has passed and the application counts as approved."


class AlreadyClaimed(Conflict):
    """The assisted application belongs to an account already."""

    code = "already_claimed"
    message = "This application has been claimed already."


class ClaimCodeExpired(Expired):
    """The code of an assisted application may be used for a while only."""

    message = "The claim code is not valid any more; the counter helps on."


class TooManyWrongCodes(Conflict):
    """One account has sent too many wrong claim codes."""

    code = "rate_limited"
    message = "Too many wrong codes; try again later."


class SignatureInProgress(Conflict):
    """Somebody is signing this application at this moment."""

    code = "signature_in_progress"
    message = "This application is being signed at this moment."


class CertificateExists(Conflict):
    """A certificate that is good is renewed by who knows its passphrase, or ended first."""

    code = "certificate_exists"
    message = "There is a valid certificate; give its passphrase, or revoke it first."


class CertificatesElsewhere(Conflict):
    """Signatories of this deployment are certified by another body."""

    code = "certificates_elsewhere"
    message = "Certificates are issued by the national signing authority."


class NumberFormatNotValid(InvalidRequest):
    """A format of numbers that would give two licences the same one, or none."""

    message = "The format of numbers is not valid."


class LayoutNotValid(InvalidRequest):
    """A layout that leaves out what a licence must show, or asks for a word that there is not."""

    message = "The layout of the licence is not valid."


class HeldByAnother(Conflict):
    """Somebody else has taken this step up; two people never hold one step."""

    code = "held_by_another"
    message = "Somebody else is working on this step."


class NotHeld(Conflict):
    """Nobody holds the step, so that there is nothing to give back."""

    code = "not_held"
    message = "Nobody holds this step."


class DelegationEnded(Forbidden):
    """The right to sign is not held at this moment: the delegation has not begun, is over or was
    revoked, or the account is closed."""

    code = "delegation_ended"
    message = "The right to sign is not held at this moment."


class FourEyes(Conflict):
    """A delegate does not sign what they have validated themselves."""

    code = "four_eyes"
    message = "Who has validated an application does not sign it by delegation."


class OfficeUnknown(InvalidRequest):
    """There is no such office."""

    message = "There is no such office."


class ServiceUnknown(InvalidRequest):
    """The office does not offer such a service."""

    message = "The office does not offer such a service."


class ServiceClosed(Conflict):
    """The office takes no new applications for this service any more."""

    code = "service_closed"
    message = "No new applications are taken for this service."


class FormNotValid(InvalidRequest):
    """The form is not what the service asks for; the pointers say where, and repeat no value."""

    message = "The form is not what the service asks for."


class EntryNotValid(InvalidRequest):
    """The catalogue entry departs from its shape; a pointer and a code for each place."""

    message = "The catalogue entry is not valid."


class ValidityRequired(RuleBroken):
    """The service leaves the licence's last day to the official, who must name it."""

    message = "The last day of the licence must be given."


class ValidityNotAllowed(RuleBroken):
    """The last day departs from the service's verified rule."""

    message = "The last day of the licence departs from the rule of the service."


class LicenceUnknown(InvalidRequest):
    """The licence is not the caller's own, nor of this office."""

    message = "There is no such licence here."


class LicenceSanctioned(Conflict):
    """A suspended or revoked licence is not renewed, changed or replaced around its sanction."""

    code = "licence_sanctioned"
    message = "The licence is under a sanction."


class LicenceReplaced(Conflict):
    """Another licence has come in its place already."""

    code = "licence_replaced"
    message = "The licence has been replaced already."


class LicenceEnded(Conflict):
    """What has expired can be renewed, but neither changed nor replaced."""

    code = "licence_expired"
    message = "The licence has expired."


class RenewalNotOpen(RuleBroken):
    """The licence has no end, or its end is too far away."""

    message = "This licence cannot be renewed now."


class ChangeNotNamed(RuleBroken):
    """The application alters what it does not name as a change."""

    message = "The application alters what it does not name."


class RetributionNotApplicable(Conflict):
    """The service has no retribution, or its money is paid elsewhere."""

    code = "retribution_not_applicable"
    message = "This service has no retribution of that kind."


class RetributionNotAssessed(Conflict):
    """The retribution of this application was not assessed yet (DOMAIN 15.16)."""

    code = "retribution_not_assessed"
    message = "The retribution of this application has not been assessed yet."


class RetributionNotPaid(Conflict):
    """The licence is issued after its retribution is paid (DOMAIN 15.16)."""

    code = "retribution_not_paid"
    message = "The retribution of this application has not been paid yet."


class RetributionPaid(Conflict):
    """Money has come in: the assessment stands until the payment is voided."""

    code = "retribution_paid"
    message = "The assessment cannot change after a payment."


class RetributionOverpaid(RuleBroken):
    """The counter takes no more than is owed."""

    code = "retribution_overpaid"
    message = "The sum is more than what is owed."


class ReceiptAlreadyRecorded(Conflict):
    """The office has recorded a payment with this receipt number."""

    code = "receipt_already_recorded"
    message = "A payment with this receipt number is recorded already."


class PaymentVoided(Conflict):
    """The payment was voided already."""

    code = "payment_voided"
    message = "This payment has been voided already."


class ProofMissing(Conflict):
    """The service asks for the proof of a PNBP that is paid elsewhere."""

    code = "pnbp_proof_missing"
    message = "The proof of the PNBP has not been recorded yet."


class BillUnknown(NotFound):
    """No bill of that id was asked for."""


class SiteVisitNotAskedFor(Conflict):
    """The service has no site visit."""

    code = "site_visit_not_applicable"
    message = "This service has no site visit."


class SiteVisitMissing(Conflict):
    """The service asks for a recorded visit before validation (DOMAIN 15.16)."""

    code = "site_visit_missing"
    message = "The site visit of this application has not been recorded yet."


class SiteVisitNotConforming(Conflict):
    """The last visit found that the place does not conform: it can be sent back, not validated."""

    code = "site_visit_not_conforming"
    message = "The last site visit found that the place does not conform."


class CorrectionsUnanswered(Conflict):
    """A correction of the round has no answer; the pointers name each."""

    code = "corrections_unanswered"
    message = "Some corrections have not been answered yet."


class RuleAlreadySet(Conflict):
    """The office has set this rule from that day on; another day is another rule."""

    code = "rule_already_set"
    message = "This rule is set from that day on already."


class RequirementsNotMet(Conflict):
    """A mandatory requirement is not complete or does not conform (Ps 6(1)b)."""

    code = "requirements_not_met"
    message = "A mandatory requirement is not complete or does not conform."


class StandardNotInForce(Conflict):
    """Another version of the standard is in force, or none."""

    code = "standard_not_in_force"
    message = "This version of the standard is not in force."


class DocumentLinkEnded(Expired):
    """The day of the link has passed, or a new one has come in its place."""

    message = "This link has ended; a new one can be asked for with the receipt number."


class TooManyDownloads(Conflict):
    """One link has opened its document too often in a short time."""

    code = "rate_limited"
    message = "Too many requests; try again later."
