"""Pages for people."""

from reporting_service.entrypoints.pages.lint import lint_router

__all__ = ["lint_router"]
