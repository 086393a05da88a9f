"""The settings of each service, for whoever needs no more of it: a service whole takes a second to
import, its settings next to nothing."""

from collections.abc import Mapping

from gateway.settings import GatewaySettings
from inspection_service.settings import InspectionSettings
from permit_service.settings import PermitSettings
from reporting_service.settings import ReportingSettings
from shared.settings import ServiceSettings
from survey_service.settings import SurveySettings

# The gateway last: the others are there when its door opens.
SETTINGS: Mapping[str, type[ServiceSettings]] = {
    "permit": PermitSettings,
    "survey": SurveySettings,
    "inspection": InspectionSettings,
    "reporting": ReportingSettings,
    "gateway": GatewaySettings,
}
