"""Numbers as offices write them: `576.145,90` and `576,145.90`.

A whole column set is read in one style, since `1.234` alone could be either. Integers in a cell
that may hold decimals stay integers, so that a shifted column can be seen.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

_PLAIN = re.compile(r"-?\d+")
_BOTH = re.compile(r"-?\d{1,3}(?:([.,])\d{3})+([.,])\d+")
_SEPARATED = re.compile(r"-?\d{1,3}(?:[.,]\d{3})+")
_ONE = re.compile(r"-?\d+([.,])(\d+)")
_GROUP = 3


class NumberStyle(StrEnum):
    """Which sign stands before the decimals."""

    INDONESIAN = ","
    ENGLISH = "."


@dataclass(frozen=True, slots=True)
class Number:
    """A number and whether it was written with decimals."""

    value: Decimal
    has_decimals: bool

    @property
    def is_whole(self) -> bool:
        """Whether it could be a count: written without decimals."""
        return not self.has_decimals


def style_of(texts: Iterable[str]) -> NumberStyle:
    """The style that the cells prove; Indonesian when none of them proves one."""
    for text in texts:
        cell = text.strip()
        both = _BOTH.fullmatch(cell)
        if both is not None and both[1] != both[2]:
            return NumberStyle(both[2])
        one = _ONE.fullmatch(cell)
        if one is not None and len(one[2]) != _GROUP:
            return NumberStyle(one[1])
    return NumberStyle.INDONESIAN


def parse_number(text: str, style: NumberStyle) -> Number | None:
    """The number, or nothing when the cell is not one in this style."""
    cell = text.strip().replace("\u00a0", "").replace(" ", "")
    if _PLAIN.fullmatch(cell):
        return Number(Decimal(cell), has_decimals=False)
    decimal_sign = style.value
    group_sign = "." if style is NumberStyle.INDONESIAN else ","
    whole, sign, decimals = cell.rpartition(decimal_sign)
    if not sign:
        whole, decimals = cell, ""
    if sign and not decimals.isdecimal():
        return None
    if not (_PLAIN.fullmatch(whole) or _grouped(whole, group_sign)):
        return None
    value = Decimal(whole.replace(group_sign, "") + (f".{decimals}" if decimals else ""))
    return Number(value, has_decimals=bool(decimals))


def _grouped(text: str, sign: str) -> bool:
    return bool(_SEPARATED.fullmatch(text)) and ("," if sign == "." else ".") not in text
