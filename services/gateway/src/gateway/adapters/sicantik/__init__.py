"""SiCANTIK Cloud over HTTP: the public JSON outputs (TemplateData) and the SPLP gateway."""

from gateway.adapters.sicantik.configuration import SicantikOffices, offices_of
from gateway.adapters.sicantik.connected import ConnectedSicantik

__all__ = ["ConnectedSicantik", "SicantikOffices", "offices_of"]
