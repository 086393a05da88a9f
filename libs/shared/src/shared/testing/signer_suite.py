"""What every signing authority promises, as one suite: a test class inherits it and says how to
get a desk.

A `Desk` is one authority with its signer, the roots to check it by, and one who may sign.
"""

import hashlib
from dataclasses import dataclass

import pytest

from shared.documents.signing import (
    CertificateNotValid,
    CertificateStatus,
    NotSignable,
    Signatory,
    SignedDocument,
    Signer,
    WrongPassphrase,
)
from shared.documents.verification import Verifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One authority. `stranger` is somebody whom it does not know, `expired` one whom it knew."""

    signer: Signer
    verifier: Verifier
    head: Signatory
    stranger: Signatory
    expired: Signatory
    passphrase: str
    pdf: bytes

    async def sign(
        self,
        *,
        pdf: bytes | None = None,
        passphrase: str | None = None,
        by: Signatory | None = None,
    ) -> SignedDocument:
        """The head signs the desk's document, unless something else is said."""
        return await self.signer.sign(
            pdf if pdf is not None else self.pdf,
            signatory=by or self.head,
            passphrase=self.passphrase if passphrase is None else passphrase,
            reason="Penerbitan izin",
            location="Langgur",
        )


class SignerSuite:
    """Inherit it, and give it a fixture `desk`."""

    async def test_a_signature_is_valid_over_our_own_bytes(self, desk: Desk) -> None:
        document = await desk.sign()
        report = await desk.verifier.verify(document.content)

        assert document.content.startswith(desk.pdf)
        assert document.sha256 == hashlib.sha256(document.content).hexdigest()
        assert report.valid
        assert report.signed_by == document.signed_by == desk.head.name
        assert report.signed_at == document.signed_at
        assert report.certificate_serial == document.certificate_serial

    async def test_one_changed_byte_is_told(self, desk: Desk) -> None:
        content = bytearray((await desk.sign()).content)
        content[len(content) // 3] ^= 1

        assert not (await desk.verifier.verify(bytes(content))).valid

    async def test_the_status_says_who_may_sign(self, desk: Desk) -> None:
        status = desk.signer.certificate_status

        assert await status(desk.head) is CertificateStatus.ISSUE
        assert await status(desk.stranger) is CertificateStatus.NOT_REGISTERED
        assert await status(desk.expired) is CertificateStatus.EXPIRED

    async def test_who_has_no_certificate_that_is_good_now_signs_nothing(self, desk: Desk) -> None:
        for somebody in (desk.stranger, desk.expired):
            with pytest.raises(CertificateNotValid) as refusal:
                await desk.sign(by=somebody)
            assert refusal.value.status is await desk.signer.certificate_status(somebody)

    @pytest.mark.parametrize("passphrase", ["", "salah"])
    async def test_a_wrong_passphrase_signs_nothing_and_is_not_repeated(
        self, desk: Desk, passphrase: str
    ) -> None:
        with pytest.raises(WrongPassphrase) as refusal:
            await desk.sign(passphrase=passphrase)

        assert refusal.value.code == "wrong_passphrase"
        assert "salah" not in f"{refusal.value!r} {refusal.value.pointers}"

    async def test_a_signed_file_is_not_signed_again(self, desk: Desk) -> None:
        document = await desk.sign()

        with pytest.raises(NotSignable):
            await desk.sign(pdf=document.content)

    @pytest.mark.parametrize("content", [b"", b"MZ" * 50])
    async def test_what_is_no_pdf_is_not_signed(self, desk: Desk, content: bytes) -> None:
        with pytest.raises(NotSignable):
            await desk.sign(pdf=content)
