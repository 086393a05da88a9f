"""The permit service's internal routes, asked for one office, with a token of our own."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from shared.errors import NotFound, Unavailable
from shared.module import ASGIApp
from shared.services import call
from shared.tokens import SystemTokens

NAME = "gateway"
PERMIT = "permit"

AnswerT = TypeVar("AnswerT", bound=BaseModel)


class PermitService:
    """The permit service, mounted here or behind a connection."""

    def __init__(self, services: Mapping[str, ASGIApp], tokens: SystemTokens) -> None:
        self._services = services
        self._tokens = tokens

    async def get(self, path: str, shape: type[AnswerT], *, office_code: str) -> AnswerT:
        """Raises NotFound when it knows no such thing (yet), Unavailable when it does not answer:
        an answer of another shape is as good as none."""
        permit = self._services.get(PERMIT)
        if permit is None:
            raise Unavailable
        answer = await call(
            permit,
            "GET",
            path,
            token=self._tokens.issue(NAME, PERMIT),
            query={"offices": office_code},
        )
        if answer.status == 404:
            raise NotFound
        try:
            return shape.model_validate(answer.require())
        except ValidationError:
            raise Unavailable from None
