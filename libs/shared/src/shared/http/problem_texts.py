"""What refusals say to people, in two languages.

Each member keeps a table beside its code, `problems.json`: a key, and its text in each language. A
key is a refusal's code, or `code.refusal` where several refusals share a code and say different
things. Texts are templates: what they name in braces is of the refusal, never of the request.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import cast

from shared.errors import Refusal
from shared.http.language import Language

Text = Mapping[Language, str]
Table = Mapping[str, Text]

OWN = "shared"
FILE = "problems.json"
# What a template may name.
NAMED = frozenset({"rule", "article", "retry_after_seconds"})
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


@cache
def table_of(package: str) -> Table:
    """The texts of one member; none where it has no table."""
    try:
        file = files(package).joinpath(FILE)
    except (ModuleNotFoundError, TypeError):
        return {}
    return cast("Table", json.loads(file.read_text("utf-8"))) if file.is_file() else {}


def text_of(kind: type[Refusal]) -> Text | None:
    """The text of a refusal: its own, else that of the nearest kind of refusal that it is."""
    for package, key in keys_of(kind):
        found = table_of(package).get(key)
        if found is not None:
            return found
    return None


def keys_of(kind: type[Refusal]) -> Iterator[tuple[str, str]]:
    """(member, key) under which its text may stand, the nearest first."""
    for one in kind.__mro__:
        if not issubclass(one, Refusal):
            return
        package = one.__module__.partition(".")[0]
        yield package, f"{one.code}.{_WORD.sub('_', one.__name__).lower()}"
        if "code" in vars(one):
            yield package, one.code


def detail_of(refusal: Refusal, language: Language) -> str:
    """The sentence, with the article behind it where the refusal names one."""
    text = text_of(type(refusal))
    values = {name: getattr(refusal, name) for name in NAMED}
    detail = refusal.message if text is None else text[language].format_map(values)
    if refusal.article is None:
        return detail
    return table_of(OWN)["with_article"][language].format(detail=detail, article=refusal.article)


def detail_of_code(code: str, language: Language) -> str:
    """The sentence of what is refused before anything was understood."""
    return table_of(OWN)[code][language]


def title_of(status: int, language: Language) -> str:
    """The kind of problem, by its HTTP status."""
    titles = table_of(OWN)
    return titles.get(f"status.{status}", titles["status.other"])[language]
