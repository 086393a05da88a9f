"""The shape of a catalogue entry: what is refused, and where it says that it is."""

from copy import deepcopy
from typing import Any

import pytest

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.domain.catalogue_entry import entry_problems, require_entry
from permit_service.domain.errors import EntryNotValid

AGENCIES = {code for entry in default_catalogue() for code in entry["agencies"]}
REKLAME = next(one for one in default_catalogue() if one["code"] == "REKLAME")


def reklame(**changes: Any) -> dict[str, Any]:
    return deepcopy(REKLAME) | changes


@pytest.mark.parametrize("entry", default_catalogue(), ids=lambda entry: entry["code"])
def test_every_entry_that_ships_has_the_shape(entry: dict[str, Any]) -> None:
    assert entry_problems(entry, agencies=AGENCIES) == ()
    assert entry["validity_rule"]["source"]
    assert entry["form_schema"]["type"] == "object"


TWICE = [{"no": 1, "name": "KTP", "kind": "administratif", "mandatory": True}] * 2
IN_FORCE = {"state": "in_force", "version": "1"}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"colour": "red"}, ("/colour", "unknown")),
        ({"sla": {"value": 0, "unit": "hour"}}, ("/sla/value", "minimum")),
        ({"sla": {"value": 3, "unit": "week"}}, ("/sla/unit", "not_offered")),
        ({"channel": "FAX"}, ("/channel", "not_offered")),
        ({"category": "IZIN"}, ("/category", "not_offered")),
        ({"requirements": TWICE}, ("/requirements/1/no", "not_unique")),
        ({"agencies": ["dinas-baru"]}, ("/agencies/0", "unknown_agency")),
        ({"agencies": []}, ("/agencies", "required")),
        ({"survey_gate": "exempt"}, ("/survey_gate_source", "required")),
        ({"oss_licence_kind": "99"}, ("/oss_licence_kind", "not_offered")),
        ({"oss_licence_kind": "04"}, ("/standard_certificate", "required")),
        ({"standard_certificate": {"verified": True}}, ("/standard_certificate", "not_allowed")),
        ({"closed_on": "31-12-2026"}, ("/closed_on", "format")),
        ({"service_standard": IN_FORCE}, ("/service_standard/in_force_from", "required")),
        ({"form_schema": {"$ref": "http://a.example"}}, ("/form_schema/$ref", "reference")),
        (
            {"validity_rule": {"kind": "fixed_term", "source": "s", "verified": True}},
            ("/validity_rule/years", "required"),
        ),
        (
            {"validity_rule": {"kind": "unlimited", "years": 1, "source": "s", "verified": True}},
            ("/validity_rule/years", "not_allowed"),
        ),
        (
            {"agency_standards": {"dlh": {"sop": {"state": "drafted", "version": "1"}}}},
            ("/agency_standards/dlh", "not_asked"),
        ),
    ],
)
def test_what_departs_from_the_shape_is_named(
    changes: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert problem in entry_problems(reklame(**changes), agencies=AGENCIES)


def test_a_missing_key_is_named() -> None:
    entry = reklame()
    del entry["sla"]

    with pytest.raises(EntryNotValid) as refused:
        require_entry(entry, agencies=AGENCIES)

    assert refused.value.pointers == (("/sla", "required"),)


def test_an_entry_may_bring_a_new_agency_by_naming_it() -> None:
    named = reklame(agencies=["bapenda", "dinas-baru"], agency_names={"dinas-baru": "Dinas Contoh"})

    assert entry_problems(named, agencies=AGENCIES) == ()


def test_keys_of_other_parts_of_the_house_are_known() -> None:
    rule = {
        "service_time": {"value": 3, "unit": "working_day"},
        "remind_before": 1,
        "on_silence": "proceed",
        "source": "SOP",
        "verified": False,
    }
    entry = reklame(
        recommendation_rule=rule,
        auto_approve_on_sla=True,
        number_format="{sequence}/{service}/{year}",
        licence_template="plain",
    )

    assert entry_problems(entry, agencies=AGENCIES) == ()
