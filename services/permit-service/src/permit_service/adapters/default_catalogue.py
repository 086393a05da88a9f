"""The catalogue that a new office starts with; an office replaces it by its own standards.

The file is the project's survey of real offices; its `confidence` says what came from a source.
"""

import json
from functools import lru_cache
from importlib import resources
from typing import Any


@lru_cache(maxsize=1)
def default_catalogue() -> tuple[dict[str, Any], ...]:
    """The 26 entries, as they stand in the file."""
    text = resources.files(__package__).joinpath("service_catalogue.json").read_text("utf-8")
    return tuple(json.loads(text)["services"])
