"""The office's own numbers of letters that are no licences: a series per kind and year."""

from permit_service.application.dossier import Dossier
from permit_service.application.ports import Work
from permit_service.domain.number_format import NumberFormat

LETTER = NumberFormat("{sequence:04}/{service}/{office}/{roman_month}/{year}")


async def next_number(kind: str, dossier: Dossier, work: Work) -> str:
    """`0001/SKRD/DPMPTSP-MT/XI/2026`, given in the transaction: a refused step takes none."""
    office, at = dossier.office, dossier.now.astimezone(dossier.office.zone)
    # No service can have a code that begins so.
    key = f"#{kind}"
    series = await work.numbers.series(office.code, key=key, year=at.year)
    sequence, series = series.take()
    await work.numbers.save_series(office.code, key=key, year=at.year, series=series)
    return LETTER.number(sequence, service_code=kind, number_code=office.number_code, at=at)
