"""Published editions with their documents, byte for byte."""

# ruff: noqa: S608 - statements are made of this module's own column lists

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.edition import (
    AlreadyPublished,
    Edition,
    Publication,
    Signatory,
)
from shared.calendar.office_time import Quarter

_ADD = text(
    "insert into edition (office_code, year, quarter, edition, id, published_at, changes,"
    " signatory, checksums, transmittal_number) values (:office_code, :year, :quarter, :edition,"
    " :id, :published_at, :changes, cast(:signatory as jsonb), cast(:checksums as jsonb),"
    " :transmittal_number)"
    " on conflict (office_code, year, quarter, edition) do nothing returning id"
)
_ADD_DOCUMENT = text(
    "insert into edition_document (edition_id, media_type, content)"
    " values (:edition_id, :media_type, :content)"
)
_COLUMNS = (
    "id, office_code, year, quarter, edition, published_at, changes, signatory, checksums,"
    " transmittal_number"
)
_OF_QUARTER = text(
    f"select {_COLUMNS} from edition where office_code = :office and year = :year"
    " and quarter = :quarter order by edition desc"
)
_LATEST = text(
    f"select {_COLUMNS} from edition where office_code = :office and year = :year"
    " and quarter = :quarter order by edition desc limit 1"
)
_OF_YEAR = text(
    f"select distinct on (quarter) {_COLUMNS} from edition where office_code = :office"
    " and year = :year order by quarter, edition desc"
)
_DOCUMENT = text(
    "select d.content from edition e join edition_document d on d.edition_id = e.id"
    " where e.office_code = :office and e.year = :year and e.quarter = :quarter"
    " and e.edition = :edition and d.media_type = :media_type"
)


class PostgresEditions:
    """Nothing is ever updated or deleted."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def latest(self, office: str, quarter: Quarter) -> Edition | None:
        """The newest edition of a quarter."""
        found = await self._connection.execute(
            _LATEST, {"office": office, "year": quarter.year, "quarter": quarter.number}
        )
        row = found.mappings().first()
        return None if row is None else _edition(row)

    async def of_year(self, office: str, year: int) -> Mapping[Quarter, Edition]:
        """The newest edition of each of the year's quarters."""
        rows = await self._connection.execute(_OF_YEAR, {"office": office, "year": year})
        found = [_edition(row) for row in rows.mappings()]
        return {one.quarter: one for one in found}

    async def of_quarter(self, office: str, quarter: Quarter) -> Sequence[Edition]:
        """Every edition of a quarter, the newest first."""
        rows = await self._connection.execute(
            _OF_QUARTER, {"office": office, "year": quarter.year, "quarter": quarter.number}
        )
        return [_edition(row) for row in rows.mappings()]

    async def document(
        self, office: str, quarter: Quarter, edition: int, media_type: str
    ) -> bytes | None:
        """What was published, byte for byte."""
        found = await self._connection.execute(
            _DOCUMENT,
            {
                "office": office,
                "year": quarter.year,
                "quarter": quarter.number,
                "edition": edition,
                "media_type": media_type,
            },
        )
        content: bytes | None = found.scalar()
        return content

    async def add(self, edition: Edition, documents: Mapping[str, bytes]) -> None:
        """Keeps an edition; raises AlreadyPublished when its number is taken."""
        publication = edition.publication
        added = await self._connection.execute(
            _ADD,
            {
                "office_code": edition.office_code,
                "year": edition.quarter.year,
                "quarter": edition.quarter.number,
                "edition": publication.edition,
                "id": edition.id,
                "published_at": publication.published_at,
                "changes": publication.changes,
                "signatory": json.dumps(asdict(publication.signatory)),
                "checksums": json.dumps(edition.checksums),
                "transmittal_number": edition.transmittal_number,
            },
        )
        if added.first() is None:
            raise AlreadyPublished
        await self._connection.execute(
            _ADD_DOCUMENT,
            [
                {"edition_id": edition.id, "media_type": media_type, "content": content}
                for media_type, content in documents.items()
            ],
        )


def _edition(row: RowMapping) -> Edition:
    return Edition(
        id=row["id"],
        office_code=row["office_code"],
        quarter=Quarter(year=row["year"], number=row["quarter"]),
        publication=Publication(
            edition=row["edition"],
            published_at=row["published_at"],
            signatory=Signatory(**row["signatory"]),
            changes=row["changes"],
        ),
        checksums=row["checksums"],
        transmittal_number=row["transmittal_number"],
    )
