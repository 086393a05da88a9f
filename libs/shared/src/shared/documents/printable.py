"""Text as it may stand in an official document: nothing invisible, nothing that breaks a page.

Control characters and lone surrogates become a visible replacement sign; marks that turn the order
of reading around are dropped; a word too long for a line gets places where it may break.
"""

import re
import unicodedata
from collections.abc import Mapping

LONGEST_WORD = 48
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
BREAK = "\N{ZERO WIDTH SPACE}"

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_REORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD},}}")
_PIECE = re.compile(rf"\S{{1,{LONGEST_WORD // 2}}}")


def printable(text: str) -> str:
    """The text in composed form, free of what cannot or must not be shown."""
    text = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
    text = _REORDERING.sub("", _UNPRINTABLE.sub(REPLACEMENT, text))
    return _LONG_WORD.sub(lambda word: BREAK.join(_PIECE.findall(word[0])), text)


def printable_values(value: object) -> object:
    """The same for every string in a tree of mappings and sequences; other values stay."""
    match value:
        case str():
            return printable(value)
        case Mapping():
            return {str(key): printable_values(item) for key, item in value.items()}
        case list() | tuple():
            return [printable_values(item) for item in value]
        case _:
            return value
