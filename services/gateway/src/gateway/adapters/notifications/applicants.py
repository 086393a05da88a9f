"""Applicants, asked of the permit service when a message is about to be written.

The permit service answers `GET /internal/applications/{id}/contact`, and the same for licences;
what is read of its answer is `_Contact`. Everything but the name may be left out or null.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from gateway.adapters.permit_calls import PermitService
from gateway.application.notifications.ports import Contact, Correction, DocumentLink
from gateway.domain.notification import Channel
from shared.module import ASGIApp
from shared.tokens import SystemTokens


class _Answer(BaseModel):
    # A refusal to parse must not carry the input into a log.
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class _Correction(_Answer):
    requirement_no: str | int = ""
    question: str = ""


class _Links(_Answer):
    verification: str | None = None


class _Document(_Answer):
    url: str
    valid_until: date


class _Contact(_Answer):
    name: str
    email: str | None = None
    phone: str | None = None
    preferred_channel: Literal["mail", "sms"] | None = None
    language: Literal["id", "en"] | None = None
    status: str | None = None
    office_name: str | None = None
    service_name: str | None = None
    receipt_number: str | None = None
    claim_code: str | None = None
    licence_number: str | None = None
    application_id: UUID | None = None
    links: _Links = _Links()
    notes: str | None = None
    legal_basis: str | None = None
    corrections: tuple[_Correction, ...] = ()
    documents: dict[str, _Document] = {}


class PermitApplicants:
    """The `Applicants` port on the permit service's app."""

    def __init__(self, services: Mapping[str, ASGIApp], tokens: SystemTokens) -> None:
        self._permit = PermitService(services, tokens)

    async def contact(self, application_id: UUID, *, office_code: str) -> Contact:
        """See the port; an answer of another shape is as good as none."""
        return await self._ask(f"/internal/applications/{application_id}/contact", office_code)

    async def holder(self, licence_id: UUID, *, office_code: str) -> Contact:
        """See the port."""
        return await self._ask(f"/internal/licences/{licence_id}/contact", office_code)

    async def _ask(self, path: str, office_code: str) -> Contact:
        return _contact(await self._permit.get(path, _Contact, office_code=office_code))


def _contact(found: _Contact) -> Contact:
    return Contact(
        name=found.name,
        email=found.email,
        phone=found.phone,
        preferred=Channel(found.preferred_channel or Channel.MAIL),
        language=found.language or "id",
        status=found.status,
        office_name=found.office_name,
        service_name=found.service_name,
        receipt_number=found.receipt_number,
        claim_code=found.claim_code,
        licence_number=found.licence_number,
        application_id=found.application_id,
        verification_link=found.links.verification,
        notes=found.notes or "",
        legal_basis=found.legal_basis,
        corrections=tuple(
            Correction(requirement_no=str(one.requirement_no), question=one.question)
            for one in found.corrections
        ),
        documents={
            kind: DocumentLink(url=one.url, valid_until=one.valid_until)
            for kind, one in found.documents.items()
        },
    )
