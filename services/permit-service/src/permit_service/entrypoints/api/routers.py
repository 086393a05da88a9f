"""Every router of the service, the busiest first: paths are matched in this order."""

from permit_service.entrypoints.api import (
    applicants,
    catalogue,
    catalogue_imports,
    clocks,
    documents,
    internal,
    licence_imports,
    licence_terms,
    licences,
    number_formats,
    officers,
    operations,
    people,
    public,
    reading,
    templates,
)

ROUTERS = (
    reading.router,
    applicants.router,
    documents.router,
    officers.router,
    clocks.router,
    public.router,
    catalogue.router,
    catalogue_imports.router,
    licences.router,
    people.router,
    licence_imports.router,
    operations.router,
    licence_terms.router,
    number_formats.router,
    templates.router,
    internal.router,
)
