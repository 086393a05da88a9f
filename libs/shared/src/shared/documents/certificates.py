"""The two certificates of the local signing authority: its root, and a signatory's.

Elliptic curve P-256 throughout: made in a moment, so that a first start waits for nothing.
"""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shared.documents.signing import Signatory

AUTHORITY_NAME = "SatuPintu Otoritas Tanda Tangan Lokal"
COUNTRY = "ID"
ROOT_YEARS = 20
SIGNATORY_YEARS = 5
# A demonstration plays a past year; a signature made in it must fall within the certificate.
BACKDATED_YEARS = 5
ONE_YEAR = timedelta(days=365)
LONGEST_NAME = 64  # X.520 ub-common-name


def make_root(key: ec.EllipticCurvePrivateKey, *, now: datetime) -> x509.Certificate:
    """A root that may sign signatories and nothing below them."""
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, COUNTRY),
            x509.NameAttribute(NameOID.COMMON_NAME, AUTHORITY_NAME),
        ]
    )
    builder = _builder(name, key.public_key(), now=now, years=ROOT_YEARS).issuer_name(name)
    return (
        builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def make_signatory(
    signatory: Signatory,
    key: ec.EllipticCurvePublicKey,
    *,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    """A certificate for electronic signatures that cannot be denied."""
    builder = _builder(_subject(signatory), key, now=now, years=SIGNATORY_YEARS)
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        builder.issuer_name(root.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(issuer_key, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, key: ec.EllipticCurvePublicKey, *, now: datetime, years: int
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BACKDATED_YEARS * ONE_YEAR)
        .not_valid_after(now + years * ONE_YEAR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _subject(signatory: Signatory) -> x509.Name:
    rows = [x509.NameAttribute(NameOID.COUNTRY_NAME, COUNTRY)]
    if signatory.organisation:
        organisation = signatory.organisation[:LONGEST_NAME]
        rows.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation))
    rows.append(x509.NameAttribute(NameOID.COMMON_NAME, signatory.name[:LONGEST_NAME]))
    if signatory.nip:
        rows.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, signatory.nip[:LONGEST_NAME]))
    return x509.Name(rows)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
