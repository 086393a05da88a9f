"""Letters: what people typed stays text, a draft looks like one, a broken template is a refusal."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from shared.documents.printable import printable
from shared.documents.typesetting import Letter, Sheet, TemplateNotUsable, Typesetter, typeset
from shared.errors import TooLarge, UnsupportedType

from .conftest import NOW
from .letters import ALL, HOSTILE, licence

URL = "https://perizinan.example.go.id/v/3kF9xQ2mT7pLr8sVw1bNc"


# Signed by others, or by nobody.
WITHOUT_HEAD = {Letter.INSPECTION_RECORD, Letter.REJECTION}


def sheet(values: dict[str, object], template: Letter | Path | str = Letter.LICENCE) -> Sheet:
    return Sheet(template=template, values=values, made_at=NOW, verification_url=URL)


def words(pdf: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return text.replace("\u200b", "")


def pictures(pdf: bytes) -> list[str]:
    """The pictures of a letter, by the words that a screen reader says for them."""
    reader = PdfReader(io.BytesIO(pdf))
    things = [reader.get_object(number) for number in range(1, int(reader.trailer["/Size"]))]
    return [str(thing["/Alt"]) for thing in things if isinstance(thing, dict) and "/Alt" in thing]


@pytest.mark.parametrize("letter", list(Letter))
def test_every_letter_is_typeset_on_a4_as_pdf_a(letter: Letter) -> None:
    pdf = typeset(sheet(ALL[letter], letter))

    page = PdfReader(io.BytesIO(pdf)).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
    assert b"pdfaid:part" in pdf
    assert "NAMA KEPALA DINAS" in words(pdf) or letter in WITHOUT_HEAD
    assert URL in words(pdf).replace("\n", "")


@pytest.mark.parametrize("letter", list(Letter))
def test_a_draft_says_so_and_has_no_qr_code(letter: Letter) -> None:
    unnumbered = {k: v for k, v in ALL[letter].items() if k not in {"number", "issued_on"}}
    draft = typeset(Sheet(template=letter, values=unnumbered, made_at=NOW))
    final = typeset(sheet(ALL[letter], letter))

    assert "DRAF" in words(draft)
    assert "DRAF" not in words(final)
    assert "example.go.id/v/" not in words(draft)
    assert pictures(draft) == []
    assert pictures(final) == ["Kode QR pemeriksaan dokumen"]


def test_values_cannot_smuggle_in_a_qr_code_or_hide_the_draft() -> None:
    values = licence() | {"draft": False, "qr": "<svg/>", "verification_url": "https://x.example"}

    draft = typeset(Sheet(template=Letter.LICENCE, values=values, made_at=NOW))

    assert "DRAF" in words(draft)
    assert "x.example" not in words(draft)
    assert pictures(draft) == []


def test_markup_in_a_name_is_only_text() -> None:
    shown = words(typeset(sheet(licence(HOSTILE)))).replace("\n", " ")

    for piece in ('#panic("x")', "$1/0$", "*b*", "_i_", "`c`", "@ref", "<a>", "[k]", '#eval("1")'):
        assert piece in shown


@pytest.mark.parametrize(
    "text",
    [
        "x" * 10_000,
        "kata " * 2_000,
        "😀👩‍👩‍👧🇮🇩",
        "饭店 السلام عليكم ꦗꦮ ไทย",
        "a\x00\x07b\x7f\x9f\ufffe",
        "\ud800 berdiri sendiri",
        "\u202egnitar\u202c",
        "baris satu\r\nbaris dua\u2028baris tiga",
        "\ue000\U000e0041",
        "",
    ],
    ids=[
        "word",
        "long",
        "emoji",
        "scripts",
        "control",
        "surrogate",
        "bidi",
        "lines",
        "private",
        "no",
    ],
)
def test_no_text_breaks_a_letter(text: str) -> None:
    assert typeset(sheet(licence(text))).startswith(b"%PDF-")


def test_ten_thousand_letters_without_a_space_stay_on_the_page() -> None:
    assert len(PdfReader(io.BytesIO(typeset(sheet(licence("x" * 10_000))))).pages) > 2


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), max_size=400))
def test_any_text_at_all_is_typeset(text: str) -> None:
    assert typeset(sheet(licence(text))).startswith(b"%PDF-")


@given(st.text(st.characters(), max_size=200))
def test_printable_text_stays_printable(text: str) -> None:
    assert printable(printable(text)) == printable(text)


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert typeset(sheet(licence())) == typeset(sheet(licence()))


def test_an_office_may_bring_its_own_template(tmp_path: Path) -> None:
    own = '#import "/parts.typ": *\n#show: letter-page.with(title: "T")\nIzin bagi #v.holder.name'
    path = tmp_path / "own.typ"
    path.write_text(own)

    assert "Izin bagi CV Contoh" in words(typeset(sheet(licence(), own)))
    assert "Izin bagi CV Contoh" in words(typeset(sheet(licence(), path)))


@pytest.mark.parametrize(
    "template",
    [
        "#nonsense(",
        '#read("/etc/passwd")',
        '#read("../signing.py")',
        '#import "@preview/cetz:0.3.0": *',
        "#while true {}",
        '#import "/parts.typ": *\n#v.missing',
    ],
)
def test_a_template_that_cannot_be_used_is_refused(template: str) -> None:
    with pytest.raises(TemplateNotUsable):
        typeset(sheet(licence(), template))


def test_too_many_values_are_refused() -> None:
    with pytest.raises(TooLarge):
        typeset(sheet(licence("kata " * 300_000)))


def test_an_office_has_its_emblem_and_nothing_but_a_picture() -> None:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 50), (10, 90, 50)).save(drawn, "PNG")
    plain = sheet(licence())

    with_emblem = typeset(
        Sheet(template=plain.template, values=plain.values, made_at=NOW, emblem=drawn.getvalue())
    )
    assert b"/Subtype/Image" in with_emblem.replace(b" ", b"")
    with pytest.raises(UnsupportedType):
        typeset(Sheet(template=plain.template, values=plain.values, made_at=NOW, emblem=b"<svg/>"))


async def test_typesetting_runs_off_the_loop() -> None:
    typesetter = Typesetter(workers=1)
    try:
        assert (await typesetter.typeset(sheet(licence()))).startswith(b"%PDF-")
    finally:
        typesetter.close()
