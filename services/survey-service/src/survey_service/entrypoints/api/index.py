"""The satisfaction index, for anybody."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import Response

from shared.http import Representation, answers, respond
from shared.http.language import Reads
from survey_service.application.ports import Ports
from survey_service.application.read_index import (
    ReadIndex,
    compare_policies,
    read_groups,
    read_index,
)
from survey_service.entrypoints.api.answers import (
    BreakdownAnswer,
    IndexAnswer,
    PoliciesAnswer,
)
from survey_service.entrypoints.api.shapes import group_of, index_of_report, number

OfficeCode = Annotated[str, Query(pattern=r"^[0-9]{2}(\.[0-9]{2})?$")]
PeriodText = Annotated[str, Query(max_length=10)]
PolicyName = Literal["ninth", "w0111", "rounded3"]
GroupedBy = Annotated[str, Query(pattern=r"^[a-z_]{1,64}$")]


def index_router(ports: Ports) -> APIRouter:
    """`/v1/satisfaction-index`."""
    router = APIRouter(prefix="/v1/satisfaction-index", tags=["surveys"])

    @router.get("", responses=answers(IndexAnswer))
    async def read(
        office_code: OfficeCode, period: PeriodText, language: Reads, policy: PolicyName = "ninth"
    ) -> Response:
        """The satisfaction index (IKM) of an office in a period by a named policy, with its
        elements and sample (PermenPANRB 14/2017). For everybody."""
        query = ReadIndex(office_code=office_code, period=period, policy=policy)
        report = await read_index(query, ports)
        return respond(Representation(body=index_of_report(report, language)))

    @router.get("/breakdown", responses=answers(BreakdownAnswer))
    async def breakdown(
        office_code: OfficeCode,
        period: PeriodText,
        by: GroupedBy,
        language: Reads,
        policy: PolicyName = "ninth",
    ) -> Response:
        """The index by groups of respondents or services; groups under five are not shown. For
        everybody."""
        query = ReadIndex(office_code=office_code, period=period, policy=policy)
        groups = await read_groups(query, by, ports)
        body = {
            "office_code": office_code,
            "period": period,
            "by": by,
            "groups": [group_of(group, language) for group in groups],
        }
        return respond(Representation(body=body))

    @router.get("/policies", responses=answers(PoliciesAnswer))
    async def policies(office_code: OfficeCode, period: PeriodText) -> Response:
        """The same period by each policy, side by side. For everybody."""
        query = ReadIndex(office_code=office_code, period=period)
        compared = await compare_policies(query, ports)
        body = {
            "office_code": office_code,
            "period": period,
            "ikm": {name: number(ikm) for name, ikm in compared.items()},
        }
        return respond(Representation(body=body))

    return router
