"""`/v1/complaints`: the register, filed online or at the counter."""

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, Field

from inspection_service.application.file_complaint import FILERS, FileComplaint, file_complaint
from inspection_service.application.ports import Ports
from inspection_service.application.read_complaints import (
    list_complaints,
    show_complaint,
    unblocking_letter,
)
from inspection_service.domain.complaint import (
    Channel,
    Complainant,
    ComplainantKind,
    ComplaintStatus,
    Ground,
    RegisterKind,
    Story,
    Subject,
)
from inspection_service.domain.complaint_party import Party, PartyKind
from inspection_service.entrypoints.api.complaint_steps import complaint_step_routes
from inspection_service.entrypoints.api.complaint_views import (
    filed_answer,
    listed_view,
    seen_answer,
)
from inspection_service.entrypoints.api.fields import Line, Nib, Prose
from inspection_service.entrypoints.api.inspection_views import pdf
from shared.http import (
    Cursor,
    Idempotent,
    Limit,
    Representation,
    SignedIn,
    by,
    decode_id,
    encode_cursor,
    respond,
)
from shared.http import page as page_of
from shared.identity import Caller


class ComplainantBody(BaseModel):
    """Who complains, where it is not the account that files."""

    kind: ComplainantKind = ComplainantKind.PUBLIC
    name: Line | None = None
    email: Line | None = None
    phone: Line | None = None
    oss_access: Line | None = None


class PartyBody(BaseModel):
    """A business that is spoken of, by name; its NIB where it is known."""

    name: Line
    kind: PartyKind
    nib: Nib | None = None


class ComplaintBody(BaseModel):
    """A complaint names subject and ground; a consultation neither."""

    kind: RegisterKind
    subject: Subject | None = None
    subject_refs: list[Line] = Field(default=[], max_length=50)
    ground: Ground | None = None
    businesses: list[PartyBody] = Field(default=[], max_length=20)
    description: Prose
    evidence: list[Line] = Field(default=[], max_length=50)
    identity_withheld: bool = False
    complainant: ComplainantBody | None = None
    channel: Channel | None = None
    office_code: Line | None = None

    def story(self, caller: Caller) -> Story:
        """What was said and by whom; a NIB makes the account a business."""
        told = self.complainant or ComplainantBody(
            kind=ComplainantKind.BUSINESS if caller.nibs else ComplainantKind.PUBLIC
        )
        return Story(
            description=self.description,
            complainant=Complainant(**told.model_dump()),
            evidence=tuple(self.evidence),
            businesses=tuple(Party(**one.model_dump()) for one in self.businesses),
        )


def complaint_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the routes."""
    complaint_step_routes(router, ports)

    @router.post("/v1/complaints", status_code=201, dependencies=by(*FILERS))
    async def file(body: ComplaintBody, caller: SignedIn, request: Idempotent) -> Response:
        """Files a complaint or asks for consultation (Ps 12). By whoever is signed in, or by
        the front office at the counter for somebody else."""
        return await request.run(
            lambda once: file_complaint(
                FileComplaint(
                    caller=caller,
                    kind=body.kind,
                    story=body.story(caller),
                    subject=body.subject,
                    subject_refs=tuple(body.subject_refs),
                    ground=body.ground,
                    identity_withheld=body.identity_withheld,
                    channel=body.channel,
                    office_code=body.office_code,
                    once=once,
                ),
                ports,
            ),
            body=body,
            shape=filed_answer,
            status=201,
        )

    @router.get("/v1/complaints")
    async def complaints(
        caller: SignedIn,
        status: ComplaintStatus | None = None,
        limit: Limit = 50,
        cursor: Cursor = None,
    ) -> Response:
        """The office's register for its staff, or what the caller has filed; without anybody's
        contact."""
        found = await list_complaints(
            caller, ports, status=status, after=decode_id(cursor), limit=limit
        )
        body = page_of(
            found,
            limit,
            shape=listed_view,
            cursor=lambda last: encode_cursor(str(last.complaint.id)),
        )
        return respond(Representation(body=body))

    @router.get("/v1/complaints/{number}")
    async def complaint(number: str, caller: SignedIn) -> Response:
        """One entry of the register, for the office, its complainant and who it is about. A
        withheld identity is hidden from the latter alone."""
        return respond(seen_answer(await show_complaint(number, caller, ports)))

    @router.get("/v1/complaints/{number}/unblocking-request.pdf")
    async def letter(number: str, caller: SignedIn) -> Response:
        """The letter that asks for the opening of access (Ps 12(8)), as PDF. For the office's
        staff, once it was asked for."""
        content = await unblocking_letter(number, caller, ports)
        return pdf(content, name="permohonan-pembukaan-blokir.pdf")
