"""The printed figures beside the computed ones, each with the reason for the difference."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace

from reporting_service.domain.lint import Finding
from reporting_service.domain.table import Table

# Which part of a print a table answers to, by the places that the linter names.
_PLACES: Mapping[str, str] = {
    "licences_manual": "licence_recap.MANUAL",
    "licences_oss": "licence_recap.OSS",
    "licences_sicantik": "licence_recap.SICANTIK",
    "licences_mppd": "licence_recap.MPPD",
    "investment_pmdn": "investment.pmdn",
    "investment_pma": "investment.pma",
    "complaints": "complaints",
    "data_requests_opd": "data_requests.OPD",
    "data_requests_other": "data_requests.NON_OPD",
    "survey_index": "survey",
    "obstacles": "evaluation",
}


def with_printed(
    tables: Sequence[Table], values: Mapping[str, object], findings: Sequence[Finding]
) -> tuple[Table, ...]:
    """Tables with what was printed of them (`values` by table id) and what is wrong in it."""
    return tuple(
        replace(
            table,
            printed={
                "values": values[table.id],
                "findings": [asdict(one) for one in findings if _is_about(one, table.id)],
            },
        )
        if values.get(table.id)
        else table
        for table in tables
    )


def _is_about(finding: Finding, table_id: str) -> bool:
    place = _PLACES.get(table_id)
    return place is not None and f"{finding.where}.".startswith(f"{place}.")
