"""Fields of requests that several bodies share; what the database cannot keep is refused here."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints


def _storable(text: str) -> str:
    """No NUL and no half of a character pair: PostgreSQL keeps neither."""
    if "\x00" in text:
        raise ValueError("NUL")
    text.encode()
    return text


Nib = Annotated[str, StringConstraints(pattern=r"^[0-9]{13}$")]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
Username = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100),
    AfterValidator(_storable),
]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300),
    AfterValidator(_storable),
]
Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    AfterValidator(_storable),
]
