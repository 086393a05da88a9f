"""`python -m permit_service serve|migrate|rotate-keys`: the service as a process of its own."""

from permit_service.adapters.sealed import SEALED
from permit_service.bootstrap import build
from permit_service.settings import NAME, PermitSettings
from shared.runtime.command import service_command

command = service_command(NAME, "permit_service", PermitSettings, build, sealed=SEALED)

if __name__ == "__main__":
    command()
