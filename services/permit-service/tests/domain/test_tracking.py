"""The stages that the holder of a receipt sees."""

from dataclasses import replace

import pytest

from permit_service.domain.applicant import masked_name, masked_number
from permit_service.domain.stamps import Stamps
from permit_service.domain.steps import Status
from permit_service.domain.tracking import stages

from .applications import NOW, draft, standing

SUBMITTED = Stamps(submitted_at=NOW)
VERIFIED = Stamps(submitted_at=NOW, verified_at=NOW)
REJECTED = Stamps(submitted_at=NOW, rejected_at=NOW)


@pytest.mark.parametrize(
    ("status", "stamps", "states"),
    [
        (Status.SUBMITTED, SUBMITTED, "done in_progress waiting waiting waiting waiting"),
        (Status.VERIFIED, VERIFIED, "done done done in_progress waiting waiting"),
        (Status.REJECTED, REJECTED, "done done done waiting waiting waiting"),
        (Status.WITHDRAWN, SUBMITTED, "done waiting waiting waiting waiting waiting"),
    ],
)
def test_a_stage_is_done_in_progress_or_waiting(
    status: Status, stamps: Stamps, states: str
) -> None:
    application = replace(standing(status), stamps=stamps)

    assert " ".join(one.state for one in stages(application)) == states


def test_a_draft_has_no_stage_behind_it() -> None:
    assert {one.state for one in stages(draft())} == {"waiting"}


def test_names_and_numbers_are_masked() -> None:
    assert masked_name("Toko Contoh  Satu") == "T*** C***** S***"
    assert masked_number("8102150101900001") == "************0001"
