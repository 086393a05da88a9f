"""`/v1/complaint-register`: the register of a period, for the office alone."""

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from fastapi.responses import Response

from inspection_service.application.complaint_register import complaint_register
from inspection_service.application.ports import Ports
from inspection_service.domain.complaint_listing import ComplaintRegister, RegisterLine
from inspection_service.entrypoints.api.complaint_views import complaint_view
from shared.http import Representation, SignedIn, respond

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Accept = Annotated[str, Header(max_length=500)]
PeriodText = Annotated[str, Query(max_length=10)]


def complaint_register_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the route."""

    @router.get("/v1/complaint-register")
    async def register(
        period: PeriodText, caller: SignedIn, accept: Accept = "application/json"
    ) -> Response:
        """The register of a period with who complained, what was told and what was done, as JSON
        or, by Accept, as XLSX in the columns of the office's own table. For the office's front
        office, licensing official, Head and administrator; each entry is in the access log."""
        found = await complaint_register(caller, period, ports)
        if XLSX not in accept:
            return respond(Representation(body=_register_view(found)))
        name = f"register-pengaduan-{found.office.code}-{found.period.label}.xlsx"
        return Response(
            await ports.write_register(found),
            media_type=XLSX,
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "X-Content-Type-Options": "nosniff",
            },
        )


def _register_view(register: ComplaintRegister) -> dict[str, Any]:
    return {
        "office_code": register.office.code,
        "period": register.period.label,
        "items": [_line_view(one) for one in register.lines],
    }


def _line_view(line: RegisterLine) -> dict[str, Any]:
    view = complaint_view(line.complaint, shows_complainant=line.shows_complainant)
    return view | {"carried_over": line.is_carried_over}
