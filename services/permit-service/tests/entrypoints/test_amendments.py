"""A draft or a returned application is corrected by whose it is, and by nobody else or later."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from permit_service.application.ports import Ports
from permit_service.testing.counter import Counter, draft_body
from permit_service.testing.facts import OFFICE
from shared.database.engine import Database
from shared.identity import Role, system_caller
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

from .problems import is_problem
from .test_corrections import returned
from .test_licence_ends import licensed
from .test_renewals import LATE, drafted

ROLES = tuple(one.value for one in Role if one is not Role.SYSTEM)
NIK = "8102150101900002"
WRONG_NIK = "8102153201900002"
ASSISTED = {"mode": "assisted", "intake": "front_office"}


def ports_of(service: ServiceModule) -> Ports:
    ports: Ports = service.app.state.permits.ports  # type: ignore[attr-defined]
    return ports


async def amend(
    counter: Counter, one: dict[str, Any], *, who: dict[str, str] | None = None, **changes: Any
) -> httpx.Response:
    return await counter.http.patch(
        f"/v1/applications/{one['id']}",
        json=changes,
        headers=(who or counter.as_("applicant")) | {"If-Match": f'"{one["version"]}"'},
    )


async def test_what_is_named_is_replaced_and_the_rest_stays(counter: Counter) -> None:
    before = await counter.draft(reference="R-1", metadata={"kiosk": 1})

    answer = await amend(
        counter,
        before,
        applicant={"name": "Kedai Contoh", "phone": "+62 812 0000 000"},
        location={"district": "Kei Besar"},
        form={"ukuran": "3 x 4 m"},
        reference=None,
    )

    after = answer.json()
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"] == f'"{before["version"] + 1}"'
    assert after["applicant"] == before["applicant"] | {
        "name": "Kedai Contoh",
        "phone": "+62 812 0000 000",
    }
    assert after["location"] == before["location"] | {"district": "Kei Besar"}
    assert (after["form"], after["reference"]) == ({"ukuran": "3 x 4 m"}, None)
    assert (after["metadata"], after["status"]) == ({"kiosk": 1}, "draft")
    assert await counter.read(before["id"]) == after


async def test_a_wrong_form_needs_no_new_draft(counter: Counter) -> None:
    documented = await counter.documented(form={"ukuran": "salah"})
    draft = await counter.read(documented["id"])

    corrected = (await amend(counter, draft, form={})).json()
    submitted = await counter.step(draft["id"], "submission", who=counter.as_("applicant"))

    assert corrected["form"] == {}
    assert (submitted["status"], submitted["form"]) == ("submitted", {})


async def test_the_version_that_was_read_is_asked_for(counter: Counter) -> None:
    draft = await counter.draft()
    path, who = f"/v1/applications/{draft['id']}", counter.as_("applicant")

    without = await counter.http.patch(path, json={"form": {}}, headers=who)
    first = await amend(counter, draft, form={"a": 1})
    late = await amend(counter, draft, form={"b": 1})
    same = await amend(counter, first.json(), form={"a": 1})

    is_problem(without, 428, "precondition_required")
    is_problem(late, 412, "precondition_failed")
    assert same.json()["version"] == first.json()["version"]
    assert (await counter.read(draft["id"]))["form"] == {"a": 1}


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"applicant": {"nik": WRONG_NIK}}, "/applicant/nik"),
        ({"applicant": {"email": None}}, "/applicant/email"),
        ({"applicant": {"name": None}}, "/applicant/name"),
        ({"applicant": {"phone": "besok"}}, "/applicant/phone"),
        ({"location": {"latitude": 91}}, "/location/latitude"),
        ({"form": None}, "/form"),
    ],
)
async def test_bad_words_change_nothing_and_are_not_echoed(
    counter: Counter, changes: dict[str, Any], pointer: str
) -> None:
    draft = await counter.draft()

    answer = await amend(counter, draft, **changes)

    assert answer.status_code == 422, answer.text
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
    assert WRONG_NIK not in answer.text
    assert await counter.read(draft["id"]) == draft


async def test_a_returned_one_is_corrected_and_what_was_handed_in_never(counter: Counter) -> None:
    one = await returned(counter)

    corrected = await amend(counter, one, applicant={"name": "Kedai Contoh"})
    assert (corrected.json()["status"], corrected.json()["applicant"]["name"]) == (
        "returned",
        "Kedai Contoh",
    )

    for steps in ("submitted", "verified", "validated", "signed"):
        application = await getattr(counter, steps)()
        refused = await amend(counter, application, form={"ukuran": "9 x 9 m"})
        is_problem(refused, 409, "transition_not_allowed")
    draft = await counter.draft()
    withdrawn = await counter.step(draft["id"], "withdrawal", who=counter.as_("applicant"))
    assert withdrawn["status"] == "withdrawn"
    is_problem(await amend(counter, withdrawn, form={}), 409, "transition_not_allowed")


async def test_who_may_correct_an_applicants_own_draft(counter: Counter) -> None:
    draft = await counter.draft()

    for role in ROLES:
        agency = "bapenda" if role == "agency_officer" else None
        who = counter.as_(role, agency=agency)
        answer = await amend(counter, draft, who=who, reference="R-2")
        if role == "applicant":
            assert answer.status_code == 200
        else:
            is_problem(answer, 404, "not_found")
    is_problem(
        await amend(counter, draft, who=counter.as_("applicant", name="another"), form={}),
        404,
        "not_found",
    )


async def test_who_may_correct_an_assisted_one_before_and_after_it_is_claimed(
    counter: Counter, service: ServiceModule
) -> None:
    front = counter.as_("front_office")
    made = await counter.post("", draft_body(**ASSISTED), who=front)
    draft = made.json()

    for role in ROLES:
        agency = "bapenda" if role == "agency_officer" else None
        who = counter.as_(role, agency=agency)
        answer = await amend(counter, draft, who=who, reference=f"by {role}")
        if role == "front_office":
            assert answer.status_code == 200, answer.text
            draft = answer.json()
        elif role in {"applicant", "agency_officer", "integration"}:
            is_problem(answer, 404, "not_found")
        else:
            is_problem(answer, 403, "forbidden")
    foreign = counter.as_("front_office", office="62.02")
    is_problem(await amend(counter, draft, who=foreign, form={}), 404, "not_found")

    code = {"code": ports_of(service).secrets.claim_code(UUID(draft["id"]))}
    claimed = await counter.post(f"/{draft['id']}/claim", code, who=counter.as_("applicant"))
    by_owner = await amend(counter, claimed.json(), form={"ukuran": "1 x 1 m"})
    by_officer = await amend(counter, by_owner.json(), who=front, reference="R-9")
    stranger = counter.as_("applicant", name="another")

    assert (by_owner.status_code, by_officer.status_code) == (200, 200)
    is_problem(await amend(counter, by_officer.json(), who=stranger, form={}), 404, "not_found")


async def test_what_was_corrected_is_told_without_a_word_of_it(
    counter: Counter, database: Database
) -> None:
    draft = await counter.draft()
    await amend(counter, draft, applicant={"nik": NIK, "name": "Kedai Rahasia"}, form={"x": "y"})

    history = await counter.http.get(
        f"/v1/applications/{draft['id']}/timeline", headers=counter.as_("applicant")
    )
    async with database.read(system_caller("test", OFFICE)) as own:
        events = (await own.exec_driver_sql("select string_agg(data, '') from event_log")).scalar()
        row = (await own.exec_driver_sql("select a::text from application a")).scalar()

    (told,) = history.json()["items"]
    assert (told["type"], told["data"]["parts"]) == (
        "permit.application_amended",
        ["applicant", "form"],
    )
    assert NIK not in events + row
    assert "Rahasia" not in events


async def test_a_renewal_or_replacement_is_not_corrected_into_something_else(
    counter: Counter, clock: FixedClock
) -> None:
    licence = await licensed(counter)
    clock.set(LATE)
    renewal = (await drafted(counter, licence["id"], "renewal")).json()
    replacement = (await drafted(counter, licence["id"], "replacement")).json()

    renamed = await amend(counter, renewal, applicant={"name": "Nama Lain"})
    rewritten = await amend(counter, renewal, form={"ukuran": "3 x 3 m"})
    altered = await amend(counter, replacement, form={"ukuran": "3 x 3 m"})
    reached = await amend(counter, replacement, applicant={"phone": "+62 813 0000 000"})

    is_problem(renamed, 422, "rule_broken", "/changes")
    is_problem(altered, 422, "rule_broken", "/applicant")
    assert (rewritten.status_code, reached.status_code) == (200, 200)
