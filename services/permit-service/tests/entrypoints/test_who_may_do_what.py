"""Who sees what, and who may take which step: roles, owners, offices, agencies."""

import httpx
import pytest

from permit_service.testing.counter import Counter

from .problems import SECRET, is_problem


async def test_what_belongs_to_another_applicant_does_not_exist(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    application = await counter.signed()
    stranger = counter.as_("applicant", name="another")
    licence_id = application["licence"]["id"]

    for path in ("", "/clock", "/timeline", "/draft.pdf"):
        answer = await http.get(f"/v1/applications/{application['id']}{path}", headers=stranger)
        is_problem(answer, 404, "not_found")
    for who in (stranger, counter.as_("integration")):
        for path in ("", "/document.pdf", "/timeline"):
            answer = await http.get(f"/v1/licences/{licence_id}{path}", headers=who)
            is_problem(answer, 404, "not_found")
    for step in ("submission", "resubmission", "withdrawal"):
        answer = await counter.post(f"/{application['id']}/{step}", who=stranger)
        is_problem(answer, 404, "not_found")
    is_problem(await counter.upload(application["id"], 1, who=stranger), 404, "not_found")
    mine = await http.get("/v1/applications", headers=stranger)
    assert mine.json() == {"items": [], "next_cursor": None}
    licences = await http.get("/v1/licences", headers=stranger)
    assert licences.json() == {"items": [], "next_cursor": None}


async def test_what_belongs_to_another_office_does_not_exist(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    application = await counter.submitted()
    steps = {
        "verification": ("front_office", {"outcome": "complete"}),
        "validation": ("back_office", {"outcome": "valid"}),
        "signature": ("head", {"passphrase": SECRET}),
        "delivery": ("back_office", None),
    }

    for step, (role, body) in steps.items():
        answer = await counter.post(
            f"/{application['id']}/{step}", body, who=counter.as_(role, office="62.02")
        )
        is_problem(answer, 404, "not_found")
    for role in ("head", "front_office", "administrator", "province"):
        headers = counter.as_(role, office="62.02")
        answer = await http.get(f"/v1/applications/{application['id']}", headers=headers)
        is_problem(answer, 404, "not_found")
        listed = await http.get("/v1/applications", headers=headers)
        assert listed.json()["items"] == []


@pytest.mark.requirement("R003-P08-4d", "R003-P02-3b-2")
async def test_an_agency_sees_what_was_routed_to_it_and_answers_for_itself(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    submitted = await counter.submitted()
    officer = counter.as_("agency_officer", agency="bapenda")
    before = await http.get(f"/v1/applications/{submitted['id']}", headers=officer)
    await counter.post(
        f"/{submitted['id']}/verification",
        {"outcome": "complete"},
        who=counter.as_("front_office"),
    )

    after = await http.get(f"/v1/applications/{submitted['id']}", headers=officer)
    stranger = await http.get(
        f"/v1/applications/{submitted['id']}",
        headers=counter.as_("agency_officer", agency="dinkes"),
    )
    for_another = await counter.post(
        f"/{submitted['id']}/recommendations/dinas-putr", {"outcome": "approve"}, who=officer
    )
    unasked = await counter.post(
        f"/{submitted['id']}/recommendations/dinkes",
        {"outcome": "approve"},
        who=counter.as_("agency_officer", agency="dinkes"),
    )

    is_problem(before, 404, "not_found")
    assert after.json()["actions"] == ["recommendations/bapenda"]
    assert "email" not in after.json()["applicant"]
    is_problem(stranger, 404, "not_found")
    is_problem(for_another, 403, "forbidden")
    is_problem(unasked, 404, "not_found")
    listed = await http.get("/v1/applications?mine=true", headers=officer)
    assert [one["id"] for one in listed.json()["items"]] == [submitted["id"]]
