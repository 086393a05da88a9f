"""The population: recorded licences and counts of one cell are compared, never added."""

from datetime import date

import pytest

from survey_service.domain.licence_use import ServiceUse
from survey_service.domain.population import CountedLicences, population_of

MAY = date(2024, 5, 1)
SIP = ("SIP-BIDAN", "SIP-DOKTER")


def issued(code: str, licences: int, *, channel: str = "MPPD", month: date = MAY) -> ServiceUse:
    return ServiceUse(month=month, service_code=code, channel=channel, licences=licences)


def counted(kind: str, count: int, *, channel: str = "MPPD", month: date = MAY) -> CountedLicences:
    return CountedLicences(
        month=month,
        channel=channel,
        kind=kind,
        row="KESEHATAN",
        services=SIP,
        count=count,
        version=1,
    )


@pytest.mark.parametrize(
    ("uses", "counts", "population"),
    [
        ([], [], 0),
        ([issued("SIP-BIDAN", 3)], [], 3),
        ([], [counted("KESEHATAN", 137)], 137),
        ([issued("SIP-BIDAN", 3), issued("SIP-DOKTER", 4)], [counted("KESEHATAN", 137)], 137),
        ([issued("SIP-BIDAN", 99), issued("SIP-DOKTER", 99)], [counted("KESEHATAN", 137)], 198),
        ([issued("SIP-BIDAN", 3)], [counted("SIP-BIDAN", 2), counted("SIP-DOKTER", 5)], 8),
        ([issued("PBG", 3)], [counted("KESEHATAN", 137)], 140),
        ([issued("SIP-BIDAN", 3, month=date(2024, 6, 1))], [counted("KESEHATAN", 137)], 140),
        ([issued("SIP-BIDAN", 3, channel="MANUAL")], [counted("KESEHATAN", 137)], 140),
        ([issued("SIP-BIDAN", 3, channel="OSS")], [counted("KESEHATAN", 7, channel="OSS")], 0),
    ],
)
def test_of_what_is_recorded_and_what_is_counted_the_larger_stands_per_cell(
    uses: list[ServiceUse], counts: list[CountedLicences], population: int
) -> None:
    assert population_of(uses, counts) == population
