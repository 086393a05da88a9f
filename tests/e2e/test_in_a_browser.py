"""Public pages in a real browser: on a small screen, by keyboard alone, for everybody.

The questionnaire goes its whole way in both modes. What a page looks like is the same in both."""

import os
import shutil
from collections.abc import AsyncIterator
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from satupintu.demo.visitor import eventually
from stories.door import Door
from stories.licence import ELEMENTS, LicenceStory
from stories.modes import one_deployment
from stories.sanction import SanctionStory

NARROW = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
async def browser() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium on this machine")
        pytest.skip("no Chromium on this machine")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        await browser.close()


async def faults_of(page: Page) -> list[str]:
    """What axe finds, and whether one must scroll to the side."""
    found = (await Axe().run(page)).response["violations"]
    width = await page.evaluate("document.documentElement.scrollWidth")
    too_wide = [f"{width} pixels wide"] if width > NARROW["width"] else []
    return [f"{one['id']}: {one['help']}" for one in found] + too_wide


@pytest.mark.requirement("R002-2.5A-web")
async def test_the_questionnaire_is_filled_in_on_a_telephone_by_keyboard_alone(
    door: Door, browser: Browser
) -> None:
    story = LicenceStory(door)
    await story.until_validated()
    page = await browser.new_page(viewport=NARROW)
    await page.goto(f"{door.http.base_url}/survey/{(await story.survey_url()).rpartition('/')[2]}")
    faults = await faults_of(page)

    answered = set[str]()
    for _ in range(60):
        await page.keyboard.press("Tab")
        name = await page.evaluate("document.activeElement.name || ''")
        kind = await page.evaluate("document.activeElement.type || ''")
        if kind == "radio":
            await page.keyboard.press("Space")
            answered.add(name)
        if kind == "submit":
            await page.keyboard.press("Enter")
            break
    await page.wait_for_url("**/survey/thanks*")
    faults += await faults_of(page)

    assert faults == []
    assert answered == {f"answer.{one}" for one in ELEMENTS}

    async def is_in() -> bool:
        assert story.applicant is not None
        read = await story.applicant.get(story.path)
        return bool(read["survey"]["state"] == "completed")

    assert await eventually(is_in)


@one_deployment
async def test_an_incomplete_form_says_so_where_a_screen_reader_hears_it(
    door: Door, browser: Browser
) -> None:
    story = LicenceStory(door)
    await story.until_validated()
    page = await browser.new_page(viewport=NARROW)
    await page.goto(f"{door.http.base_url}/survey/{(await story.survey_url()).rpartition('/')[2]}")

    await page.evaluate("document.querySelector('form').noValidate = true")
    await page.locator("[type=submit]").click()
    await page.wait_for_selector("[role=alert]")

    assert await faults_of(page) == []


@one_deployment
@pytest.mark.requirement("R004-P03")
async def test_supervision_is_for_everybody_to_read_and_names_no_business(
    door: Door, browser: Browser, licence: LicenceStory
) -> None:
    story = SanctionStory(licence)
    await story.inspect()
    place = f"/supervision/{story.office}"
    as_json = {"Accept": "application/json"}

    async def is_counted() -> Any:
        found = await door.nobody.get(place, headers=as_json)
        kinds = {one["kind"]: one["total"] for year in found["years"] for one in year["results"]}
        # One that was found is under five, so that it is hidden and no zero.
        return found if kinds.get("violation", 0) != 0 else None

    counted = await eventually(is_counted)
    page = await browser.new_page(viewport=NARROW)
    faults: list[str] = []
    told = str(counted)
    for language in ("id", "en"):
        await page.goto(f"{door.http.base_url}{place}?lang={language}")
        faults += await faults_of(page)
        told += await page.content()

    assert faults == []
    assert counted["rule_set"]["rules"][0].keys() == {"rule", "source", "verified", "values"}
    assert counted["procedure"]["steps"]
    assert len(counted["checklist"]["sections"]) == 8
    official = await door.staff("licensing_official", story.office)
    businesses = (await official.get("/v1/businesses?limit=200"))["items"]
    assert licence.nib in {one["nib"] for one in businesses}
    for one in businesses:
        places = [location["address"] for location in one.get("locations", ())]
        for secret in (one["nib"], one["name"], *places):
            assert not secret or secret not in told, secret
