"""The duties and responsibilities that a finding can cite (Ps 5(1), 6(1)), in both languages."""

from dataclasses import dataclass

from inspection_service.domain.rules import Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationCode:
    """One duty (KW) or responsibility (TJ) with its article and its words."""

    code: str
    article: str
    indonesian: str
    english: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationCatalogue:
    """Every duty that the regulation names; findings may cite other codes of sector law too."""

    basis: Basis
    codes: tuple[ObligationCode, ...]
