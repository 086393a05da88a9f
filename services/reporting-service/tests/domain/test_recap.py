"""Recaps: printed rows in their order, one figure per cell, unlike measures apart."""

from datetime import UTC, date, datetime

import pytest

from reporting_service.domain.drill import NOT_SPLIT, opened
from reporting_service.domain.errors import MonthNotBegun
from reporting_service.domain.kinds import Channel, Measure, kind_code, label_of, printed_kinds
from reporting_service.domain.licence_count import LicenceCount, licence_count
from reporting_service.domain.recap import Recorded, recap

NOW = datetime(2024, 7, 3, tzinfo=UTC)


def counted(
    kind: str,
    count: int,
    *,
    channel: Channel = Channel.MANUAL,
    measure: Measure = Measure.LICENCES,
    month: int = 4,
) -> LicenceCount:
    return licence_count(
        office_code="62.02",
        year=2024,
        month=month,
        channel=channel,
        kind=kind,
        measure=measure,
        count=count,
        source="register",
        now=NOW,
        today=date(2024, 7, 3),
    )


def recorded(kind: str, count: int, channel: Channel = Channel.MANUAL) -> Recorded:
    return Recorded(channel=channel, kind=kind, measure=Measure.LICENCES, month=4, count=count)


@pytest.mark.parametrize(
    ("wording", "channel", "measure", "code"),
    [
        ("PBG", Channel.MANUAL, Measure.LICENCES, "PBG"),
        ("pbg", Channel.MANUAL, Measure.LICENCES, "PBG"),
        ("Persetujuan Bangun Gedung (PBG)", Channel.MANUAL, Measure.LICENCES, "PBG"),
        ("Persetujuan Bangunan Gedung", Channel.MANUAL, Measure.LICENCES, "PBG"),
        ("PKKPR-NB", Channel.MANUAL, Measure.LICENCES, "PKKPR-NB"),
        ("Surat Laik Fungsi", Channel.MANUAL, Measure.LICENCES, "SLF"),
        ("Detail Proyek", Channel.OSS, Measure.PROJECTS, "PROYEK"),
        ("Detail NIB (Nomor Induk Berusaha)", Channel.OSS, Measure.NIB, "NIB"),
        ("Izin kesehatan", Channel.MPPD, Measure.LICENCES, "KESEHATAN"),
        ("SIP-DOKTER", Channel.MPPD, Measure.LICENCES, "SIP-DOKTER"),
        ("Izin baru", Channel.MANUAL, Measure.LICENCES, "IZIN-BARU"),
    ],
)
def test_a_kind_is_found_under_any_of_its_names(
    wording: str, channel: Channel, measure: Measure, code: str
) -> None:
    assert kind_code(wording, channel=channel, measure=measure) == code


def test_every_printed_row_stands_also_with_nothing_in_it() -> None:
    found = recap(Channel.MANUAL, 2, recorded=[], counts=[counted("PBG", 3)])
    assert [row.code for row in found.rows] == [kind.code for kind in printed_kinds(Channel.MANUAL)]
    assert [row.total for row in found.rows] == [3, 0, 0, 0, 0]


def test_a_channel_of_which_nothing_is_known_is_not_a_channel_of_zeros() -> None:
    assert not recap(Channel.MANUAL, 2, recorded=[], counts=[]).is_known
    assert recap(Channel.MANUAL, 2, recorded=[], counts=[counted("PBG", 0)]).is_known


def test_a_count_stands_for_its_cell_and_is_not_added_to_the_record() -> None:
    found = recap(Channel.MANUAL, 2, recorded=[recorded("PBG", 2)], counts=[counted("PBG", 3)])
    assert found.rows[0].months == (3, 0, 0)
    assert found.rows[0].exceeds_count == ()


def test_a_record_beyond_the_count_stands_and_is_marked() -> None:
    found = recap(Channel.MANUAL, 2, recorded=[recorded("PBG", 4)], counts=[counted("PBG", 3)])
    assert found.rows[0].months == (4, 0, 0)
    assert found.rows[0].exceeds_count == (4,)


def test_services_roll_up_to_their_row_and_unknown_kinds_keep_their_own() -> None:
    found = recap(
        Channel.MPPD,
        2,
        recorded=[recorded("SIP-BIDAN", 2, Channel.MPPD), recorded("SIP-DRG", 1, Channel.MPPD)],
        counts=[counted("Izin lain", 7, channel=Channel.MPPD)],
    )
    assert [(row.label, row.total) for row in found.rows] == [
        ("Izin kesehatan", 3),
        ("Izin lain", 7),
    ]


def test_unlike_measures_have_totals_of_their_own() -> None:
    found = recap(
        Channel.OSS,
        2,
        recorded=[],
        counts=[
            counted("Detail Perizinan Berusaha", 17, channel=Channel.OSS),
            counted("Detail Proyek", 3206, channel=Channel.OSS, measure=Measure.PROJECTS),
            counted("Detail NIB", 2303, channel=Channel.OSS, measure=Measure.NIB),
        ],
    )
    assert [found.total(measure) for measure in found.measures] == [17, 3206, 2303]


def test_an_opened_row_sums_to_the_closed_one() -> None:
    figures = {
        "recorded": [recorded("SIP-BIDAN", 2, Channel.MPPD)],
        "counts": [counted("Izin kesehatan", 10, channel=Channel.MPPD)],
    }
    closed = recap(Channel.MPPD, 2, **figures)  # type: ignore[arg-type]
    split = opened(Channel.MPPD, 2, **figures)  # type: ignore[arg-type]
    assert split.total(Measure.LICENCES) == closed.total(Measure.LICENCES) == 10
    assert [row.total for row in split.rows] == [2, 8]
    assert NOT_SPLIT in split.rows[1].label


def test_the_offices_own_wording_is_printed() -> None:
    assert label_of("PBG", "Persetujuan Bangun Gedung (PBG)") == "Persetujuan Bangun Gedung (PBG)"
    assert label_of("PBG", "pbg") == "Persetujuan Bangunan Gedung (PBG)"


def test_a_month_that_has_not_begun_is_refused() -> None:
    with pytest.raises(MonthNotBegun):
        counted("PBG", 1, month=8)
