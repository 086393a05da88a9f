"""The retention classes that are shipped: dated data, each value with its source."""

import json
from pathlib import Path

from gateway.domain.privacy.retention import RetentionClass

_FILE = Path(__file__).with_name("retention_classes.json")


def shipped_retention_classes() -> tuple[RetentionClass, ...]:
    """As the file has them."""
    content = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        RetentionClass(
            code=one["code"],
            label=one["label"],
            years=one["kept"]["years"],
            days=one["kept"]["days"],
            after=one["after"],
            carried_out_by=one["carried_out_by"],
            basis=one["basis"],
            source=one["source"],
            verified=one["verified"],
            effective_from=content["effective_from"],
            tables=tuple(one["tables"]),
        )
        for one in content["classes"]
    )
