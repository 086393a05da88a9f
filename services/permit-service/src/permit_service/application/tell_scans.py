"""What the others are told of a scan: that a document is released, or that it is held back."""

from permit_service.application.ports import Work
from permit_service.domain.application import Application
from permit_service.domain.document import Document
from shared.contracts.permit import DocumentQuarantinedV1, DocumentScannedV1
from shared.documents.scanning import ScanState


def tell_scan(document: Document, application: Application, work: Work) -> None:
    """Nothing is told of what waits, or of what nobody scans."""
    if document.scan_state is ScanState.CLEAN:
        scanned = DocumentScannedV1(
            office_code=application.office_code,
            application_id=application.id,
            document_id=document.id,
            requirement_no=document.requirement_no,
            scanned_at=work.now,
        )
        work.events.add(scanned)
    if document.scan_state is ScanState.INFECTED:
        quarantined = DocumentQuarantinedV1(
            office_code=application.office_code,
            application_id=application.id,
            service_code=application.service_code,
            document_id=document.id,
            requirement_no=document.requirement_no,
            quarantined_at=work.now,
        )
        work.events.add(quarantined)
