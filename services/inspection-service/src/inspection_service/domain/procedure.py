"""How supervision goes, and what an inspection checks, in the words that everybody may read
(Perbup Sumba Timur 32/2023 Ps 3)."""

from dataclasses import dataclass

from inspection_service.domain.bap import Section
from inspection_service.domain.rules import Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureStep:
    """One step with its article, in both languages."""

    code: str
    article: str
    indonesian: str
    english: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistSection:
    """A section of every examination, in both languages."""

    section: Section
    indonesian: str
    english: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """The steps in their order and the checklist. Its basis is verified for the offices that the
    regulation binds, and for no other."""

    basis: Basis
    steps: tuple[ProcedureStep, ...]
    checklist_article: str
    checklist: tuple[ChecklistSection, ...]
