"""Pages that open an applicant's documents from a link."""

from permit_service.entrypoints.pages.router import router

__all__ = ["router"]
