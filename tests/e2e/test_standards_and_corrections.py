"""Staff commit to a procedure and an application is corrected, through the gateway: the list of
those who have not committed is made of the accounts that the gateway keeps."""

from datetime import UTC, datetime

import pytest

from stories.door import Door

# Another office than the one of the long stories, whose catalogue stays as it is.
OFFICE = "53.11"
SERVICE = "SPPL"
ADDED = ("office_code", "version", "channel_basis", "procedure")


@pytest.mark.requirement("R002-IV-4.1a")
async def test_who_has_not_committed_to_a_new_procedure_is_listed_by_the_gateways_accounts(
    door: Door,
) -> None:
    administrator = await door.staff("administrator", OFFICE)
    front, head = [await door.staff(role, OFFICE) for role in ("front_office", "head")]
    entry = await administrator.get(f"/v1/services/{SERVICE}?office_code={OFFICE}")
    version, label = entry["version"], f"{datetime.now(UTC):%Y%m%d%H%M%S}"
    sop = {"state": "in_force", "version": label, "in_force_from": "2020-01-01"}
    named = {key: value for key, value in entry.items() if key not in ADDED}
    await administrator.post(
        f"/v1/services/{SERVICE}/versions",
        named | {"operating_procedure": sop},
        expect=201,
        headers={"If-Match": f'"{version}"'},
    )

    await front.post(
        f"/v1/service-standards/{SERVICE}/acknowledgements",
        {"document": "operating_procedure", "version": label},
        expect=201,
    )

    path = f"/v1/service-standards?office_code={OFFICE}"
    rows = {one["service_code"]: one for one in (await head.get(path))["items"]}
    public = {one["service_code"]: one for one in (await door.nobody.get(path))["items"]}
    (commitment,) = rows[SERVICE]["commitments"]
    assert [one["username"] for one in commitment["acknowledged"]] == [front.username]
    assert head.username in commitment["missing"]
    assert front.username not in commitment["missing"]
    assert administrator.username not in commitment["missing"]
    assert public[SERVICE]["commitments"] is None


async def test_an_officer_corrects_what_was_written_down_at_the_counter(door: Door) -> None:
    front = await door.staff("front_office", OFFICE)
    body = {
        "service_code": SERVICE,
        "office_code": OFFICE,
        "mode": "assisted",
        "applicant": {"kind": "organisation", "name": "CV Contoh"},
        "form": {"usaha": "salah"},
    }
    draft = await front.post("/v1/applications", body, expect=201)
    path = f"/v1/applications/{draft['id']}"

    without = await front.call("PATCH", path, json={"form": {}}, expect=428)
    corrected = await front.call(
        "PATCH",
        path,
        json={"form": {"usaha": "warung"}, "applicant": {"name": "CV Contoh Baru"}},
        headers={"If-Match": f'"{draft["version"]}"'},
    )

    assert without.json()["code"] == "precondition_required"
    seen = await front.get(path)
    assert seen == corrected.json()
    assert (seen["form"], seen["applicant"]["name"]) == ({"usaha": "warung"}, "CV Contoh Baru")
