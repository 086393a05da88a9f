"""Every signing authority under one suite; BSrE as the simulator, over a real socket."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from shared.documents.bsre import make_signer
from shared.documents.local_authority import LocalAuthority
from shared.documents.local_signer import LocalSigner
from shared.documents.signing import (
    CertificateNotValid,
    CertificateStatus,
    Signatory,
    SigningRefused,
    SigningUnanswered,
    SigningUnavailable,
)
from shared.documents.typesetting import Letter, Sheet, typeset
from shared.documents.verification import Verifier
from shared.testing import bsre
from shared.testing.bsre import SimulatedBsre, simulated_bsre
from shared.testing.clock import FixedClock
from shared.testing.signer_suite import Desk, SignerSuite

from .conftest import HEAD, NOW, PASSPHRASE
from .letters import licence

VERSIONS: tuple[Literal["v1", "v2"], ...] = ("v1", "v2")
STRANGER = Signatory(account="other.8102", name="Bukan Siapa-siapa", nik="8102150101700003")
EXPIRED = Signatory(account="old.8102", name="KEPALA LAMA", nik="8102150101700002")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    sheet = Sheet(
        template=Letter.LICENCE,
        values=licence(),
        made_at=NOW,
        verification_url="https://perizinan.example.go.id/v/abc",
    )
    return typeset(sheet)


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedBsre]:
    with simulated_bsre(tmp_path_factory.mktemp("bsre")) as running:
        running.knows(HEAD.name)
        running.knows(EXPIRED.name, nik=EXPIRED.nik or "", status="EXPIRED")
        yield running


class TestLocalSigner(SignerSuite):
    """The authority of a deployment's own."""

    @pytest.fixture
    async def desk(
        self, tmp_path: Path, pdf: bytes, authority: LocalAuthority, clock: FixedClock
    ) -> AsyncIterator[Desk]:
        clock.move(timedelta(days=-6 * 365))
        authority.issue(EXPIRED, passphrase=PASSPHRASE)
        clock.move(timedelta(days=6 * 365))
        signer = LocalSigner(authority)
        verifier = Verifier(authority.root_path.read_bytes())
        yield Desk(
            signer=signer,
            verifier=verifier,
            head=HEAD,
            stranger=STRANGER,
            expired=EXPIRED,
            passphrase=PASSPHRASE,
            pdf=pdf,
        )
        signer.close()
        verifier.close()


@pytest.fixture(params=VERSIONS)
async def at_bsre(
    request: pytest.FixtureRequest, simulator: SimulatedBsre, pdf: bytes, clock: FixedClock
) -> AsyncIterator[Desk]:
    simulator.behaves()
    address = simulator.address(request.param, sign_seconds=0.5)
    signer = make_signer(address, clock=clock)
    verifier = Verifier(address.roots.read_bytes())
    yield Desk(
        signer=signer,
        verifier=verifier,
        head=replace(HEAD, nik=bsre.NIK),
        stranger=STRANGER,
        expired=EXPIRED,
        passphrase=bsre.PASSPHRASE,
        pdf=pdf,
    )
    verifier.close()


class TestBsreSigner(SignerSuite):
    """Both versions of the Esign Client Service."""

    @pytest.fixture
    def desk(self, at_bsre: Desk) -> Desk:
        return at_bsre


async def test_the_status_is_asked_before_anything_is_signed(
    at_bsre: Desk, simulator: SimulatedBsre
) -> None:
    before = len(simulator.calls)
    await at_bsre.sign()
    with pytest.raises(CertificateNotValid):
        await at_bsre.sign(by=EXPIRED)

    assert simulator.calls[before:] == ["status", "sign", "status"]


@pytest.mark.parametrize(
    "fault", ["silent_after_signing", "silent_before_signing", "gateway_timeout_after_signing"]
)
async def test_a_signature_without_an_answer_is_never_asked_for_again(
    at_bsre: Desk, simulator: SimulatedBsre, fault: str
) -> None:
    before = len(simulator.calls)
    simulator.behaves(fault, seconds=1)

    with pytest.raises(SigningUnanswered) as refusal:
        await at_bsre.sign()

    assert simulator.calls[before:] == ["status", "sign"]
    assert refusal.value.retry_after_seconds == at_bsre.signer.attempt_lasts.total_seconds()
    assert (await at_bsre.sign()).content.startswith(at_bsre.pdf)


@pytest.mark.parametrize("fault", ["another_document", "broken_signature", "garbage"])
async def test_what_is_not_our_document_with_a_good_signature_is_not_taken(
    at_bsre: Desk, simulator: SimulatedBsre, fault: str
) -> None:
    simulator.behaves(fault)

    with pytest.raises(SigningUnavailable):
        await at_bsre.sign()


async def test_a_signature_under_an_unknown_root_is_not_taken(
    authority: LocalAuthority, simulator: SimulatedBsre, pdf: bytes, clock: FixedClock
) -> None:
    simulator.behaves()
    address = replace(simulator.address(), roots=authority.root_path)
    signer = make_signer(address, clock=clock)

    with pytest.raises(SigningUnavailable):
        await signer.sign(
            pdf,
            signatory=replace(HEAD, nik=bsre.NIK),
            passphrase=bsre.PASSPHRASE,
            reason="r",
            location="l",
        )


async def test_an_error_of_the_service_is_a_clear_refusal_and_nothing_is_tried_twice(
    at_bsre: Desk, simulator: SimulatedBsre
) -> None:
    before = len(simulator.calls)
    simulator.behaves("server_error")

    with pytest.raises(SigningUnavailable) as refusal:
        await at_bsre.sign()

    assert refusal.value.code == "unavailable"
    assert simulator.calls[before:] == ["status", "sign"]


async def test_the_status_is_asked_again_when_it_fails_once(
    at_bsre: Desk, simulator: SimulatedBsre
) -> None:
    simulator.behaves("server_error_on_status", times=1)

    assert await at_bsre.signer.certificate_status(at_bsre.head) is CertificateStatus.ISSUE


async def test_a_service_that_stays_away_is_left_alone_for_a_while(
    at_bsre: Desk, simulator: SimulatedBsre
) -> None:
    simulator.behaves("server_error_on_status", times=100)
    for _ in range(4):
        with pytest.raises(SigningUnavailable):
            await at_bsre.signer.certificate_status(at_bsre.head)
    asked = len(simulator.calls)

    with pytest.raises(SigningUnavailable) as refusal:
        await at_bsre.signer.certificate_status(at_bsre.head)

    assert len(simulator.calls) == asked
    assert (refusal.value.retry_after_seconds or 0) > 0


async def test_nobody_at_that_address_is_a_clear_refusal(
    simulator: SimulatedBsre, clock: FixedClock
) -> None:
    address = replace(simulator.address(), url="http://127.0.0.1:9")
    signer = make_signer(address, clock=clock)

    with pytest.raises(SigningUnavailable):
        await signer.certificate_status(replace(HEAD, nik=bsre.NIK))


async def test_version_1_fetches_what_it_was_given_an_id_for(
    simulator: SimulatedBsre, pdf: bytes, clock: FixedClock
) -> None:
    address = simulator.address("v1")
    signer = make_signer(address, clock=clock)
    verifier = Verifier(address.roots.read_bytes())
    simulator.behaves(answers_with="id")
    before = len(simulator.calls)
    head = replace(HEAD, nik=bsre.NIK)
    order = {"passphrase": bsre.PASSPHRASE, "reason": "r", "location": "l"}

    document = await signer.sign(pdf, signatory=head, **order)
    assert simulator.calls[before:] == ["status", "sign", "download"]
    assert (await verifier.verify(document.content)).valid

    simulator.behaves("file_gone", answers_with="id")
    with pytest.raises(SigningUnavailable):
        await signer.sign(pdf, signatory=head, **order)


async def test_an_unknown_code_is_a_refusal_that_names_it(
    at_bsre: Desk, simulator: SimulatedBsre
) -> None:
    with pytest.raises(SigningRefused) as refusal:
        await at_bsre.sign(pdf=b"%PDF-1.7\nnot a document")

    assert refusal.value.rule == "bsre:2011"


async def test_nothing_secret_is_logged(
    at_bsre: Desk, simulator: SimulatedBsre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    for fault in (None, "server_error", "garbage", "silent_after_signing"):
        simulator.behaves(fault, seconds=1)
        try:
            await at_bsre.sign()
        except SigningUnavailable as error:
            caplog.records.append(error)  # type: ignore[arg-type]

    told = f"{caplog.text} {[repr(one) for one in caplog.records]} {at_bsre.signer!r}"
    for secret in (bsre.PASSPHRASE, bsre.NIK, bsre.SECRET):
        assert secret not in told
