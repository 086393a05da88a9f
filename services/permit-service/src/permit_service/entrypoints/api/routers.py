"""Every router of the service, in the order in which paths are matched."""

from permit_service.entrypoints.api import (
    applicants,
    internal,
    licences,
    officers,
    public,
    reading,
)

ROUTERS = (
    public.router,
    applicants.router,
    officers.router,
    reading.router,
    licences.router,
    internal.router,
)
