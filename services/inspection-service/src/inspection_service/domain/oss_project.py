"""A row of the OSS spreadsheet: one project of one business at one place.

A row without a valid NIB, a risk, a KBLI, a name or a place is refused at its column; the same
project twice is the later row.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from inspection_service.domain.business import (
    Activity,
    Business,
    Location,
    Risk,
    Scale,
    location_id_of,
)
from shared.imports.columns import Columns, Header
from shared.imports.rows import RowError

COLUMNS = Columns(
    names={
        "project_id": ("id_proyek",),
        "nib": ("nib",),
        "name": ("nama_perusahaan",),
        "risk": ("uraian_risiko_proyek",),
        "scale": ("uraian_skala_usaha",),
        "kbli": ("kbli",),
        "address": ("alamat_usaha",),
        "district": ("kecamatan_usaha",),
        "longitude": ("longitude",),
        "latitude": ("latitude",),
    },
    required=("project_id", "nib", "name", "risk", "kbli", "address"),
)

RISKS: Mapping[str, Risk] = MappingProxyType(
    {
        "r": Risk.LOW,
        "rendah": Risk.LOW,
        "mr": Risk.MEDIUM_LOW,
        "menengah rendah": Risk.MEDIUM_LOW,
        "mt": Risk.MEDIUM_HIGH,
        "menengah tinggi": Risk.MEDIUM_HIGH,
        "t": Risk.HIGH,
        "tinggi": Risk.HIGH,
    }
)
SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        "usaha mikro": Scale.MICRO,
        "mikro": Scale.MICRO,
        "usaha kecil": Scale.SMALL,
        "kecil": Scale.SMALL,
        "usaha menengah": Scale.MEDIUM,
        "menengah": Scale.MEDIUM,
        "usaha besar": Scale.LARGE,
        "besar": Scale.LARGE,
    }
)
_NIB = re.compile(r"[0-9]{13}")
_KBLI = re.compile(r"[0-9]{5}")
MAX_TEXT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class OssProject:
    """What supervision takes from a row."""

    project_id: str
    nib: str
    name: str
    risk: Risk
    scale: Scale | None
    kbli: str
    address: str
    district: str | None
    latitude: float | None
    longitude: float | None


def read_project(
    row: Mapping[str, str], *, number: int, header: Header
) -> OssProject | list[RowError]:
    """The project of a row, or everything that is wrong with it."""
    risk = RISKS.get(_folded(row.get("risk", "")))
    scale = SCALES.get(_folded(row.get("scale", "")))
    checks = {
        "project_id": bool(row.get("project_id")),
        "nib": bool(_NIB.fullmatch(row.get("nib", ""))),
        "name": bool(row.get("name")),
        "risk": risk is not None,
        "scale": scale is not None or not row.get("scale"),
        "kbli": bool(_KBLI.fullmatch(row.get("kbli", ""))),
        "address": bool(row.get("address")),
        "latitude": _is_degree(row.get("latitude", ""), 90),
        "longitude": _is_degree(row.get("longitude", ""), 180),
    }
    errors = [
        header.error(number, field, "invalid" if row.get(field) else "missing")
        for field, holds in checks.items()
        if not holds
    ]
    errors += [
        header.error(number, field, "too_long")
        for field, value in row.items()
        if len(value) > MAX_TEXT
    ]
    if errors or risk is None:
        return errors
    return OssProject(
        project_id=row["project_id"],
        nib=row["nib"],
        name=row["name"],
        risk=risk,
        scale=scale,
        kbli=row["kbli"],
        address=row["address"],
        district=row.get("district") or None,
        latitude=_degree(row.get("latitude", "")),
        longitude=_degree(row.get("longitude", "")),
    )


def with_project(business: Business, project: OssProject) -> Business:
    """The business with the project at its place; wherever it stood before, it stands no more."""
    place = Location(
        id=location_id_of(business.id, project.address),
        address=project.address,
        district=project.district,
        latitude=project.latitude,
        longitude=project.longitude,
    )
    placed = business.placed(place)
    home = next(one for one in placed.locations if one.is_at(project.address))
    activity = Activity(kbli=project.kbli, risk=project.risk, project_id=project.project_id)
    locations = tuple(
        replace(
            one,
            activities=(
                *(told for told in one.activities if told.project_id != project.project_id),
                *((activity,) if one.id == home.id else ()),
            ),
        )
        for one in placed.locations
    )
    return replace(
        placed, name=project.name, scale=project.scale or business.scale, locations=locations
    )


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("risiko", "").split())


def _degree(text: str) -> float | None:
    return float(text.replace(",", ".")) if text else None


def _is_degree(text: str, limit: int) -> bool:
    if not text:
        return True
    return bool(re.fullmatch(r"-?[0-9]{1,3}([.,][0-9]{1,20})?", text)) and (
        abs(float(text.replace(",", "."))) <= limit
    )
