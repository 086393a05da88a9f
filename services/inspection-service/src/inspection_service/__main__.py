"""The service's command: `python -m inspection_service serve|migrate|rotate-keys`."""

from inspection_service.adapters.sealed import SEALED
from inspection_service.bootstrap import build
from inspection_service.settings import NAME, InspectionSettings
from shared.runtime.command import service_command

command = service_command(NAME, "inspection_service", InspectionSettings, build, sealed=SEALED)

if __name__ == "__main__":
    command()
