"""Tells how an import ended, to the office that asked for it."""

from uuid import UUID

from reporting_service.application.ports import Ports
from reporting_service.domain.rebuild import Rebuild
from shared.errors import NotFound
from shared.identity import STAFF, Caller
from shared.imports.operation import ImportOperation


async def find_operation(operation_id: UUID, caller: Caller, ports: Ports) -> ImportOperation:
    """The operation; raises NotFound for another office's."""
    caller.require(*STAFF)
    async with ports.read(caller) as work:
        return await work.operations.get(operation_id)


async def find_rebuild(rebuild_id: UUID, caller: Caller, ports: Ports) -> Rebuild:
    """A rebuild and how far it is; raises NotFound for another office's."""
    caller.require(*STAFF)
    async with ports.read(caller) as work:
        rebuild = await work.rebuilds.find(rebuild_id)
    if rebuild is None:
        raise NotFound
    return rebuild
