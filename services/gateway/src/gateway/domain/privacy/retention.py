"""How long each kind of data is kept, and what becomes of it. Erasure yields to archive duty."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

After = Literal["archive", "delete", "on_request"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionClass:
    """A class with its tables (`service.table`). Neither years nor days: no period is known.
    `carried_out_by` names what ends it; None where people of the office do."""

    code: str
    label: Mapping[str, str]
    years: int | None
    days: int | None
    after: After
    carried_out_by: str | None
    basis: str
    source: str
    verified: bool
    effective_from: str
    tables: tuple[str, ...]
