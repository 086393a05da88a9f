"""How new each read model is: the newest fact in it, and how long that one took to get here."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from reporting_service.domain.table import Freshness

_HEARD = text(
    "insert into model_progress as p (office_code, model, as_of, lag_seconds)"
    " values (:office, :model, :as_of, :lag) on conflict (office_code, model) do update"
    " set as_of = excluded.as_of, lag_seconds = excluded.lag_seconds"
    " where p.as_of < excluded.as_of"
)
_ALL = text("select model, as_of, lag_seconds from model_progress where office_code = :office")


class PostgresProgress:
    """`now` is the transaction's moment on the deployment's one clock."""

    def __init__(self, connection: AsyncConnection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def heard(self, office: str, model: str, occurred_at: datetime) -> None:
        """A fact that was told at that moment is in the model now."""
        lag = max(0.0, (self._now - occurred_at).total_seconds())
        await self._connection.execute(
            _HEARD, {"office": office, "model": model, "as_of": occurred_at, "lag": lag}
        )

    async def all(self, office: str) -> Mapping[str, Freshness]:
        """The freshness of every model that heard anything."""
        rows = await self._connection.execute(_ALL, {"office": office})
        return {
            row["model"]: Freshness(as_of=row["as_of"], lag_seconds=row["lag_seconds"])
            for row in rows.mappings()
        }
