"""Recaps of licences by channel, as rows that can be opened to their services."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from reporting_service.application.licence_recap import GroupBy, RecapQuery, licence_recaps
from reporting_service.application.ports import Ports
from reporting_service.domain.kinds import Channel
from reporting_service.domain.labels import months_of
from reporting_service.domain.recap import Recap
from reporting_service.entrypoints.api.reports import (
    OfficeCode,
    QuarterNumber,
    Year,
    asked_office,
)
from shared.calendar.office_time import Quarter
from shared.http import Representation, SignedIn, respond

MIXED = "Jumlah ini menambahkan satuan yang berbeda (izin, proyek, NIB)."


def router(ports: Ports) -> APIRouter:
    """`GET /v1/reports/licence-recaps/{year}/{quarter}`."""
    routes = APIRouter(tags=["reports"])

    @routes.get("/v1/reports/licence-recaps/{year}/{quarter}")
    async def get_recaps(
        year: Year,
        quarter: QuarterNumber,
        caller: SignedIn,
        office_code: OfficeCode = None,
        channel: Annotated[list[Channel], Query(max_length=4)] = [],  # noqa: B006 - read only
        group_by: GroupBy = GroupBy.KIND,
        mixed_total: bool = False,
    ) -> Response:
        """Licences of a quarter by channel and kind, month by month. For staff and the province."""
        query = RecapQuery(
            caller=caller,
            office_code=asked_office(office_code, caller),
            quarter=Quarter(year=year, number=quarter),
            channels=tuple(channel) or tuple(Channel),
            group_by=group_by,
        )
        recaps = await licence_recaps(query, ports)
        body = {
            "office_code": query.office_code,
            "year": year,
            "quarter": quarter,
            "group_by": group_by,
            "channels": [_channel(one, quarter, mixed_total=mixed_total) for one in recaps],
        }
        return respond(Representation(body=body))

    return routes


def _channel(recap: Recap, quarter: int, *, mixed_total: bool) -> dict[str, Any]:
    """A channel; the total of unlike units only when it is asked for, with a warning."""
    body: dict[str, Any] = {
        "channel": recap.channel,
        "available": recap.is_known,
        "rows": [
            {
                "code": row.code,
                "label": row.label,
                "measure": row.measure,
                "months": dict(zip(months_of(quarter), row.months, strict=True)),
                "total": row.total,
            }
            for row in recap.rows
            if recap.is_known
        ],
        "totals": [
            {
                "measure": measure,
                "months": dict(zip(months_of(quarter), recap.monthly(measure), strict=True)),
                "total": recap.total(measure),
            }
            for measure in recap.measures
            if recap.is_known
        ],
    }
    if mixed_total and len(recap.measures) > 1:
        body["mixed_total"] = {
            "value": sum(recap.total(measure) for measure in recap.measures),
            "warning": MIXED,
        }
    return body
