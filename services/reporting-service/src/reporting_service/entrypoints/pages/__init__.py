"""Pages for people."""

from reporting_service.entrypoints.pages.lint import lint_router
from reporting_service.entrypoints.pages.report import report_router
from reporting_service.entrypoints.pages.supervision import supervision_router

__all__ = ["lint_router", "report_router", "supervision_router"]
