"""The gateway's command: `python -m gateway serve|migrate`."""

from gateway.bootstrap import build
from gateway.settings import NAME, GatewaySettings
from shared.runtime.command import service_command

command = service_command(NAME, "gateway", GatewaySettings, build)

if __name__ == "__main__":
    command()
