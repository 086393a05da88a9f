"""Open data for everybody, and what each column means."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from reporting_service.application.open_data import export_dataset
from reporting_service.application.ports import Ports
from reporting_service.domain.open_data import COLUMNS, DataFormat, DatasetName
from reporting_service.entrypoints.api.performance import PeriodText, RequiredOffice
from shared.http import Representation, respond

MEDIA_TYPES = {
    DataFormat.CSV: "text/csv; charset=utf-8; header=present",
    DataFormat.PARQUET: "application/vnd.apache.parquet",
}
_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The dataset as a file.",
        "content": {
            media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
            for media_type in MEDIA_TYPES.values()
        },
    }
}


def router(ports: Ports) -> APIRouter:
    """`GET /v1/open-data` and `GET /v1/open-data/{dataset}`."""
    routes = APIRouter(prefix="/v1/open-data", tags=["reports"])

    @routes.get("")
    async def list_datasets() -> Response:
        """Which open data there are, with their licence and their columns. For everybody."""
        return respond(Representation(body={"items": [_described(name) for name in DatasetName]}))

    @routes.get("/{dataset}", response_class=Response, responses=_FILE)
    async def get_dataset(
        dataset: DatasetName,
        office_code: RequiredOffice,
        period: PeriodText,
        format: DataFormat = DataFormat.CSV,
    ) -> Response:
        """One set of open data, as JSON or CSV, with nothing of a person in it. For everybody."""
        content = await export_dataset(dataset, office_code, period, format, ports)
        name = f"{dataset.value}-{office_code}-{period}.{format.value}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, headers=headers, media_type=MEDIA_TYPES[format])

    return routes


def _described(name: DatasetName) -> dict[str, Any]:
    return {
        "dataset": name,
        "formats": list(DataFormat),
        "columns": [
            {"name": column.name, "type": _TYPES[column.kind], "meaning": column.meaning}
            for column in COLUMNS[name]
        ],
    }
