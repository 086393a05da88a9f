"""What is owed and paid: refused."""

from shared.errors import Conflict, NotFound, RuleBroken


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
