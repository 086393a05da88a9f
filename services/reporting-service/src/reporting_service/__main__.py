"""`python -m reporting_service serve|migrate|rotate-keys`."""

from reporting_service.adapters.sealed import SEALED
from reporting_service.bootstrap import build
from reporting_service.settings import NAME, ReportingSettings
from shared.runtime.command import service_command

service_command(NAME, "reporting_service", ReportingSettings, build, sealed=SEALED)()
