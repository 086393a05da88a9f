"""What stands beside an application while the office works on it, each in a store of its own."""

from typing import Protocol

from permit_service.application.correction_ports import (
    Corrections,
    OfficeRules,
    RequirementChecks,
)
from permit_service.application.retribution_ports import Retributions
from permit_service.application.visit_ports import SiteVisits


class Casework(Protocol):
    """The stores of a file's further parts, and the office's rules for them."""

    @property
    def retributions(self) -> Retributions: ...
    @property
    def visits(self) -> SiteVisits: ...
    @property
    def corrections(self) -> Corrections: ...
    @property
    def checks(self) -> RequirementChecks: ...
    @property
    def rules(self) -> OfficeRules: ...
