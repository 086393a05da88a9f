"""The code lists of the PIA that this house acts on (Lampiran 10, 14, 31). A code that stands in
no list is kept as it came."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

PIA_VERSION = "4.3.22"
PIA_SOURCE = "PIA OSS-RBA 4.3.22 (19 June 2024)"

Scale = Literal["micro", "small", "medium", "large"]
Risk = Literal["low", "medium_low", "medium_high", "high"]
NibStatus = Literal["active", "inactive", "may_trade", "may_operate", "frozen", "revoked"]


class Method(StrEnum):
    """What is exchanged, by its name in the PIA."""

    RECEIVE_NIB = "receiveNIB"
    RECEIVE_NIB_STPW = "receiveNIBSTPW"
    RECEIVE_NIB_KKPR = "receiveNIBKKPR"
    RECEIVE_NIB_PSE = "receiveNIBPSE"
    RECEIVE_FILE = "receiveFileDS"
    CHECK_COMMITMENT = "checkKomitmen"
    RECEIVE_LICENCE = "receiveLicense"
    RECEIVE_LICENCE_STATUS = "receiveLicenseStatus"


class LicenceCode(StrEnum):
    """Where an application or a licence stands (Lampiran 10). None of them says "revoked"."""

    REQUIREMENTS_HANDED_IN = "09"
    DOCUMENTS_COMPLETE = "10"
    DOCUMENTS_INCOMPLETE = "11"
    VALIDATION = "20"
    CLOCK_STOPPED = "41"
    CLOCK_GOES_ON = "42"
    CLOCK_RESET = "43"
    CLOCK_RESTARTED = "44"
    APPROVED = "50"
    # That it is to be sent for licences of MPP Digital is not confirmed.
    APPROVED_BY_SILENCE = "57"
    WARNING = "60"
    SUSPENDED = "70"
    FINED = "80"
    REJECTED = "90"


class DocumentType(StrEnum):
    """`tipe_dokumen`: what a message about a NIB does."""

    ORIGINAL = "9"
    UPDATE = "5"
    REVOCATION = "3"
    CANCELLATION = "4"


ENDS_NIB = frozenset({DocumentType.REVOCATION, DocumentType.CANCELLATION})

NIB_STATUSES: Mapping[str, NibStatus] = MappingProxyType(
    {
        "01": "active",
        "02": "inactive",
        "03": "may_trade",
        "04": "may_operate",
        "05": "frozen",
        "06": "revoked",
    }
)
# By code (Lampiran 31), and in the words that stand in older messages.
SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        "01": "micro",
        "02": "small",
        "03": "medium",
        "04": "large",
        "mikro": "micro",
        "kecil": "small",
        "menengah": "medium",
        "besar": "large",
    }
)
RISKS: Mapping[str, Risk] = MappingProxyType(
    {
        "r": "low",
        "rendah": "low",
        "mr": "medium_low",
        "menengah rendah": "medium_low",
        "mt": "medium_high",
        "menengah tinggi": "medium_high",
        "t": "high",
        "tinggi": "high",
    }
)


def folded(text: str) -> str:
    """As it is looked up in the lists."""
    words = text.casefold().replace("usaha", " ").replace("risiko", " ").split()
    return " ".join(words)
