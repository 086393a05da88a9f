"""What is sealed in the permit service's database, and by which keys it is looked up."""

import json
from collections.abc import Mapping

from permit_service.adapters.store.sealing import indexes
from shared.database.key_rotation import ANSWERS, Sealed
from shared.database.keyring import Keyring


def _indexes(plain: bytes, keyring: Keyring) -> Mapping[str, bytes | None]:
    return indexes(json.loads(plain), keyring)


SEALED = (
    Sealed(
        table="application",
        columns=("sealed", "place_sealed"),
        indexed=("nik_index", "email_index", "phone_index"),
        indexes=_indexes,
    ),
    Sealed(table="licence", columns=("holder_name", "holder_sealed")),
    Sealed(table="licence_import", columns=("content",)),
    Sealed(table="delivery", columns=("receiver",)),
    Sealed(table="correction_round", key=("application_id", "number"), columns=("sealed",)),
    Sealed(table="legal_hold", columns=("note",)),
    ANSWERS,
)
