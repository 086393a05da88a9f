"""Where an application or a licence stands, in the codes of OSS (Lampiran 10).

The codes are the PIA's; which of our statuses answers to which of them is a decision of ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gateway.domain.oss.codes import LicenceCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A code with its words; the list has no code for what was withdrawn or revoked."""

    code: LicenceCode | None
    text: str


_OF_APPLICATION: Mapping[str, Standing] = MappingProxyType(
    {
        "submitted": Standing(
            code=LicenceCode.REQUIREMENTS_HANDED_IN, text="Telah Melengkapi Persyaratan"
        ),
        "verified": Standing(code=LicenceCode.DOCUMENTS_COMPLETE, text="Dokumen Lengkap"),
        "returned": Standing(code=LicenceCode.DOCUMENTS_INCOMPLETE, text="Dokumen Belum Lengkap"),
        "validated": Standing(code=LicenceCode.VALIDATION, text="Validasi"),
        "signed": Standing(code=LicenceCode.APPROVED, text="Disetujui"),
        "delivered": Standing(code=LicenceCode.APPROVED, text="Disetujui"),
        "rejected": Standing(code=LicenceCode.REJECTED, text="Ditolak"),
        "withdrawn": Standing(code=None, text="Ditarik oleh pemohon"),
    }
)
_OF_LICENCE: Mapping[str, Standing] = MappingProxyType(
    {
        "active": Standing(code=LicenceCode.APPROVED, text="Disetujui"),
        "suspended": Standing(
            code=LicenceCode.SUSPENDED, text="Penghentian Sementara Kegiatan Berusaha"
        ),
        "revoked": Standing(code=None, text="Dicabut"),
        "expired": Standing(code=None, text="Masa berlaku berakhir"),
    }
)
_UNKNOWN = Standing(code=None, text="Belum diajukan")


def standing_of(application: str, licence: str | None) -> Standing:
    """The licence's own standing once there is one."""
    if licence is not None:
        return _OF_LICENCE.get(licence, _UNKNOWN)
    return _OF_APPLICATION.get(application, _UNKNOWN)
