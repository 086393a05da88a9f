"""The form as a page: works without JavaScript, in two languages, with nothing from outside."""

import re
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from shared.testing.clock import FixedClock
from survey_service.domain.questionnaire import Element

from .conftest import Open

FORM = {f"answer.{element}": "3" for element in Element}


async def test_the_page_asks_for_nine_elements_without_script_or_outside_assets(
    http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()

    answer = await http.get(f"/survey/{token}")

    assert answer.status_code == 200
    assert answer.text.count("<fieldset") == 9
    assert answer.text.count('type="radio"') == 36
    assert "<script" not in answer.text
    assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:)?//', answer.text)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert 'lang="id"' in answer.text


async def test_every_field_has_a_label_and_every_anchor_a_place(
    http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()

    page = (await http.post(f"/survey/{token}", data={})).text

    labelled = set(re.findall(r'<label for="([^"]+)"', page))
    fields = set(re.findall(r'<(?:select|textarea|input) id="([^"]+)"', page))
    places = set(re.findall(r'\bid="([^"]+)"', page))
    assert fields
    assert fields == labelled
    assert places.issuperset(re.findall(r'href="#([^"]+)"', page))


async def test_the_page_is_read_in_english_by_choice(
    http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()

    chosen = await http.get(f"/survey/{token}?lang=en")
    by_header = await http.get(f"/survey/{token}", headers={"accept-language": "en-GB,id"})

    for answer in (chosen, by_header):
        assert 'lang="en"' in answer.text
        assert "Free of charge" in answer.text


async def test_a_sent_form_is_an_answer_and_thanks_can_be_loaded_again(
    http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()
    filled = FORM | {"profile.umur": "34", "profile.pekerjaan": "", "suggestion": "<b>Bagus</b>"}

    answer = await http.post(f"/survey/{token}", data=filled)

    assert answer.status_code == 303
    thanks = await http.get(answer.headers["location"])
    assert (thanks.status_code, "Terima kasih" in thanks.text) == (200, True)
    index = await http.get("/v1/satisfaction-index?office_code=62.02&period=2024-Q3")
    assert index.json()["respondents"] == 1


async def test_a_form_with_something_missing_comes_back_with_what_was_chosen(
    http: httpx.AsyncClient, open_survey: Open
) -> None:
    token = await open_survey()
    some = {name: value for name, value in FORM.items() if "SARANA" not in name}
    some |= {"profile.umur": "tua", "suggestion": "<script>x</script>"}

    answer = await http.post(f"/survey/{token}", data=some)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert re.findall(r'href="#([A-Za-z_]+)">', answer.text) == ["main", "SARANA", "umur"]
    assert answer.text.count(" checked") == 8
    assert "<script>" not in answer.text


@pytest.mark.parametrize(
    "body", [{"answer.WAKTU": "9" * 300}, {"x": "y"}, {"profile.nama": "x"}, {"answer.": ""}]
)
async def test_a_form_of_another_shape_is_never_a_fault_of_ours(
    http: httpx.AsyncClient, open_survey: Open, body: dict[str, str]
) -> None:
    token = await open_survey()

    answer = await http.post(f"/survey/{token}", data=body)
    as_json = await http.post(f"/survey/{token}", json=body)
    upload = await http.post(f"/survey/{token}", files={"answer.WAKTU": ("a", b"3")})

    assert (answer.status_code, as_json.status_code, upload.status_code) == (422, 422, 422)


async def test_a_link_that_cannot_be_used_says_why(
    http: httpx.AsyncClient, open_survey: Open, clock: FixedClock
) -> None:
    token = await open_survey()
    await http.post(f"/survey/{token}", data=FORM)

    used = await http.get(f"/survey/{token}")
    again = await http.post(f"/survey/{token}", data=FORM)
    unknown = await http.get("/survey/R-404")
    odd = await http.get("/survey/%00")

    assert (used.status_code, again.status_code) == (409, 409)
    assert (unknown.status_code, odd.status_code) == (404, 404)
    assert "sudah diisi" in used.text
    other = await open_survey(UUID(int=8), receipt="R-8")
    clock.move(timedelta(days=31))
    old = await http.get(f"/survey/{other}")
    assert (old.status_code, "loket" in old.text) == (410, True)


@pytest.mark.requirement("R003-P07-2-2")
async def test_a_receipt_number_opens_the_form_on_the_offices_device(
    http: httpx.AsyncClient, open_survey: Open
) -> None:
    await open_survey()

    entrance = await http.get("/survey")
    found = await http.get("/survey", params={"receipt": " r-1 "})

    assert 'name="receipt"' in entrance.text
    assert found.status_code == 303
    assert (await http.get(found.headers["location"])).status_code == 200


async def test_a_receipt_typed_with_an_address_in_it_leads_nowhere_else(
    http: httpx.AsyncClient,
) -> None:
    found = await http.get("/survey", params={"receipt": "//example.org/\r\nX: y"})

    assert found.headers["location"].startswith("/survey/%2F%2Fexample.org%2F")
