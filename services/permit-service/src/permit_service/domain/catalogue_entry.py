"""The shape of a catalogue entry: strict, documented, and the same for a route and an import.

The shape is a JSON Schema beside this file; what it cannot say is below.
"""

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator

from permit_service.domain.errors import EntryNotValid
from permit_service.domain.form_schema import schema_problems
from permit_service.domain.number_format import format_problems
from permit_service.domain.schema_problems import Problem, problems_of, refuse
from permit_service.domain.service import Channel
from permit_service.domain.validity import ValidityKind

Entry = Mapping[str, Any]

MAX_BYTES = 131_072
STANDARD_CERTIFICATE = "04"
_TERMS = {ValidityKind.FIXED_TERM}
_WITHOUT_TERM = {ValidityKind.UNLIMITED}


@lru_cache(maxsize=1)
def entry_schema() -> dict[str, Any]:
    """The shape, as it is published."""
    file = resources.files(__package__).joinpath("catalogue_entry.schema.json")
    found: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return found


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(entry_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def require_entry(entry: Entry, *, agencies: Collection[str]) -> None:
    """Raises EntryNotValid with a pointer and a code for each thing that is wrong."""
    refuse(entry_problems(entry, agencies=agencies), EntryNotValid)


def entry_problems(entry: Entry, *, agencies: Collection[str]) -> tuple[Problem, ...]:
    """What is wrong with an entry; `agencies` are the codes that the office knows already."""
    if len(json.dumps(entry)) > MAX_BYTES:
        return (("", "too_large"),)
    found = problems_of(_validator().iter_errors(entry))
    if found:
        return found
    known = {*agencies, *entry.get("agency_names", ())}
    rules: tuple[Callable[[Entry], Iterator[Problem]], ...] = (
        _requirements,
        lambda one: _agencies(one, known),
        _validity,
        _gate,
        _product,
        _documents,
        _form,
        _numbers,
    )
    return tuple(problem for rule in rules for problem in rule(entry))


def _requirements(entry: Entry) -> Iterator[Problem]:
    seen: set[int] = set()
    for place, one in enumerate(entry["requirements"]):
        if one["no"] in seen:
            yield f"/requirements/{place}/no", "not_unique"
        seen.add(one["no"])


def _agencies(entry: Entry, known: Collection[str]) -> Iterator[Problem]:
    asked = entry["agencies"]
    for place, code in enumerate(asked):
        if code not in known:
            yield f"/agencies/{place}", "unknown_agency"
    for code in entry.get("agency_standards", ()):
        if code not in asked:
            yield f"/agency_standards/{code}", "not_asked"
    if entry["requires_recommendation"] and not asked:
        yield "/agencies", "required"


def _validity(entry: Entry) -> Iterator[Problem]:
    rule = entry.get("validity_rule")
    if rule is None:
        return
    kind = ValidityKind(rule["kind"])
    has_term = bool(rule.get("years") or rule.get("months"))
    if kind in _TERMS and not has_term:
        yield "/validity_rule/years", "required"
    if kind in _WITHOUT_TERM and has_term:
        yield "/validity_rule/years", "not_allowed"


def _gate(entry: Entry) -> Iterator[Problem]:
    """On a local channel an exemption from Ps 7 says on what it rests."""
    is_local = not Channel(entry["channel"]).is_issued_elsewhere
    is_exempt = entry["survey_gate"] == "exempt"
    if is_local and is_exempt and not (entry.get("survey_gate_source") or "").strip():
        yield "/survey_gate_source", "required"


def _product(entry: Entry) -> Iterator[Problem]:
    is_certificate = entry.get("oss_licence_kind") == STANDARD_CERTIFICATE
    has_flag = entry.get("standard_certificate") is not None
    if is_certificate and not has_flag:
        yield "/standard_certificate", "required"
    if has_flag and not is_certificate:
        yield "/standard_certificate", "not_allowed"


def _documents(entry: Entry) -> Iterator[Problem]:
    """What is in force says since when."""
    places = [("/service_standard", entry.get("service_standard"))]
    places += [("/operating_procedure", entry.get("operating_procedure"))]
    places += [
        (f"/agency_standards/{code}/sop", one["sop"])
        for code, one in entry.get("agency_standards", {}).items()
    ]
    for place, document in places:
        is_in_force = document is not None and document["state"] == "in_force"
        if is_in_force and document is not None and not document.get("in_force_from"):
            yield f"{place}/in_force_from", "required"


def _form(entry: Entry) -> Iterator[Problem]:
    schema = entry.get("form_schema")
    if schema:
        yield from ((f"/form_schema{place}", code) for place, code in schema_problems(schema))


def _numbers(entry: Entry) -> Iterator[Problem]:
    written = entry.get("number_format")
    if isinstance(written, str):
        yield from (("/number_format", code) for code in format_problems(written))
