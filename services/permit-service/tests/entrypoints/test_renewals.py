"""Renewal, change and replacement of a licence, from the application to the public page."""

import io
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from permit_service.application.import_licences import work_on_import
from permit_service.application.ports import Ports
from permit_service.application.tell_ends import tell_ends
from permit_service.testing.counter import Counter, draft_body
from permit_service.testing.facts import NIB, sanction_escalated, sanction_imposed, sanction_lifted
from permit_service.testing.service import Listener
from shared.database.engine import Database
from shared.module import ServiceModule
from shared.testing.clock import FixedClock

from .catalogue_desk import CatalogueDesk
from .test_licence_ends import licensed, told

WITHOUT_END = {"kind": "unlimited", "source": "Perbup 1/2026 Ps 4", "verified": False}
LATE = datetime.fromisoformat("2026-11-20T12:00:00+09:00")


@pytest.fixture
def ports(service: ServiceModule) -> Ports:
    ports: Ports = service.app.state.permits.ports  # type: ignore[attr-defined]
    return ports


async def drafted(
    counter: Counter, licence_id: str, purpose: str, **changes: Any
) -> httpx.Response:
    body = draft_body(purpose=purpose, licence_id=licence_id, **changes)
    return await counter.post("", body, who=counter.as_("applicant"))


async def signed_again(
    counter: Counter, licence_id: str, purpose: str, *, until: str | None = None, **changes: Any
) -> dict[str, Any]:
    """The second licence, through every step."""
    application = await validated_again(counter, licence_id, purpose, until=until, **changes)
    answer = await counter.sign(application["id"])
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def validated_again(
    counter: Counter, licence_id: str, purpose: str, *, until: str | None = None, **changes: Any
) -> dict[str, Any]:
    application = await counter.recommended(purpose=purpose, licence_id=licence_id, **changes)
    answer = await counter.post(
        f"/{application['id']}/validation",
        {"outcome": "valid", "valid_until": until},
        who=counter.as_("back_office"),
    )
    assert answer.status_code == 200, answer.text
    await counter.answer_survey(application["id"])
    return application


async def licence_of(http: httpx.AsyncClient, counter: Counter, licence_id: str) -> dict[str, Any]:
    answer = await http.get(f"/v1/licences/{licence_id}", headers=counter.as_("applicant"))
    body: dict[str, Any] = answer.json()
    return body


async def test_a_renewal_issues_a_licence_of_its_own_in_place_of_the_old_one(
    counter: Counter,
    http: httpx.AsyncClient,
    database: Database,
    clock: FixedClock,
    ports: Ports,
) -> None:
    old = await licensed(counter)
    clock.set(LATE)
    application = await signed_again(counter, old["id"], "renewal", until="2028-12-31")
    new = application["licence"]
    clock.move(timedelta(days=400))
    await tell_ends(ports)

    assert (application["purpose"], application["licence_id"]) == ("renewal", old["id"])
    assert new["number"] != old["number"]
    before = await licence_of(http, counter, old["id"])
    after = await licence_of(http, counter, new["id"])
    assert (before["status"], before["replaced_by"]) == ("expired", new["id"])
    assert (after["status"], after["replaces"]) == ("active", old["id"])
    page = (await http.get(f"/v1/verification/{old['verification_token']}")).json()
    assert (page["status"], page["replaced_by"]) == ("expired", new["number"])
    (fact,) = await told(database, "licence_expired")
    assert (fact["expired_on"], fact["replaced_by"]) == ("2026-11-20", new["id"])
    assert await told(database, "licence_expiring") == []


async def test_a_renewal_opens_on_its_day_and_only_for_a_licence_with_an_end(
    counter: Counter, clock: FixedClock
) -> None:
    desk = CatalogueDesk(counter=counter)
    licence = await licensed(counter)
    await desk.published(validity_rule=WITHOUT_END)
    endless = await licensed(counter, until=None)
    clock.set(datetime.fromisoformat("2026-10-01T12:00:00+09:00"))
    early = await drafted(counter, licence["id"], "renewal")
    clock.move(timedelta(days=1))
    open_ = await drafted(counter, licence["id"], "renewal")
    never = await drafted(counter, endless["id"], "renewal")
    await desk.published(validity_rule=WITHOUT_END | {"kind": "per_decision"})
    ends_now = await drafted(counter, endless["id"], "renewal")
    clock.set(datetime.fromisoformat("2027-03-01T12:00:00+09:00"))
    late = await drafted(counter, licence["id"], "renewal")
    change = await drafted(counter, licence["id"], "change", changes=["holder"])

    assert (early.status_code, early.json()["rule"]) == (422, "renewal_too_early")
    assert open_.status_code == 201
    assert (never.status_code, never.json()["rule"]) == (422, "renewal_without_end")
    assert ends_now.status_code == 201
    assert late.status_code == 201
    assert (change.status_code, change.json()["code"]) == (409, "licence_expired")


async def test_a_sanction_is_not_shaken_off_with_a_new_licence(
    counter: Counter, clock: FixedClock, listener: Listener, http: httpx.AsyncClient
) -> None:
    old = await licensed(counter)
    clock.set(LATE)
    imposed = sanction_imposed(UUID(old["id"]), clock.now())
    application = await validated_again(counter, old["id"], "renewal", until="2028-12-31")
    await listener.tell(imposed)
    at_signature = await counter.sign(application["id"])
    anew = [await drafted(counter, old["id"], one) for one in ("renewal", "replacement")]
    clock.move(timedelta(minutes=1))
    await listener.tell(sanction_lifted(imposed, clock.now()))
    lifted = await counter.sign(application["id"])

    assert at_signature.json()["code"] == "licence_sanctioned"
    assert {one.json()["code"] for one in anew} == {"licence_sanctioned"}
    assert lifted.status_code == 200, lifted.text
    revoked = sanction_imposed(
        UUID(lifted.json()["licence"]["id"]), clock.now(), step="licence_revocation"
    )
    await listener.tell(revoked)
    answer = await drafted(counter, lifted.json()["licence"]["id"], "renewal")
    assert answer.json()["code"] == "licence_sanctioned"


async def test_a_sanction_on_a_replaced_licence_holds_for_the_one_in_its_place(
    counter: Counter, clock: FixedClock, listener: Listener, http: httpx.AsyncClient
) -> None:
    old = await licensed(counter)
    warning = sanction_imposed(UUID(old["id"]), clock.now(), step="warning_1")
    await listener.tell(warning)
    clock.set(LATE)
    new = (await signed_again(counter, old["id"], "renewal", until="2028-12-31"))["licence"]
    clock.move(timedelta(days=1))

    async def status(licence: dict[str, Any]) -> str:
        return str((await licence_of(http, counter, licence["id"]))["status"])

    await listener.tell(sanction_escalated(warning, clock.now(), step="suspension"))
    suspended = await status(new), await status(old)
    clock.move(timedelta(days=1))
    await listener.tell(sanction_lifted(warning, clock.now()))
    lifted = await status(new)
    clock.move(timedelta(days=1))
    await listener.tell(sanction_escalated(warning, clock.now()))

    assert suspended == ("suspended", "expired")
    assert lifted == "active"
    assert (await status(new), await status(old)) == ("revoked", "revoked")


async def test_of_two_applications_for_one_licence_only_one_is_signed(
    counter: Counter, clock: FixedClock
) -> None:
    old = await licensed(counter)
    clock.set(LATE)
    first = await validated_again(counter, old["id"], "renewal", until="2028-12-31")
    second = await validated_again(counter, old["id"], "replacement")

    assert (await counter.sign(first["id"])).status_code == 200
    refused = await counter.sign(second["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "licence_replaced")
    again = await drafted(counter, old["id"], "replacement")
    assert again.json()["code"] == "licence_replaced"


async def test_a_replacement_copies_the_facts_and_gives_no_new_validity(
    counter: Counter, http: httpx.AsyncClient
) -> None:
    old = await licensed(counter)
    other = draft_body()["applicant"] | {
        "name": "Nama Lain",
        "nib": None,
        "email": "baru@contoh.example",
    }
    facts = {"applicant": other, "location": None, "form": {"ukuran": "9 x 9 m"}}
    application = await counter.recommended(purpose="replacement", licence_id=old["id"], **facts)
    path = f"/{application['id']}/validation"
    longer = {"outcome": "valid", "valid_until": "2030-01-01"}
    refused = await counter.post(path, longer, who=counter.as_("back_office"))
    await counter.post(path, {"outcome": "valid"}, who=counter.as_("back_office"))
    await counter.answer_survey(application["id"])
    new = (await counter.sign(application["id"])).json()

    assert refused.json()["errors"] == [{"pointer": "/valid_until", "code": "as_before"}]
    assert new["form"] == {"ukuran": "2 x 3 m"}
    assert new["applicant"]["name"] == "Toko Contoh"
    assert new["location"]["district"] == "Kei Kecil"
    issued = await licence_of(http, counter, new["licence"]["id"])
    assert (issued["valid_until"], issued["nib"]) == ("2026-12-31", NIB)


async def test_a_change_names_what_it_alters(counter: Counter) -> None:
    old = await licensed(counter)
    form = {"form": {"ukuran": "3 x 4 m"}}
    unnamed = await drafted(counter, old["id"], "change", changes=["location"], **form)
    named = await drafted(counter, old["id"], "change", changes=["facts"], **form)
    elsewhere = await drafted(counter, old["id"], "change", changes=["facts"], service_code="SPPL")
    none = await drafted(counter, old["id"], "change")

    assert unnamed.json()["errors"] == [{"pointer": "/changes", "code": "facts_not_named"}]
    assert named.status_code == 201
    assert elsewhere.json()["errors"] == [{"pointer": "/changes", "code": "service_not_named"}]
    assert none.json()["errors"] == [{"pointer": "/changes", "code": "required"}]


async def test_only_ones_own_licence_is_renewed_and_a_first_one_names_none(
    counter: Counter,
) -> None:
    licence = await licensed(counter)
    body = draft_body(purpose="replacement", licence_id=licence["id"])
    stranger = await counter.post("", body, who=counter.as_("applicant", name="another"))
    lacking = await counter.post("", draft_body(purpose="renewal"), who=counter.as_("applicant"))
    first = await counter.post(
        "", draft_body(licence_id=licence["id"]), who=counter.as_("applicant")
    )

    assert stranger.json()["errors"] == [{"pointer": "/licence_id", "code": "unknown"}]
    assert lacking.json()["errors"] == [{"pointer": "/licence_id", "code": "required"}]
    assert first.json()["errors"] == [{"pointer": "/licence_id", "code": "not_allowed"}]


async def test_an_imported_licence_is_renewed_at_the_counter(
    counter: Counter, http: httpx.AsyncClient, ports: Ports, clock: FixedClock
) -> None:
    book = (
        "service_code,channel,number,issued_on,holder_name,nib,valid_until\n"
        f"REKLAME,MANUAL,503/1,2023-06-20,toko contoh,{NIB},2026-07-01\n"
    )
    await http.post(
        "/v1/licence-imports",
        files={"file": ("b.csv", io.BytesIO(book.encode()), "text/csv")},
        headers=counter.as_("administrator"),
    )
    assert await work_on_import(ports)
    (old,) = (await http.get("/v1/licences", headers=counter.as_("head"))).json()["items"]
    body = draft_body(purpose="renewal", licence_id=old["id"], mode="assisted")

    own = await drafted(counter, old["id"], "renewal")
    assisted = await counter.post("", body, who=counter.as_("front_office"))

    assert own.json()["errors"] == [{"pointer": "/licence_id", "code": "unknown"}]
    assert assisted.status_code == 201, assisted.text
    assert assisted.json()["licence_id"] == old["id"]
