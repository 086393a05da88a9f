"""The form of an application against its service's schema: a draft is free, handing in is not."""

from permit_service.testing.counter import MANDATORY, Counter

from .problems import SECRET, is_problem


async def test_a_draft_takes_any_form_and_handing_in_names_what_is_wrong(
    counter: Counter,
) -> None:
    draft = await counter.documented(form={"ukuran": [SECRET], "naskah": 7})

    answer = await counter.post(f"/{draft['id']}/submission", who=counter.as_("applicant"))

    is_problem(answer, 422, "invalid_request")
    found = {(one["pointer"], one["code"]) for one in answer.json()["errors"]}
    assert found == {("/form/ukuran", "type"), ("/form/naskah", "type")}
    assert (await counter.read(draft["id"]))["status"] == "draft"


async def test_a_form_as_the_schema_asks_is_handed_in(counter: Counter) -> None:
    form = {"ukuran": "2 x 3 m", "naskah": "Toko Contoh", "lain": {"a": 1}}

    submitted = await counter.submitted(form=form)

    assert submitted["status"] == "submitted"
    assert len(submitted["documents"]) == len(MANDATORY)
