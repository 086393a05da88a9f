"""The transmittal letter of a published report."""

from pathlib import Path

from reporting_service.adapters.documents.shape import title_of
from reporting_service.application.ports import Transmittal
from reporting_service.domain.report import QuarterlyReport
from shared.documents.typesetting import Sheet

TEMPLATE = Path(__file__).with_name("transmittal.typ")


def transmittal_sheet(report: QuarterlyReport, transmittal: Transmittal, *, address: str) -> Sheet:
    """What the typesetter needs; `address` is where the published report is read."""
    publication = report.publication
    assert publication is not None
    title = title_of(report)
    return Sheet(
        template=TEMPLATE,
        made_at=publication.published_at,
        verification_url=address,
        values={
            "certificate_issuer": "",
            "office": {
                "government": f"Pemerintah {report.office.regency}",
                "name": report.letterhead.name,
                "address": ", ".join(report.letterhead.lines),
            },
            "number": transmittal.number,
            "place": transmittal.place,
            "issued_on": publication.published_at.astimezone(report.office.zone).date().isoformat(),
            "subject": f"Penyampaian {title}",
            "recipient": transmittal.addressee,
            "through": transmittal.through,
            "paragraphs": [
                f"Bersama ini disampaikan {title} {report.letterhead.name}, edisi"
                f" {publication.edition}, sebagai laporan pelaksanaan penyelenggaraan"
                " administrasi pelayanan perizinan.",
                f"Laporan yang diterbitkan dapat dibaca pada {address}.",
                "Demikian disampaikan, atas perhatiannya diucapkan terima kasih.",
            ],
            "signatory": {
                "position": publication.signatory.position,
                "name": publication.signatory.name,
                "rank": publication.signatory.rank,
                "nip": publication.signatory.nip,
            },
        },
    )
