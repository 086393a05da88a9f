"""Rows of SiCANTIK Cloud, read without trust and without guessing.

The fields are those that its outputs were seen with (DOMAIN 3.1); what a row lacks is named.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from gateway.domain.addresses import mail_address, mobile_number, one_line
from gateway.domain.integrations.reconciliation import IssuedLicence
from gateway.domain.sicantik.intake import IntakeContent

MAX_TEXT = 200
_NUMBER = re.compile(r"[^\x00-\x20\x7f][^\x00-\x1f\x7f]{0,99}")
_LOCAL_DAY = re.compile(r"(\d{2})[-/](\d{2})[-/](\d{4})(?:[T ](\d{2}):(\d{2})(?::(\d{2}))?)?")
_DROPPED = frozenset({"drop", "ditolak", "batal", "dibatalkan"})
_SWITCHED_ON = frozenset({"1", "true", "y", "ya"})

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """An application that is open there. With a `problem` it cannot go on, and nobody's data are
    kept of it."""

    number: str | None
    service: str | None
    service_name: str | None
    problem: str | None
    content: IntakeContent | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of an application there, without a person."""

    name: str
    status: str
    started_on: date | None
    ended_on: date | None


def canonical(row: Row) -> str:
    """The row as one text: the same text is the same row."""
    return json.dumps(row, sort_keys=True, default=str)


def open_application(row: Row, *, zone: ZoneInfo, now: datetime) -> ReadRow | None:
    """The application of a row; None for one that was issued, dropped or deleted there."""
    if _text(row, "no_izin") or _text(row, "status").casefold() in _DROPPED:
        return None
    if _text(row, "del").casefold() in _SWITCHED_ON:
        return None
    number = _number(row)
    service = _text(row, "jenis_izin_id") or None
    submitted_at = _moment(row, ("tgl_pengajuan_time", "tgl_pengajuan"), zone)
    kind, name = _applicant(row)
    problem = _problem(number, service, submitted_at, name, now)
    content = None
    if problem is None and submitted_at is not None:
        content = IntakeContent(
            submitted_at=submitted_at,
            kind=kind,
            name=name,
            email=mail_address(_text(row, "email")),
            phone=mobile_number(_text(row, "no_hp")) or mobile_number(_text(row, "no_tlp")),
            address=_text(row, "alamat") or None,
            location_address=_text(row, "lokasi_izin") or None,
        )
    return ReadRow(
        number=number,
        service=service,
        service_name=_text(row, "jenis_izin") or None,
        problem=problem,
        content=content,
    )


def issued_licence(row: Row, *, zone: ZoneInfo) -> IssuedLicence | None:
    """What was issued there; None for a row without a licence or a number of its application."""
    number, licence = _number(row), _text(row, "no_izin")
    issued_at = _moment(row, ("tgl_penetapan", "tgl_signed_report"), zone)
    if number is None or not licence or issued_at is None:
        return None
    return IssuedLicence(
        outside_number=number, number=licence, issued_on=issued_at.astimezone(zone).date()
    )


def step_of(row: Row, *, zone: ZoneInfo) -> Step | None:
    """A step with its status; None for a row without a name."""
    name = _text(row, "nama_proses") or _text(row, "jenis_proses")
    if not name:
        return None
    return Step(
        name=name,
        status=_text(row, "status"),
        started_on=_day(row, "start_date", zone),
        ended_on=_day(row, "end_date", zone),
    )


def _problem(
    number: str | None,
    service: str | None,
    submitted_at: datetime | None,
    name: str,
    now: datetime,
) -> str | None:
    if number is None:
        return "number_missing"
    if service is None:
        return "service_missing"
    if not name:
        return "name_missing"
    if submitted_at is None:
        return "submitted_on_missing"
    return "submitted_in_the_future" if submitted_at > now else None


def _applicant(row: Row) -> tuple[Literal["person", "organisation"], str]:
    """A company where the row says so, or names one and says nothing else."""
    said, company = _text(row, "tipe_pemohon").casefold(), _text(row, "nama_perusahaan")
    if said == "perusahaan" or (not said and company):
        return "organisation", company or _text(row, "nama")
    return "person", _text(row, "nama")


def _number(row: Row) -> str | None:
    text = _text(row, "no_permohonan")
    return text if _NUMBER.fullmatch(text) else None


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    if value is None or isinstance(value, bool | dict | list):
        return "1" if value is True else ""
    return one_line(str(value))[:MAX_TEXT]


def _day(row: Row, name: str, zone: ZoneInfo) -> date | None:
    moment = _moment(row, (name,), zone)
    return None if moment is None else moment.astimezone(zone).date()


def _moment(row: Row, names: tuple[str, ...], zone: ZoneInfo) -> datetime | None:
    """The first that is there: a local time of the office, or one that says its own zone."""
    for name in names:
        found = _parsed(_text(row, name), zone)
        if found is not None:
            return found
    return None


def _parsed(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        whole = datetime.fromisoformat(text)
    except ValueError:
        return _locally(text, zone)
    return whole if whole.tzinfo is not None else whole.replace(tzinfo=zone)


def _locally(text: str, zone: ZoneInfo) -> datetime | None:
    found = _LOCAL_DAY.fullmatch(text)
    if found is None:
        return None
    day, month, year, hour, minute, second = (int(one or 0) for one in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
