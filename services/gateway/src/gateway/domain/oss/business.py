"""What OSS tells of a business: its NIB, its places and projects, its permits.

Read from the message whenever it is needed, so that what came is kept as it came. Fields that
are missing or of another shape are read as absent; only NIB and region must be there.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID, uuid5

from gateway.domain.oss.codes import (
    ENDS_NIB,
    NIB_STATUSES,
    RISKS,
    SCALES,
    DocumentType,
    Method,
    NibStatus,
    Risk,
    Scale,
    folded,
)
from gateway.domain.oss.permit import OssPermit, read_permits

# The id under which every service's facts of one business of one office meet.
_NAMESPACE = UUID("5a7d0004-0000-5000-8000-000000000001")
_NIB = re.compile(r"[0-9]{13}")
_REGION = re.compile(r"[0-9]{10}")
_KBLI = re.compile(r"[0-9]{5}")
_PROJECT = re.compile(r"[A-Za-z0-9_-]{1,30}")
MAX_ROWS = 500
MAX_TEXT = 300
MAX_RUPIAH = 10**18

_ENVELOPES: Mapping[Method, str] = {
    Method.RECEIVE_NIB: "dataNIB",
    Method.RECEIVE_NIB_STPW: "dataNIBSTPW",
    Method.RECEIVE_NIB_KKPR: "dataNIB",
    Method.RECEIVE_NIB_PSE: "dataNIBPSE",
}
_NAMES = ("nama_perseroan", "nama_perusahaan_ln", "nama_prinsipal")
_ADDRESSES = ("alamat_perseroan", "alamat_perusahaan_ln", "alamat_prinsipal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a project stands; `region` is the Kemendagri code of ten digits."""

    address: str | None = field(repr=False)
    region: str | None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A line of business with its planned investment in whole rupiah. A risk that is in no list
    is None; `risk_code` is what came."""

    id: str
    kbli: str
    risk: Risk | None
    risk_code: str
    investment: int | None
    places: tuple[Place, ...]

    def is_in(self, office_code: str) -> bool:
        """Whether one of its places is in the office's region, or none says where it is."""
        regions = [place.region for place in self.places if place.region is not None]
        return not regions or any(is_of(office_code, region) for region in regions)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldBusiness:
    """A business as one message has it. `document_type` and `status_code` are what came."""

    nib: str
    region: str
    document_type: str
    status_code: str
    scale: Scale | None
    name: str | None = field(repr=False)
    address: str | None = field(repr=False)
    changed_on: date | None
    projects: tuple[Project, ...]
    permits: tuple[OssPermit, ...]

    @property
    def status(self) -> NibStatus | None:
        """A revocation or a cancellation ends the NIB, whatever its status says."""
        if self.document_type in {one.value for one in ENDS_NIB}:
            return "revoked"
        return NIB_STATUSES.get(self.status_code)

    def projects_in(self, office_code: str) -> tuple[Project, ...]:
        """Those of the office's region."""
        return tuple(one for one in self.projects if one.is_in(office_code))

    def permits_in(self, office_code: str) -> tuple[OssPermit, ...]:
        """Those that are for the office to decide on: a business may have others elsewhere."""
        return tuple(one for one in self.permits if is_of(office_code, one.kd_daerah))


def business_id_of(office_code: str, nib: str) -> UUID:
    """The id of a business of an office, the same in every service."""
    return uuid5(_NAMESPACE, f"{office_code}/{nib}")


def office_codes_of(region: str) -> tuple[str, ...]:
    """The offices that a region may belong to, the nearer first: regency, then province."""
    if not _REGION.fullmatch(region):
        return ()
    regency, province = f"{region[:2]}.{region[2:4]}", region[:2]
    return (province,) if region[2:4] == "00" else (regency,)


def is_of(office_code: str, region: str) -> bool:
    """Whether the region lies in the office's."""
    return region.startswith(office_code.replace(".", ""))


def read_business(method: Method, body: Mapping[str, Any]) -> ToldBusiness | None:
    """The business of a message; None where it names no NIB or no region."""
    told = told_of(method, body)
    if told is None:
        return None
    nib, region = text_of(told, "nib"), text_of(told, "kd_daerah")
    if not _NIB.fullmatch(nib) or not _REGION.fullmatch(region):
        return None
    document_type = text_of(told, "tipe_dokumen")
    return ToldBusiness(
        nib=nib,
        region=region,
        document_type=document_type or DocumentType.ORIGINAL.value,
        status_code=text_of(told, "status_nib"),
        scale=SCALES.get(folded(text_of(told, "skala_usaha"))),
        name=_first(told, _NAMES),
        address=_first(told, _ADDRESSES),
        changed_on=_day(text_of(told, "tgl_perubahan_nib") or text_of(told, "tgl_terbit_nib")),
        projects=tuple(_projects(told)),
        permits=read_permits(
            rows_of(told, "data_checklist"),
            nib=nib,
            oss_id=text_of(told, "oss_id"),
            region=region,
        ),
    )


def told_of(method: Method, body: Mapping[str, Any]) -> dict[str, Any] | None:
    """What stands in the message's envelope; None where there is none."""
    data = trimmed(body).get(_ENVELOPES[method])
    return trimmed(data) if isinstance(data, Mapping) else None


def trimmed(found: Mapping[str, Any]) -> dict[str, Any]:
    """The keys without blanks at their ends: the PIA itself writes `tipe_dokumen ` once."""
    return {str(key).strip(): value for key, value in found.items()}


def text_of(found: Mapping[str, Any], name: str) -> str:
    """A value as a text without blanks around it; what is no value is empty."""
    value = found.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()


def rows_of(found: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of a list, at most MAX_ROWS; what is no row is left out."""
    rows = found.get(name)
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        return []
    return [trimmed(row) for row in rows[:MAX_ROWS] if isinstance(row, Mapping)]


def _projects(told: Mapping[str, Any]) -> Iterator[Project]:
    for row in rows_of(told, "data_proyek"):
        project_id, kbli = text_of(row, "id_proyek"), text_of(row, "kbli")
        if not _PROJECT.fullmatch(project_id) or not _KBLI.fullmatch(kbli):
            continue
        risk_code = text_of(row, "skala_resiko")
        yield Project(
            id=project_id,
            kbli=kbli,
            risk=RISKS.get(folded(risk_code)),
            risk_code=risk_code[:MAX_TEXT],
            investment=_rupiah(text_of(row, "jumlah_investasi")),
            places=tuple(_places(row)),
        )


def _places(project: Mapping[str, Any]) -> Iterator[Place]:
    for row in rows_of(project, "data_lokasi_proyek"):
        region = text_of(row, "proyek_daerah_id")
        latitude, longitude = _coordinates(row)
        yield Place(
            address=text_of(row, "alamat_usaha")[:MAX_TEXT] or None,
            region=region if _REGION.fullmatch(region) else None,
            latitude=latitude,
            longitude=longitude,
        )


def _coordinates(place: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Of the first corner of the place, "latitude,longitude"."""
    corners = [place, *rows_of(place, "data_lokasi_proyek")]
    text = next((found for one in corners if (found := text_of(one, "lat_lng"))), "")
    parts = text.replace(";", ",").split(",")
    try:
        latitude, longitude = (float(one) for one in parts)
    except ValueError:
        return None, None
    if abs(latitude) <= 90 and abs(longitude) <= 180:
        return latitude, longitude
    return None, None


def _rupiah(text: str) -> int | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return int(amount) if amount.is_finite() and 0 <= amount <= MAX_RUPIAH else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _first(told: Mapping[str, Any], names: Sequence[str]) -> str | None:
    return next((found[:MAX_TEXT] for name in names if (found := text_of(told, name))), None)
