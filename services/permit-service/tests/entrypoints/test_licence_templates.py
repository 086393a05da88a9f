"""An office changes how its licences look, through the API; what a licence must show stays."""

import base64
import io
from typing import Any

import httpx
import pytest
from PIL import Image
from pypdf import PdfReader

from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE

ROWS = [
    {"label": "Nama pemegang", "value": "{holder.name}"},
    {"label": "NIB", "value": "{holder.nib}"},
    {"label": "Ukuran", "value": "{form.ukuran}"},
    {"label": "Berlaku sampai", "value": "{valid_until}"},
]
LAYOUT: dict[str, Any] = {
    "title": "Surat Izin Reklame Kabupaten",
    "legal_basis": ["Peraturan Bupati Contoh"],
    "opening": "Menimbang permohonan {holder.name} atas {service}.",
    "grant": "Memberikan izin",
    "sections": [
        {"kind": "facts", "heading": "Kepada:", "rows": ROWS},
        {
            "kind": "columns",
            "left": [{"kind": "text", "text": "Lokasi: {location}"}],
            "right": [{"kind": "form", "heading": "Isian"}],
        },
        {"kind": "conditions", "heading": "Dengan ketentuan:"},
    ],
    "copies": ["Arsip {office}"],
}


def words(pdf: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.replace("\u200b", "").split())


async def post(
    counter: Counter, path: str, *, role: str = "administrator", **body: Any
) -> httpx.Response:
    content = {"office_code": OFFICE, "service_code": "REKLAME"} | body
    return await counter.http.post(f"/v1/{path}", json=content, headers=counter.as_(role))


async def document(counter: Counter, application: dict[str, Any]) -> bytes:
    licence_id = application["licence"]["id"]
    answer = await counter.http.get(
        f"/v1/licences/{licence_id}/document.pdf", headers=counter.as_("applicant")
    )
    return answer.content


@pytest.mark.requirement("R003-P06-1e-1")
async def test_a_licence_is_set_in_the_office_s_own_layout(counter: Counter) -> None:
    made = await post(counter, "licence-templates", layout=LAYOUT)
    application = await counter.signed()
    shown = words(await document(counter, application))

    assert made.status_code == 201, made.text
    assert made.json()["version"] == 1
    for piece in (
        "SURAT IZIN REKLAME KABUPATEN",
        f"Nomor: {application['licence']['number']}",
        "Menimbang permohonan Toko Contoh",
        "Nama pemegang : Toko Contoh",
        "Ukuran : 2 x 3 m",
        "Lokasi: Jalan Contoh 1, Kei Kecil",
        "syarat bapenda",
        "syarat dinas-putr",
        "Ditandatangani secara elektronik oleh:",
        "/verification/",
        "Arsip DPMPTSP",
    ):
        assert piece in shown, piece
    # Both agencies ask for it, and it stands once.
    assert shown.count("tertib") == 1
    assert "DRAF" not in shown


async def test_a_preview_is_a_draft_with_nobody_in_it_and_keeps_nothing(counter: Counter) -> None:
    preview = await post(counter, "licence-template-previews", layout=LAYOUT)
    listed = await counter.http.get(
        f"/v1/licence-templates?office_code={OFFICE}", headers=counter.as_("administrator")
    )

    assert preview.status_code == 200, preview.text
    assert preview.headers["content-type"] == "application/pdf"
    shown = words(preview.content)
    assert "DRAF" in shown
    assert "Pemohon Contoh" in shown
    assert listed.json()["items"] == []


async def test_a_later_version_changes_nothing_that_was_issued(counter: Counter) -> None:
    await post(counter, "licence-templates", layout=LAYOUT)
    application = await counter.signed()
    before = await document(counter, application)

    changed = await post(counter, "licence-templates", layout=LAYOUT | {"title": "Judul lain"})
    listed = await counter.http.get(
        f"/v1/licence-templates?office_code={OFFICE}", headers=counter.as_("administrator")
    )

    assert changed.json()["version"] == 2
    assert [one["layout"]["title"] for one in listed.json()["items"]] == ["Judul lain"]
    assert await document(counter, application) == before
    page = await counter.http.get(
        f"/v1/verification/{application['licence']['verification_token']}"
    )
    assert page.json()["signature"]["valid"] is True


def emblem(colour: tuple[int, int, int]) -> str:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 50), colour).save(drawn, "PNG")
    return base64.b64encode(drawn.getvalue()).decode()


def pictures(pdf: bytes) -> set[bytes]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return {one.data for page in pages for one in page.images}


async def test_what_is_signed_is_set_as_what_was_validated_and_both_say_on_what(
    counter: Counter,
) -> None:
    await post(counter, "licence-templates", layout=LAYOUT)
    await post(counter, "licence-emblems", picture=emblem((10, 90, 50)))
    validated = await counter.surveyed()
    path = f"/v1/applications/{validated['id']}/draft.pdf"
    draft = (await counter.http.get(path, headers=counter.as_("back_office"))).content

    await post(counter, "licence-templates", layout=LAYOUT | {"title": "Judul lain"})
    await post(counter, "licence-emblems", picture=emblem((200, 0, 0)))
    written = {"format": "{sequence:03}/DPMPTSP/{year}", "service_code": None}
    changed = await post(counter, "licence-number-formats", **written)
    signed = (await counter.sign(validated["id"])).json()
    pdf = await document(counter, signed)
    licence = await counter.http.get(
        f"/v1/licences/{signed['licence']['id']}", headers=counter.as_("applicant")
    )
    later = await counter.validated()

    assert changed.status_code == 201, changed.text
    assert "SURAT IZIN REKLAME KABUPATEN" in words(pdf)
    assert "JUDUL LAIN" not in words(pdf)
    assert pictures(draft) <= pictures(pdf)
    assert validated["paper"]["template_version"] == 1
    assert validated["paper"]["template_service"] == "REKLAME"
    assert licence.json()["paper"] == signed["paper"] == validated["paper"]
    # A number is given at the signature: by the format of that day.
    assert licence.json()["number"] == "001/DPMPTSP/2026"
    assert licence.json()["number_format"] == {
        "source": "office",
        "version": 1,
        "text": "{sequence:03}/DPMPTSP/{year}",
    }
    assert later["paper"]["template_version"] == 2
    assert later["paper"]["emblem_sha256"] != validated["paper"]["emblem_sha256"]


async def test_the_products_own_layout_and_format_are_on_record_too(counter: Counter) -> None:
    signed = await counter.signed()

    licence = await counter.http.get(
        f"/v1/licences/{signed['licence']['id']}", headers=counter.as_("applicant")
    )

    nothing = {"template_service": None, "template_version": None, "emblem_sha256": None}
    assert licence.json()["paper"] == signed["paper"] == nothing
    assert licence.json()["number_format"]["source"] == "product"


def without(kind: str) -> list[dict[str, Any]]:
    return [one for one in LAYOUT["sections"] if one["kind"] != kind]


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"sections": without("conditions")}, "/layout/sections", "conditions_once"),
        ({"sections": without("facts"), "opening": None}, "/layout/sections", "holder_missing"),
        ({"opening": "{applicant.nik}"}, "/layout/opening", "unknown_word"),
        ({"opening": "{holder.name} }"}, "/layout/opening", "braces"),
    ],
)
async def test_a_layout_that_leaves_out_what_a_licence_must_show_is_refused(
    counter: Counter, changes: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await post(counter, "licence-templates", layout=LAYOUT | changes)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert {"pointer": pointer, "code": code} in answer.json()["errors"]
    assert "applicant.nik" not in answer.text


@pytest.mark.parametrize(
    "section",
    [
        {"kind": "script", "text": "x"},
        {"kind": "text", "text": "x", "code": '#read("/etc/passwd")'},
        {"kind": "text", "text": "x" * 5_000},
        {"kind": "columns", "left": [{"kind": "columns", "left": [], "right": []}], "right": []},
    ],
)
async def test_a_layout_is_bounded_and_holds_no_program(
    counter: Counter, section: dict[str, Any]
) -> None:
    answer = await post(
        counter, "licence-templates", layout=LAYOUT | {"sections": [*LAYOUT["sections"], section]}
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


async def test_what_looks_like_a_program_is_only_text(counter: Counter) -> None:
    text = '#read("/etc/passwd") #import "@preview/x:1.0.0": * $x$'
    layout = LAYOUT | {"opening": text}

    preview = await post(counter, "licence-template-previews", layout=layout)

    assert preview.status_code == 200
    assert '#read("/etc/passwd")' in words(preview.content).replace("”", '"').replace("“", '"')


async def test_layouts_are_the_administrators_of_the_own_office(counter: Counter) -> None:
    for path in ("licence-templates", "licence-template-previews"):
        assert (await post(counter, path, layout=LAYOUT, role="head")).status_code == 403
        foreign = await post(counter, path, layout=LAYOUT, office_code="62.02")
        assert foreign.status_code == 404


async def test_the_emblem_stands_in_the_letterhead_and_is_a_picture(counter: Counter) -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 50), (10, 90, 50)).save(drawn, "PNG")

    taken = await post(
        counter, "licence-emblems", picture=base64.b64encode(drawn.getvalue()).decode()
    )
    refused = await post(counter, "licence-emblems", picture=base64.b64encode(b"<svg/>").decode())
    preview = await post(counter, "licence-template-previews", layout=LAYOUT)

    assert (taken.status_code, taken.json()["media_type"]) == (201, "image/png")
    assert refused.status_code == 415
    assert b"/Subtype/Image" in preview.content.replace(b" ", b"")
