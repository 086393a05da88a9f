"""Who answers for a business, as OSS tells it with the NIB (`penanggung_jwb`).

Looked at when somebody claims to represent the business, and kept nowhere else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gateway.domain.oss.business import rows_of, text_of, told_of
from gateway.domain.oss.codes import Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsible:
    """`email` is the person's own there, or the company's."""

    nik: str = field(repr=False)
    email: str = field(repr=False)


def responsible_with(method: Method, body: Mapping[str, Any], *, nik: str) -> Responsible | None:
    """The one with that NIK; None where there is none, or no address to write to."""
    told = told_of(method, body)
    if told is None:
        return None
    for row in rows_of(told, "penanggung_jwb"):
        if text_of(row, "no_identitas_penanggung_jwb") != nik:
            continue
        email = text_of(row, "email_penanggung_jwb") or text_of(told, "email_perusahaan")
        return Responsible(nik=nik, email=email) if email else None
    return None
