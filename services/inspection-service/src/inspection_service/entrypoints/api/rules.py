"""`/v1/inspection-rules`: the rule set in force, the procedure and the checklist, for everybody."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from inspection_service.application.ports import Ports
from inspection_service.application.read_rules import RulesInForce, read_rules
from inspection_service.domain.procedure import Procedure
from inspection_service.domain.rules import RuleSet
from shared.http import Representation, respond

OfficeCode = Annotated[str, Query(max_length=13, pattern=r"^[0-9.]+$")]
_NO_RULE = frozenset({"version", "sets"})


def rule_routes(router: APIRouter, ports: Ports) -> None:
    """Adds the route."""

    @router.get("/v1/inspection-rules")
    async def rules(office_code: OfficeCode, on: date | None = None) -> Response:
        """The rule set in force on a day, the procedure of an inspection and its checklist. For
        everybody."""
        found = await read_rules(office_code, on, ports)
        return respond(Representation(body=_body(found)))


def _body(found: RulesInForce) -> dict[str, Any]:
    return {
        "office_code": found.office_code,
        "on": found.on,
        "version": found.rules.version,
        "sets": [
            {
                "name": one.name,
                "title": one.title,
                "effective_from": one.effective_from,
                "effective_to": one.effective_to,
            }
            for one in found.rules.sets
        ],
        "rules": [_rule(found.rules, name) for name in _names(found.rules)],
        **_procedure(found.procedure),
    }


def _names(rules: RuleSet) -> list[str]:
    return [one.name for one in fields(rules) if one.name not in _NO_RULE]


def _rule(rules: RuleSet, name: str) -> dict[str, Any]:
    rule = getattr(rules, name)
    values = {one.name: _plain(getattr(rule, one.name)) for one in fields(rule)}
    del values["basis"]
    basis = rule.basis
    return {"rule": name, "source": basis.source, "verified": basis.verified, "values": values}


def _plain(value: Any) -> Any:
    """As JSON has it; a set in the order of its words, so that the answer is always the same."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {_plain(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    return value


def _procedure(procedure: Procedure) -> dict[str, Any]:
    basis = {"source": procedure.basis.source, "verified": procedure.basis.verified}
    return {
        "procedure": {
            **basis,
            "steps": [
                {
                    "code": one.code,
                    "article": one.article,
                    "label": {"id": one.indonesian, "en": one.english},
                }
                for one in procedure.steps
            ],
        },
        "checklist": {
            **basis,
            "article": procedure.checklist_article,
            "sections": [
                {"code": one.section, "label": {"id": one.indonesian, "en": one.english}}
                for one in procedure.checklist
            ],
        },
    }
