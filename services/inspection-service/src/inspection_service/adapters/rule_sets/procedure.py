"""The shipped procedure and checklist."""

import json
from functools import lru_cache
from importlib import resources

from inspection_service.domain.bap import Section
from inspection_service.domain.procedure import ChecklistSection, Procedure, ProcedureStep
from inspection_service.domain.rules import Basis

NOT_BOUND = "binds other offices, not verified for this one"


@lru_cache(maxsize=512)
def shipped_procedure(office_code: str) -> Procedure:
    """As the regulation has it; for an office that it does not bind it is not verified."""
    text = resources.files(__package__).joinpath("procedure.json").read_text(encoding="utf-8")
    written = json.loads(text)
    is_bound = office_code in written["offices"]
    source = written["source"] if is_bound else f"{written['source']} ({NOT_BOUND})"
    checklist = {one["code"]: one for one in written["checklist"]["sections"]}
    return Procedure(
        basis=Basis(source=source, verified=is_bound),
        steps=tuple(
            ProcedureStep(
                code=one["code"], article=one["article"], indonesian=one["id"], english=one["en"]
            )
            for one in written["steps"]
        ),
        checklist_article=written["checklist"]["article"],
        checklist=tuple(
            ChecklistSection(
                section=section,
                indonesian=checklist[section.value]["id"],
                english=checklist[section.value]["en"],
            )
            for section in Section
        ),
    )
