"""Circuits on PostgreSQL: a row per system and office, made when it is first held."""

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from gateway.adapters.tables import integration_circuit as table
from gateway.domain.integrations.circuit import OfficeCircuit
from gateway.domain.integrations.outside_system import OutsideSystem
from shared.circuit import CircuitState


class PostgresCircuits:
    """The circuits of the caller's offices."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, system: OutsideSystem, office_code: str) -> OfficeCircuit:
        """Closed where none is kept."""
        row = (await self._connection.execute(_chosen(system, office_code))).mappings().first()
        return (
            OfficeCircuit(system=system, office_code=office_code) if row is None else _circuit(row)
        )

    async def hold(self, system: OutsideSystem, office_code: str) -> OfficeCircuit:
        """Held until the transaction ends."""
        fresh = OfficeCircuit(system=system, office_code=office_code)
        await self._connection.execute(
            insert(table).values(**asdict(fresh)).on_conflict_do_nothing()
        )
        found = await self._connection.execute(_chosen(system, office_code).with_for_update())
        return _circuit(found.mappings().one())

    async def save(self, circuit: OfficeCircuit) -> None:
        """In place of what stood there."""
        await self._connection.execute(
            sa.update(table)
            .where(table.c.system == circuit.system, table.c.office_code == circuit.office_code)
            .values(**asdict(circuit))
        )


def _chosen(system: OutsideSystem, office_code: str) -> sa.Select[Any]:
    return sa.select(table).where(table.c.system == system, table.c.office_code == office_code)


def _circuit(row: Any) -> OfficeCircuit:
    values = dict(row)
    return OfficeCircuit(
        **values
        | {"system": OutsideSystem(values["system"]), "state": CircuitState(values["state"])}
    )
