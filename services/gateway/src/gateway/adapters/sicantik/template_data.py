"""The public JSON outputs: `GET …/TemplateData/keluaran/{id}.json`, page by page."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from gateway.adapters.sicantik.configuration import TemplateOffice, TemplateQuery
from gateway.adapters.sicantik.connection import ask
from gateway.application.sicantik.intake_ports import RowsPage
from gateway.domain.errors import NotConnected, OutsideSystemAway


class TemplateData:
    """One office's outputs."""

    def __init__(self, office: TemplateOffice) -> None:
        self._office = office

    async def applications(self, *, first_day: date, last_day: date, page: int) -> RowsPage:
        """Those of the days, where the output takes days."""
        return await self._page(self._office.applications, first_day, last_day, page)

    async def issued(self, *, first_day: date, last_day: date, page: int) -> RowsPage:
        """Raises NotConnected where the office has no such output."""
        if self._office.issued is None:
            raise NotConnected
        return await self._page(self._office.issued, first_day, last_day, page)

    async def steps(self, number: str) -> Sequence[Mapping[str, Any]]:
        """`data.berkas[]` of the output for one application."""
        query = self._office.steps
        if query is None:
            raise NotConnected
        answer = _members(await self._ask(query.id, {query.number: number}))
        return _rows(_members(answer.get("data")).get("berkas"))

    async def _page(
        self, query: TemplateQuery, first_day: date, last_day: date, page: int
    ) -> RowsPage:
        size, before = self._office.rows_per_page, page * self._office.rows_per_page
        place = before if query.page_counts == "rows" else page + 1
        named = {
            query.first_day: _day(first_day, query),
            query.last_day: _day(last_day, query),
            query.page: str(place),
            query.per_page: str(size),
        }
        answer = await self._ask(query.id, {name: text for name, text in named.items() if name})
        found = _members(answer).get("data")
        if isinstance(found, list):
            # Without the members around the rows there are no pages either.
            return RowsPage(rows=_rows(found), is_last=query.page is None or len(found) < size)
        data = _members(found)
        rows = _rows(data.get("data"))
        count = _count(data.get("count"))
        is_last = len(rows) < size if count is None else before + len(rows) >= count
        return RowsPage(rows=rows, is_last=is_last or query.page is None or not rows)

    async def _ask(self, output: str, parameters: Mapping[str, str]) -> Any:
        office = self._office
        return await ask(
            f"{office.url.rstrip('/')}/{output}.json",
            parameters,
            seconds=office.seconds,
            tries=office.tries,
        )


def _day(day: date, query: TemplateQuery) -> str:
    return f"'{day.isoformat()}'" if query.is_quoted else day.isoformat()


def _members(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise OutsideSystemAway("shape_unknown")
    return value


def _rows(value: Any) -> Sequence[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise OutsideSystemAway("shape_unknown")
    return value


def _count(value: Any) -> int | None:
    """`count[0].data`, where it is there and a number."""
    first = value[0] if isinstance(value, list) and value else None
    text = str(first.get("data", "")) if isinstance(first, dict) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
