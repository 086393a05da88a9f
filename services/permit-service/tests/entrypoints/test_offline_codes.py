"""The QR code of a licence, read off the paper and checked without a network."""

import io
from collections.abc import Iterator

import httpx
import pypdfium2
import pytest
import zxingcpp

from permit_service.testing.counter import Counter
from permit_service.testing.service import PUBLIC_BASE_URL
from shared.documents.sealed_code import CodeNotGenuine, read_code


def codes_on(pdf: bytes) -> Iterator[str]:
    """What a telephone reads off the pages."""
    for page in pypdfium2.PdfDocument(io.BytesIO(pdf)):
        for found in zxingcpp.read_barcodes(page.render(scale=3).to_pil()):
            yield found.text


async def test_the_qr_code_opens_the_page_and_says_by_itself_what_was_issued(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    application = await counter.signed()
    licence = application["licence"]
    document = await http.get(
        f"/v1/licences/{licence['id']}/document.pdf", headers=counter.as_("applicant")
    )
    published = (await http.get("/.well-known/licence-keys.json")).json()

    (text,) = codes_on(document.content)
    address, _, code = text.partition("#")
    facts = read_code(text, published)

    assert address == f"{PUBLIC_BASE_URL}/verification/{licence['verification_token']}"
    assert facts["n"] == licence["number"]
    assert facts["l"] == licence["id"].replace("-", "")
    assert (facts["o"], facts["s"], facts["i"]) == ("81.02", "REKLAME", "2026-06-15")
    assert facts["h"] == "T*** C*****"
    assert "Toko" not in code
    with pytest.raises(CodeNotGenuine):
        read_code(text[:-3] + ("AAA" if text[-3:] != "AAA" else "BBB"), published)
