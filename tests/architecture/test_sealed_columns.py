"""Every column of bytes is one that key rotation seals anew, or a fingerprint that opens nothing.

A new sealed column is named in its service's `adapters/sealed.py`, and its migration calls
`let_keys_rotate` for it: otherwise the first rotation would lock it away for ever.
"""

from importlib import import_module

import pytest
import sqlalchemy as sa

from gateway.adapters.privacy.retention import shipped_retention_classes
from satupintu.databases import PACKAGES
from satupintu.rotation import SEALED

FINGERPRINTS = ("index", "hash", "fingerprint", "chain_head", "root", "frontier")
# Bytes that are open by their nature.
OPEN = {
    "permit": {("office_emblem", "picture"), ("kept_emblem", "picture")},
    "reporting": {("edition_document", "content")},
}


def bytes_columns(service: str) -> set[tuple[str, str]]:
    # Every table of a service is registered by the time that it could be put together.
    import_module(f"{PACKAGES[service]}.bootstrap")
    metadata: sa.MetaData = import_module(f"{PACKAGES[service]}.adapters.tables").metadata
    return {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, sa.LargeBinary) and not column.name.endswith(FINGERPRINTS)
    }


@pytest.mark.parametrize("service", PACKAGES)
def test_every_sealed_column_is_rotated(service: str) -> None:
    declared = {(one.table, column) for one in SEALED[service] for column in one.columns}

    assert declared == bytes_columns(service) - OPEN.get(service, set())


def test_everything_sealed_has_a_retention_class_and_every_class_its_tables() -> None:
    classed = {one for a_class in shipped_retention_classes() for one in a_class.tables}

    assert {
        f"{service}.{one.table}" for service, sealed in SEALED.items() for one in sealed
    } <= classed
    for service in PACKAGES:
        import_module(f"{PACKAGES[service]}.bootstrap")
        tables = import_module(f"{PACKAGES[service]}.adapters.tables").metadata.tables
        assert {one for one in classed if one.startswith(f"{service}.")} <= {
            f"{service}.{name}" for name in tables
        }
