"""A report as documents: JSON, XLSX, PDF, DOCX. The same report gives the same tables in each."""

from reporting_service.adapters.documents.rendering import DocumentRenderer

__all__ = ["DocumentRenderer"]
