"""`/v1/business-representations`: an account that is proved to represent a business (Perbup Sumba
Timur 32/2023 Ps 4(1))."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from gateway.application.accounts.claim_business import (
    ClaimBusiness,
    ConfirmClaim,
    claim_business,
    confirm_claim,
)
from gateway.application.accounts.decide_representation import (
    DecideRepresentation,
    EndRepresentation,
    decide_representation,
    end_representation,
)
from gateway.application.accounts.read_representations import (
    list_representations,
    show_representation,
)
from gateway.application.accounts.representation_ports import (
    RepresentationPorts,
    RepresentationQuery,
)
from gateway.domain.accounts.representation import (
    Deed,
    Representation,
    RepresentationState,
)
from gateway.entrypoints.api.accounts.representation_shapes import (
    Confirmation,
    Decision,
    Ending,
    NewClaim,
    RepresentationAnswer,
    RepresentationsPage,
    SeenAnswer,
    is_own,
    seen_whole,
    summary,
)
from shared.database.access_log import Access, RecordsAccess
from shared.http import (
    Cursor,
    Idempotent,
    IfMatch,
    Limit,
    SignedIn,
    answers,
    decode_cursor,
    encode_cursor,
    page,
    respond,
)
from shared.http import (
    Representation as Shown,
)
from shared.identity import Caller


def representations_router(ports: RepresentationPorts, accesses: RecordsAccess) -> APIRouter:
    """`/v1/business-representations`."""
    router = APIRouter(prefix="/v1/business-representations", tags=["identity"])
    _reading(router, ports, accesses)

    @router.post("", status_code=201, responses=answers(RepresentationAnswer, 201))
    async def claim(body: NewClaim, caller: SignedIn, request: Idempotent) -> Response:
        """Claims that one's account represents a business (Ps 4(1)).

        Where OSS names a person responsible with the account's NIK, a code goes to the address that
        OSS has of them, and returning it proves the claim; whether one went is not said. Anybody
        else shows the deed to the office. By an applicant.
        """
        return await request.run(
            lambda once: claim_business(
                ClaimBusiness(caller=caller, office_code=body.office_code, nib=body.nib, once=once),
                ports,
            ),
            body=body,
            shape=lambda one: _shape(one, caller),
            status=201,
        )

    @router.post("/{representation_id}/confirmation", responses=answers(RepresentationAnswer))
    async def confirm(
        representation_id: UUID,
        body: Confirmation,
        caller: SignedIn,
        request: Idempotent,
        version: IfMatch,
    ) -> Response:
        """Returns the code: the claim is granted, or waits for the office where somebody else
        represents the business already. By the claimant, within seven days."""
        return await request.run(
            lambda once: confirm_claim(
                ConfirmClaim(
                    caller=caller,
                    representation_id=representation_id,
                    code=body.code,
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=lambda one: _shape(one, caller),
        )

    @router.post("/{representation_id}/decision", responses=answers(RepresentationAnswer))
    async def decide(
        representation_id: UUID,
        body: Decision,
        caller: SignedIn,
        request: Idempotent,
        version: IfMatch,
    ) -> Response:
        """Grants a claim upon the deed that was shown, or refuses it for a reason. By the front
        office, the back office or a licensing official."""
        shown = body.deed
        deed = None if shown is None else Deed(number=shown.number, dated_on=shown.dated_on)
        return await request.run(
            lambda once: decide_representation(
                DecideRepresentation(
                    caller=caller,
                    representation_id=representation_id,
                    is_granted=body.granted,
                    deed=deed,
                    reason=body.reason or "",
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=lambda one: _shape(one, caller),
        )

    @router.post("/{representation_id}/ending", responses=answers(RepresentationAnswer))
    async def end(
        representation_id: UUID,
        body: Ending,
        caller: SignedIn,
        request: Idempotent,
        version: IfMatch,
    ) -> Response:
        """Ends a claim or a grant: from then on no token opens anything of that NIB. By the
        representative, or by the office."""
        return await request.run(
            lambda once: end_representation(
                EndRepresentation(
                    caller=caller,
                    representation_id=representation_id,
                    reason=body.reason or "",
                    expected_version=version,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=lambda one: _shape(one, caller),
        )

    return router


def _reading(router: APIRouter, ports: RepresentationPorts, accesses: RecordsAccess) -> None:
    @router.get("", responses=answers(RepresentationsPage))
    async def list_all(
        caller: SignedIn,
        state: RepresentationState | None = None,
        nib: Annotated[str | None, Query(pattern=r"^[0-9]{13}$")] = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """One's own claims, the newest first. For the front office, the back office, licensing
        officials, the head and administrators those of their office."""
        position = decode_cursor(cursor, UUID)
        query = RepresentationQuery(
            state=state, nib=nib, before=position[0] if position else None, limit=limit
        )
        body = page(
            await list_representations(caller, ports, query),
            limit,
            shape=lambda one: summary(one, caller),
            cursor=lambda one: encode_cursor(str(one.id)),
        )
        return respond(Shown(body=body))

    @router.get("/{representation_id}", responses=answers(SeenAnswer))
    async def show(representation_id: UUID, caller: SignedIn) -> Response:
        """One claim with its words, for its claimant and the office."""
        seen = await show_representation(representation_id, caller, ports)
        found = seen.representation
        if not is_own(found, caller):
            access = Access(
                office_code=found.office_code,
                subject_type="business_representation",
                subject=found.id,
                owner=str(found.account_id),
                fields=("name",),
                purpose="representation",
            )
            await accesses.record(caller, access)
        return respond(Shown(body=seen_whole(seen, caller), version=found.version))


def _shape(found: Representation, caller: Caller) -> Shown:
    place = f"/v1/business-representations/{found.id}"
    return Shown(body=summary(found, caller), version=found.version, location=place)
