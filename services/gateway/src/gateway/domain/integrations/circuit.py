"""The circuit of one office to one system: workers share it, and each office has its own."""

from dataclasses import dataclass

from gateway.domain.integrations.outside_system import OutsideSystem
from shared.circuit import Circuit


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCircuit(Circuit):
    """Kept in the database under its system and office."""

    system: OutsideSystem
    office_code: str
