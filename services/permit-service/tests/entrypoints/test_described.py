"""What the description says of an answer is what clients get: no member more, none less."""

import httpx
import pytest

from permit_service.entrypoints.api.answers import (
    ApplicationAnswer,
    HistoryPage,
    LicenceAnswer,
    LicencesPage,
    TrackingAnswer,
    VerificationAnswer,
)
from permit_service.entrypoints.api.catalogue_answers import ServiceAnswer, ServicesPage
from permit_service.entrypoints.api.clock_answers import LedgerAnswer
from permit_service.entrypoints.api.inbox_answers import ApplicationsPage, InboxSummary
from permit_service.testing.counter import Counter
from permit_service.testing.facts import OFFICE

PROMISED = {
    "ApplicationAnswer": "id office_code service_code channel mode status receipt_number reference"
    " clock survey recommendations licence actions",
    "TrackingAnswer": "receipt_number service_code status stages",
    "VerificationAnswer": "number service holder issued_on valid_until status signature",
    "DocumentAnswer": "id sha256 scan_state",
}


@pytest.mark.parametrize("role", ["applicant", "head", "agency_officer"])
async def test_every_answer_is_as_described(
    counter: Counter, http: httpx.AsyncClient, role: str
) -> None:
    application = await counter.signed()
    licence = application["licence"]
    one = f"/v1/applications/{application['id']}"
    who = counter.as_(role, agency="bapenda" if role == "agency_officer" else None)
    described = {
        one: ApplicationAnswer,
        f"{one}/clock": LedgerAnswer,
        f"{one}/timeline": HistoryPage,
        "/v1/applications": ApplicationsPage,
        f"/v1/tracking/{application['receipt_number']}": TrackingAnswer,
        f"/v1/verification/{licence['verification_token']}": VerificationAnswer,
        f"/v1/services?office_code={OFFICE}": ServicesPage,
        f"/v1/services/REKLAME?office_code={OFFICE}": ServiceAnswer,
    }
    if role != "agency_officer":
        described |= {
            f"/v1/licences/{licence['id']}": LicenceAnswer,
            "/v1/licences": LicencesPage,
        }
    if role == "head":
        described["/v1/inbox-summary"] = InboxSummary

    for path, model in described.items():
        answer = await http.get(path, headers=who)
        assert answer.status_code == 200, path
        model.model_validate_json(answer.content)


async def test_the_description_names_every_promised_member(http: httpx.AsyncClient) -> None:
    document = (await http.get("/openapi.json")).json()
    schemas = document["components"]["schemas"]

    for name, members in PROMISED.items():
        assert set(members.split()) <= set(schemas[name]["properties"]), name
    for path, item in document["paths"].items():
        for operation in item.values():
            done = next(one for code, one in operation["responses"].items() if code[0] == "2")
            assert all(one["schema"] for one in done["content"].values()), path
