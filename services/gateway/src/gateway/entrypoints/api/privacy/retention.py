"""`/v1/retention-classes`: how long what is kept, for anybody to read."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import Response

from gateway.domain.privacy.retention import After, RetentionClass
from shared.http import Answer, Representation, answers, respond


class RetentionLine(Answer):
    """A retention class; without years and days no period is known."""

    code: str
    label: dict[Literal["id", "en"], str]
    years: int | None
    days: int | None
    after: After
    carried_out_by: str | None
    basis: str
    source: str
    verified: bool
    effective_from: date
    tables: list[str]


class RetentionPage(Answer):
    """Every class."""

    items: list[RetentionLine]
    next_cursor: str | None


def retention_router(classes: Sequence[RetentionClass]) -> APIRouter:
    """`GET /v1/retention-classes`."""
    router = APIRouter(tags=["privacy"])

    @router.get("/v1/retention-classes", responses=answers(RetentionPage))
    async def get_retention_classes() -> Response:
        """How long each kind of data is kept, on what basis, and what becomes of it."""
        body = {"items": [asdict(one) for one in classes], "next_cursor": None}
        return respond(Representation(body=body))

    return router
