"""Signatures and certificates that are refused."""

from shared.errors import Conflict, Forbidden


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


class DelegationEnded(Forbidden):
    """The right to sign is not held at this moment: the delegation has not begun, is over or was
    revoked, or the account is closed."""

    code = "delegation_ended"
    message = "The right to sign is not held at this moment."


class FourEyes(Conflict):
    """A delegate does not sign what they have validated themselves."""

    code = "four_eyes"
    message = "Who has validated an application does not sign it by delegation."
