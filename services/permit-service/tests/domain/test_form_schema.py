"""What an office may ask of a form, and what a form is told when it departs from it."""

from typing import Any

import pytest

from permit_service.domain.form_schema import FormSchema, schema_problems

LADDER = {f"a{step}": {"allOf": [{"$ref": f"#/$defs/a{step + 1}"}] * 2} for step in range(20)}


def nested(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(depth):
        schema = {"items": schema}
    return schema


@pytest.mark.parametrize(
    ("schema", "problem"),
    [
        ({"$ref": "https://contoh.example/schema"}, ("/$ref", "reference")),
        ({"properties": {"a": {"$ref": "#/$defs/missing"}}}, ("/properties/a/$ref", "reference")),
        ({"properties": {"a": {"pattern": "(a+)+$"}}}, ("/properties/a/pattern", "keyword")),
        ({"$dynamicRef": "#a"}, ("/$dynamicRef", "keyword")),
        ({"format": "regex"}, ("/format", "not_offered")),
        ({"$schema": "http://json-schema.org/draft-07/schema#"}, ("/$schema", "dialect")),
        ({"type": "text"}, ("/type", "any_of")),
        ({"properties": {"a": 5}}, ("/properties/a", "type")),
        ({"description": "x" * 40_000}, ("", "too_large")),
        (nested(20), ("", "too_deep")),
        (
            {"$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}, "$ref": "#/$defs/a"},
            ("", "too_large"),
        ),
        ({"$defs": LADDER | {"a20": {}}, "$ref": "#/$defs/a0"}, ("", "too_large")),
    ],
)
def test_a_schema_that_could_do_harm_is_refused(
    schema: dict[str, Any], problem: tuple[str, str]
) -> None:
    assert problem in schema_problems(schema)


def test_a_schema_may_refer_to_its_own_definitions() -> None:
    schema = {
        "$defs": {"luas": {"type": "number", "minimum": 0}},
        "properties": {"lahan": {"$ref": "#/$defs/luas"}, "lantai": {"$ref": "#/$defs/luas"}},
    }

    assert schema_problems(schema) == ()
    assert FormSchema(schema).problems({"lahan": 3}) == ()
    assert FormSchema(schema).problems({"lahan": -3}) == (("/form/lahan", "minimum"),)


def test_a_problem_names_no_member_that_the_schema_does_not_name() -> None:
    schema = {
        "properties": {"ukuran": {"type": "string"}},
        "required": ["naskah"],
        "additionalProperties": {"type": "integer"},
    }

    found = FormSchema(schema).problems({"ukuran": 1, "6202010101900001": "text"})

    assert set(found) == {
        ("/form/naskah", "required"),
        ("/form/ukuran", "type"),
        ("/form", "type"),
    }


def test_a_closed_form_says_that_a_member_is_unknown_but_not_which() -> None:
    schema = {"properties": {}, "additionalProperties": False}

    assert FormSchema(schema).problems({"6202010101900001": 1}) == (("/form", "unknown"),)
