"""Words that nobody can guess: receipts and tokens by chance, claim codes and links by a key.

A claim code is derived from the application's id, so that it can be mailed again and need not be
kept; what is stored is a fingerprint of it.
"""

import secrets
from uuid import UUID, uuid5

from shared.database.keyring import Keyring

# Crockford's alphabet: no I, L, O or U, so that it can be read aloud.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP = 4
_RECEIPT_CHARACTERS = 16
_CLAIM_CHARACTERS = 12
_CLAIMS = UUID("5f0f4a3c-64a5-4b5e-9f6e-2f6a0f5f7c11")


class KeyedSecrets:
    """Draws from the machine's randomness and from the deployment's keys."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring

    def receipt_number(self, office_code: str) -> str:
        """`8102-7QKX-2M9D-4TWA-K3ZP`: 80 bits of chance behind the office's code."""
        # A byte has eight of each character of the alphabet: no character is likelier.
        bytes_ = secrets.token_bytes(_RECEIPT_CHARACTERS)
        drawn = "".join(_ALPHABET[one % len(_ALPHABET)] for one in bytes_)
        return f"{office_code.replace('.', '')}-{_grouped(drawn)}"

    def verification_token(self) -> str:
        """128 bits of chance, safe in an address."""
        return secrets.token_urlsafe(16)

    def claim_code(self, application_id: UUID) -> str:
        """`7QKX-2M9D-4TWA`: always the same for one application."""
        seed = self._keyring.link_token(uuid5(_CLAIMS, str(application_id))).encode()
        number = int.from_bytes(seed[-24:])
        drawn = ""
        for _ in range(_CLAIM_CHARACTERS):
            number, place = divmod(number, len(_ALPHABET))
            drawn += _ALPHABET[place]
        return _grouped(drawn)

    def fingerprint(self, code: str) -> bytes:
        """Keyed, and blind to how the code was typed."""
        plain = "".join(one for one in code.upper() if one in _ALPHABET)
        return self._keyring.blind_index(f"claim:{plain}")

    def survey_token(self, invitation_id: UUID) -> str:
        """The last segment of the survey's link."""
        return self._keyring.link_token(invitation_id)

    def link_token(self, link_id: UUID) -> str:
        """The last segment of a link to a document."""
        return self._keyring.link_token(link_id)

    def link_target(self, token: str) -> UUID:
        """The id behind such a segment; raises NotFound for a forged one."""
        return self._keyring.link_target(token)


def _grouped(text: str) -> str:
    return "-".join(text[place : place + _GROUP] for place in range(0, len(text), _GROUP))
