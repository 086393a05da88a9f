"""Which of two languages somebody reads: Indonesian unless they ask for English."""

from typing import Annotated, Literal

from fastapi import Depends, Request
from starlette.types import Scope

Language = Literal["id", "en"]


def language_of(request: Request) -> Language:
    """`?lang=` first, then Accept-Language, weighing nothing but the order."""
    asked = request.query_params.get("lang") or request.headers.get("accept-language", "")
    for part in asked.lower().split(","):
        if part.strip().startswith("id"):
            return "id"
        if part.strip().startswith("en"):
            return "en"
    return "id"


def language_in(scope: Scope) -> Language:
    """The same, of a request that no framework has looked at yet."""
    return language_of(Request(scope))


Reads = Annotated[Language, Depends(language_of)]
