"""Everybody who has a part in the story, through the REST API."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.testing.facts import (
    NIB,
    OFFICE,
    invitation_opened,
    person,
    survey_completed,
)
from permit_service.testing.memory_work import PASSPHRASE
from permit_service.testing.service import Listener
from shared.identity import Role
from shared.testing.tokens import TestIssuer

SERVICE = "REKLAME"
AGENCIES = ("bapenda", "dinas-putr")
MANDATORY = (1, 2, 3, 4, 6, 7, 8, 9)
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"

Body = dict[str, Any]


def mandatory_of(service_code: str) -> tuple[int, ...]:
    """The numbers of the documents that the shipped service asks for."""
    entry = next(one for one in default_catalogue() if one["code"] == service_code)
    return tuple(one["no"] for one in entry["requirements"] if one["mandatory"])


def draft_body(**changes: Any) -> Body:
    """What an applicant sends first."""
    return {
        "service_code": SERVICE,
        "office_code": OFFICE,
        "mode": "self_service",
        "applicant": {
            "kind": "organisation",
            "name": "Toko Contoh",
            "email": "toko@contoh.example",
            "phone": "+62 811 0000 000",
            "nib": NIB,
            "address": "Jalan Contoh 1",
        },
        "location": {
            "address": "Jalan Contoh 1",
            "district": "Kei Kecil",
            "latitude": -5.6,
            "longitude": 132.7,
        },
        "form": {"ukuran": "2 x 3 m"},
        "declaration_accepted": True,
    } | changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Each step as the one who may take it; answers are returned as they come."""

    http: httpx.AsyncClient
    issuer: TestIssuer
    listener: Listener

    def as_(
        self, role: Role | str, *, office: str = OFFICE, agency: str | None = None, name: str = ""
    ) -> dict[str, str]:
        """The headers of somebody: always the same account for the same words."""
        caller = person(Role(role), office=office, agency=agency, name=name)
        return {"Authorization": f"Bearer {self.issuer.token_for(caller)}"}

    async def post(
        self, path: str, body: Body | None = None, *, who: dict[str, str], **headers: str
    ) -> httpx.Response:
        """A POST under `/v1/applications`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        # Escaped, so that a test can send what no text should hold.
        content = b"" if body is None else json.dumps(body).encode()
        typed = {"Content-Type": "application/json"}
        return await self.http.post(
            f"/v1/applications{path}", content=content, headers=who | typed | named
        )

    async def draft(self, *, name: str = "", **changes: Any) -> Body:
        """A draft of an applicant."""
        answer = await self.post("", draft_body(**changes), who=self.as_("applicant", name=name))
        assert answer.status_code == 201, answer.text
        body: Body = answer.json()
        return body

    async def upload(
        self,
        application_id: str,
        requirement_no: int,
        *,
        content: bytes = PDF,
        who: dict[str, str] | None = None,
        **headers: str,
    ) -> httpx.Response:
        """A document for one requirement."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.post(
            f"/v1/applications/{application_id}/documents",
            data={"requirement_no": str(requirement_no)},
            files={"file": ("surat.pdf", content, "application/pdf")},
            headers=(who or self.as_("applicant")) | named,
        )

    async def documented(self, **changes: Any) -> Body:
        """A draft with every mandatory document."""
        body = await self.draft(**changes)
        for number in mandatory_of(body["service_code"]):
            answer = await self.upload(body["id"], number)
            assert answer.status_code == 201, answer.text
        return body

    async def submitted(self, **changes: Any) -> Body:
        """Handed in."""
        body = await self.documented(**changes)
        return await self.step(body["id"], "submission", who=self.as_("applicant"))

    async def verified(self, **changes: Any) -> Body:
        """Found complete."""
        body = await self.submitted(**changes)
        return await self.step(
            body["id"], "verification", {"outcome": "complete"}, who=self.as_("front_office")
        )

    async def recommended(self, **changes: Any) -> Body:
        """Every agency that was asked approves."""
        body = await self.verified(**changes)
        for agency in [one["agency"] for one in body["recommendations"]]:
            body = await self.step(
                body["id"],
                f"recommendations/{agency}",
                {"outcome": "approve", "conditions": [f"syarat {agency}", "tertib"], "notes": ""},
                who=self.as_("agency_officer", agency=agency),
            )
        return body

    async def validated(self, **changes: Any) -> Body:
        """Validated by the back office."""
        body = await self.recommended(**changes)
        return await self.step(
            body["id"], "validation", {"outcome": "valid"}, who=self.as_("back_office")
        )

    async def surveyed(self, **changes: Any) -> Body:
        """The survey is in."""
        body = await self.validated(**changes)
        await self.answer_survey(body["id"])
        return body

    async def answer_survey(self, application_id: str) -> None:
        """The survey service tells of the invitation and the answer."""
        now = self.listener.group.database.clock.now()
        await self.listener.tell(invitation_opened(UUID(application_id), now))
        await self.listener.tell(survey_completed(UUID(application_id), now))

    async def sign(
        self, application_id: str, *, passphrase: str = PASSPHRASE, **headers: str
    ) -> httpx.Response:
        """The Head signs."""
        return await self.post(
            f"/{application_id}/signature",
            {"passphrase": passphrase},
            who=self.as_("head"),
            **headers,
        )

    async def signed(self, **changes: Any) -> Body:
        """Issued."""
        body = await self.surveyed(**changes)
        answer = await self.sign(body["id"])
        assert answer.status_code == 200, answer.text
        signed: Body = answer.json()
        return signed

    async def read(self, application_id: str, *, who: dict[str, str] | None = None) -> Body:
        """The application as somebody sees it."""
        answer = await self.http.get(
            f"/v1/applications/{application_id}", headers=who or self.as_("applicant")
        )
        assert answer.status_code == 200, answer.text
        body: Body = answer.json()
        return body

    async def step(
        self, application_id: str, step: str, body: Body | None = None, *, who: dict[str, str]
    ) -> Body:
        """A step that is taken: the application after it."""
        answer = await self.post(f"/{application_id}/{step}", body, who=who)
        assert answer.status_code == 200, answer.text
        after: Body = answer.json()
        return after
