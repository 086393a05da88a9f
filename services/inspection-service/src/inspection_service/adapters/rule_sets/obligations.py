"""The shipped catalogue of duties and responsibilities."""

import json
from functools import lru_cache
from importlib import resources

from inspection_service.domain.obligation_code import ObligationCatalogue, ObligationCode
from inspection_service.domain.rules import Basis


@lru_cache(maxsize=1)
def shipped_obligations() -> ObligationCatalogue:
    """As the regulation lists them."""
    text = resources.files(__package__).joinpath("obligations.json").read_text(encoding="utf-8")
    written = json.loads(text)
    return ObligationCatalogue(
        basis=Basis(source=written["source"], verified=written["verified"]),
        codes=tuple(
            ObligationCode(
                code=one["code"],
                article=one["article"],
                indonesian=one["id"],
                english=one["en"],
            )
            for one in written["obligations"]
        ),
    )
