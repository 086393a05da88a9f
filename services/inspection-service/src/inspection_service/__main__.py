"""The service's command: `python -m inspection_service serve|migrate`."""

from inspection_service.bootstrap import build
from inspection_service.settings import NAME, InspectionSettings
from shared.runtime.command import service_command

command = service_command(NAME, "inspection_service", InspectionSettings, build)

if __name__ == "__main__":
    command()
