"""The names and standards of the default catalogue, as they ship with the product."""

import json
from collections.abc import Mapping
from pathlib import Path

from reporting_service.domain.performance import Standard

_FILE = Path(__file__).with_name("service_standards.json")


def default_standards() -> Mapping[str, Standard]:
    """Standards by service code."""
    found = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        one["code"]: Standard(
            service_code=one["code"],
            name=one["name"],
            value=one["standard"]["value"],
            unit=one["standard"]["unit"],
        )
        for one in found["services"]
    }
