"""The gateway's command: `python -m gateway serve|migrate|rotate-keys`."""

from gateway.adapters.sealed import SEALED
from gateway.bootstrap import build
from gateway.settings import NAME, GatewaySettings
from shared.runtime.command import service_command

command = service_command(NAME, "gateway", GatewaySettings, build, sealed=SEALED)

if __name__ == "__main__":
    command()
