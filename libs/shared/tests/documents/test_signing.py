"""Signatures: valid under the exported root alone, refused clearly, broken by any change."""

import io
import re
import stat
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader, PdfWriter

from shared.documents.local_authority import LocalAuthority
from shared.documents.local_signer import LocalSigner
from shared.documents.signing import (
    CertificateNotValid,
    CertificateStatus,
    NotSignable,
    Signatory,
    SignedDocument,
    WrongPassphrase,
)
from shared.documents.typesetting import Letter, Sheet, typeset
from shared.documents.verification import Verifier
from shared.testing.clock import FixedClock

from .conftest import HEAD, NOW, PASSPHRASE
from .letters import licence

PDF = typeset(
    Sheet(
        template=Letter.LICENCE,
        values=licence(),
        made_at=NOW,
        verification_url="https://perizinan.example.go.id/v/abc",
    )
)


@pytest.fixture
async def signer(authority: LocalAuthority) -> AsyncIterator[LocalSigner]:
    made = LocalSigner(authority, workers=1)
    yield made
    made.close()


@pytest.fixture
async def verifier(authority: LocalAuthority) -> AsyncIterator[Verifier]:
    made = Verifier(authority.root_path.read_bytes(), workers=1)
    yield made
    made.close()


async def signed(
    signer: LocalSigner, *, pdf: bytes = PDF, passphrase: str = PASSPHRASE, by: Signatory = HEAD
) -> SignedDocument:
    return await signer.sign(
        pdf, signatory=by, passphrase=passphrase, reason="Penerbitan izin", location="Langgur"
    )


async def test_pyhanko_validates_with_the_exported_root_alone(
    authority: LocalAuthority, signer: LocalSigner
) -> None:
    document = await signed(signer)
    roots = list(load_certs_from_pemder_data(authority.root_path.read_bytes()))

    (signature,) = PdfFileReader(io.BytesIO(document.content)).embedded_signatures
    status = await async_validate_pdf_signature(
        signature,
        ValidationContext(trust_roots=roots, allow_fetching=False),
    )

    assert status.bottom_line
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.self_reported_timestamp == NOW


async def test_every_object_of_a_signed_document_begins_on_a_line_of_its_own(
    signer: LocalSigner,
) -> None:
    content = (await signed(signer)).content

    assert b"%%EOF\n" in content.partition(b"/ByteRange")[0]
    assert re.search(rb"[^\n]\d+ \d+ obj\b", re.sub(rb"\n\d+ \d+ obj\b", b"\n", content)) is None


async def test_a_signed_document_tells_who_when_and_what(signer: LocalSigner) -> None:
    document = await signed(signer)

    assert document.sha256 == sha256(document.content).hexdigest()
    assert (document.signed_by, document.signed_at) == (HEAD.name, NOW)
    assert document.content.startswith(PDF)


async def test_the_report_of_a_genuine_file(signer: LocalSigner, verifier: Verifier) -> None:
    report = await verifier.verify((await signed(signer)).content)

    assert report.valid
    assert report.signed_by == HEAD.name
    assert report.signed_at is not None
    assert report.signed_at.astimezone(UTC) == NOW


@pytest.mark.parametrize("place", [0.02, 0.2, 0.4, 0.6, 0.8, 0.99])
async def test_one_changed_byte_is_told(
    signer: LocalSigner, verifier: Verifier, place: float
) -> None:
    content = bytearray((await signed(signer)).content)
    content[int(len(content) * place)] ^= 1

    assert not (await verifier.verify(bytes(content))).valid


async def test_what_is_added_after_the_signature_is_told(
    signer: LocalSigner, verifier: Verifier
) -> None:
    content = (await signed(signer)).content
    added = io.BytesIO()
    writer = PdfWriter(io.BytesIO(content), incremental=True)
    writer.add_blank_page()
    writer.write(added)

    assert added.getvalue().startswith(content)
    assert not (await verifier.verify(added.getvalue())).valid
    assert not (await verifier.verify(content + b"\n%more")).valid


async def test_another_root_does_not_trust_it(
    tmp_path: Path, clock: FixedClock, signer: LocalSigner
) -> None:
    other = LocalAuthority.at(tmp_path / "other", clock=clock)
    verifier = Verifier(other.root_path.read_bytes(), workers=1)

    report = await verifier.verify((await signed(signer)).content)

    verifier.close()
    assert (report.is_intact, report.is_trusted, report.valid) == (True, False, False)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"MZ" * 100, PDF, PDF[:5000]])
async def test_a_file_without_signature_is_unsigned_and_no_error(
    verifier: Verifier, content: bytes
) -> None:
    report = await verifier.verify(content)

    assert not report.is_signed
    assert not report.valid


@pytest.mark.parametrize("passphrase", ["", "salah", PASSPHRASE + " ", "\ud800"])
async def test_a_wrong_passphrase_signs_nothing(signer: LocalSigner, passphrase: str) -> None:
    with pytest.raises(WrongPassphrase) as refusal:
        await signed(signer, passphrase=passphrase)

    assert refusal.value.code == "wrong_passphrase"
    assert "salah" not in f"{refusal.value} {refusal.value.pointers}"


async def test_an_expired_certificate_signs_nothing(
    signer: LocalSigner, clock: FixedClock, authority: LocalAuthority
) -> None:
    assert await signer.certificate_status(HEAD) is CertificateStatus.ISSUE
    clock.move(timedelta(days=6 * 365))

    assert await signer.certificate_status(HEAD) is CertificateStatus.EXPIRED
    with pytest.raises(CertificateNotValid) as refusal:
        await signed(signer)
    assert refusal.value.status is CertificateStatus.EXPIRED

    authority.issue(HEAD, passphrase=PASSPHRASE)
    assert (await signed(signer)).signed_at == clock.now()


async def test_somebody_without_certificate_signs_nothing(signer: LocalSigner) -> None:
    stranger = Signatory(account="../head.8102", name="Bukan Siapa-siapa")

    assert await signer.certificate_status(stranger) is CertificateStatus.NOT_REGISTERED
    with pytest.raises(CertificateNotValid):
        await signed(signer, by=stranger)


async def test_a_signed_file_is_not_signed_again(signer: LocalSigner) -> None:
    document = await signed(signer)

    with pytest.raises(NotSignable):
        await signed(signer, pdf=document.content)


def encrypted_pdf() -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(PDF)))
    writer.encrypt("x", algorithm="RC4-40")
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize("content", [b"", b"MZ" * 50, b"%PDF-1.7\n", PDF[:3000], encrypted_pdf()])
async def test_what_is_no_plain_pdf_is_not_signed(signer: LocalSigner, content: bytes) -> None:
    with pytest.raises(NotSignable):
        await signed(signer, pdf=content)


def test_private_files_are_private_and_the_passphrase_is_in_none(
    authority: LocalAuthority,
) -> None:
    files = [path for path in authority.home.rglob("*") if path.is_file()]

    assert len(files) == 3
    for path in files:
        expected = 0o644 if path == authority.root_path else 0o600
        assert stat.S_IMODE(path.stat().st_mode) == expected
        assert PASSPHRASE.encode() not in path.read_bytes()


def test_opening_again_finds_the_same_authority(
    authority: LocalAuthority, clock: FixedClock
) -> None:
    again = LocalAuthority.at(authority.home, clock=clock)

    assert again.root == authority.root
    assert again.status(HEAD) is CertificateStatus.ISSUE


def test_many_that_start_at_once_end_up_with_one_root(tmp_path: Path, clock: FixedClock) -> None:
    with ThreadPoolExecutor(max_workers=8) as pool:
        opened = list(pool.map(lambda _: LocalAuthority.at(tmp_path, clock=clock), range(8)))

    assert len({authority.root.serial_number for authority in opened}) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"authority.pem", "ca.pem", "signatories"}


async def test_a_revoked_certificate_signs_nothing_until_another_is_issued(
    signer: LocalSigner, authority: LocalAuthority
) -> None:
    authority.revoke(HEAD)

    assert await signer.certificate_status(HEAD) is CertificateStatus.REVOKE
    with pytest.raises(CertificateNotValid):
        await signed(signer)
    authority.issue(HEAD, passphrase=PASSPHRASE)
    assert (await signed(signer)).signed_by == HEAD.name
