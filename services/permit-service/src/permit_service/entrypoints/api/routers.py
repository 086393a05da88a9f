"""Every router of the service, the busiest first: paths are matched in this order."""

from permit_service.entrypoints.api import (
    applicants,
    clocks,
    internal,
    licences,
    officers,
    people,
    public,
    reading,
)

ROUTERS = (
    reading.router,
    applicants.router,
    officers.router,
    clocks.router,
    public.router,
    licences.router,
    people.router,
    internal.router,
)
