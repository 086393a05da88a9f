"""What every route needs: the ports, and where the public pages are."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from permit_service.application.ports import Ports

INDONESIAN = "id"
ENGLISH = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Addresses of pages that people open."""

    public_base_url: str

    def survey(self, token: str) -> str:
        """Where the applicant answers."""
        return f"{self.public_base_url}/survey/{token}"

    def verification(self, token: str) -> str:
        """What the QR code opens."""
        return f"{self.public_base_url}/verification/{token}"

    def document(self, token: str) -> str:
        """What opens a document without signing in."""
        return f"{self.public_base_url}/documents/{token}"

    def tracking(self, receipt_number: str) -> str:
        """Where the stages are shown."""
        return f"{self.public_base_url}/tracking/{receipt_number}"

    def application(self, application_id: UUID) -> str:
        """The applicant's own page."""
        return f"{self.public_base_url}/applications/{application_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One per app."""

    ports: Ports
    links: Links


async def _api(request: Request) -> Api:
    api: Api = request.app.state.permits
    return api


async def _language(request: Request) -> str:
    """Indonesian, unless English is asked for first (Accept-Language)."""
    asked = request.headers.get("accept-language", "").strip().lower()
    return ENGLISH if asked.startswith(ENGLISH) else INDONESIAN


Permits = Annotated[Api, Depends(_api)]
Language = Annotated[str, Depends(_language)]
