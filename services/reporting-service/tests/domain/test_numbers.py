"""Numbers as offices write them."""

from decimal import Decimal

import pytest

from reporting_service.domain.numbers import NumberStyle, parse_number, style_of


@pytest.mark.parametrize(
    ("text", "style", "value", "has_decimals"),
    [
        ("576.145,90", NumberStyle.INDONESIAN, "576145.90", True),
        ("576,145.90", NumberStyle.ENGLISH, "576145.90", True),
        ("1.234", NumberStyle.INDONESIAN, "1234", False),
        ("1.234", NumberStyle.ENGLISH, "1.234", True),
        ("0,00", NumberStyle.INDONESIAN, "0", True),
        ("39", NumberStyle.INDONESIAN, "39", False),
        (" 1 234 ", NumberStyle.INDONESIAN, "1234", False),
        ("313.630.500,5", NumberStyle.INDONESIAN, "313630500.5", True),
    ],
)
def test_a_number_is_read_in_the_style_of_its_table(
    text: str, style: NumberStyle, value: str, has_decimals: bool
) -> None:
    number = parse_number(text, style)
    assert number is not None
    assert number.value == Decimal(value)
    assert number.has_decimals is has_decimals


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "12.34,5x", "1.2.3", "--4", "1,,5", "3,5%"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text, NumberStyle.INDONESIAN) is None


@pytest.mark.parametrize(
    ("cells", "style"),
    [
        (["4", "576.145,90"], NumberStyle.INDONESIAN),
        (["4", "576,145.90"], NumberStyle.ENGLISH),
        (["1.234", "9,50"], NumberStyle.INDONESIAN),
        (["1,234", "9.5"], NumberStyle.ENGLISH),
        (["1.234", "39"], NumberStyle.INDONESIAN),
    ],
)
def test_a_table_proves_its_style(cells: list[str], style: NumberStyle) -> None:
    assert style_of(cells) is style
