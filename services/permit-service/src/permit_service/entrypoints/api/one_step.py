"""What most routes of an application do: one command on it, once, answered with the application."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, TypedDict, TypeVar
from uuid import UUID

from fastapi import Depends
from fastapi.responses import Response

from permit_service.application.dossier import Dossier
from permit_service.application.ports import Ports
from permit_service.application.steps import Step
from permit_service.entrypoints.api.bodies import Body
from permit_service.entrypoints.api.context import Api, Permits
from permit_service.entrypoints.api.views import application_view
from shared.http import Idempotent, IdempotentRequest, IfMatch, SignedIn
from shared.identity import Caller
from shared.messaging.once import Once

CommandT = TypeVar("CommandT", bound=Step)


class Given(TypedDict):
    """What every command on an application is given by its request."""

    caller: Caller
    application_id: UUID
    expected_version: int | None
    once: Once | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedStep:
    """Who asks, of which application, at which version they know, and under which key."""

    caller: Caller
    application_id: UUID
    version: int | None
    request: IdempotentRequest
    api: Api

    async def run(
        self,
        use_case: Callable[[CommandT, Ports], Awaitable[Dossier]],
        command: Callable[[Given], CommandT],
        body: Body | None = None,
    ) -> Response:
        """Runs the command that `command` makes; `body` tells this request from another one."""

        def given(once: Once | None) -> Given:
            return Given(
                caller=self.caller,
                application_id=self.application_id,
                expected_version=self.version,
                once=once,
            )

        return await self.request.run(
            lambda once: use_case(command(given(once)), self.api.ports),
            body={} if body is None else body.model_dump(mode="json"),
            shape=lambda dossier: application_view(dossier, self.caller, self.api),
        )


async def _requested(
    application_id: UUID, caller: SignedIn, version: IfMatch, request: Idempotent, api: Permits
) -> RequestedStep:
    return RequestedStep(
        caller=caller, application_id=application_id, version=version, request=request, api=api
    )


OneStep = Annotated[RequestedStep, Depends(_requested)]
