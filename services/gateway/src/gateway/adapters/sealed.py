"""What is sealed in the gateway's database."""

from gateway.adapters.tables.intakes import SEALED_CONTENT
from shared.database.key_rotation import ANSWERS, Sealed

SEALED = (
    Sealed(
        table="profile",
        key=("owner",),
        columns=("full_name", "email", "phone", "nik", "address", "nip"),
    ),
    Sealed(table="privacy_breach", columns=("description", "handling")),
    Sealed(table="business_representation", columns=("words",)),
    Sealed(table="deletion_request", columns=("requester", "words", "statement")),
    Sealed(table="oss_message", columns=("body",)),
    Sealed(table="oss_permit", key=("id_izin",), columns=("file_link",)),
    SEALED_CONTENT,
    ANSWERS,
)
