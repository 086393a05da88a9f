"""The stores of a transaction, named by what they keep. Two makes pass one suite."""

from reporting_service.application.stores.editions import (
    DutyStore,
    EditionStore,
    PrintStore,
)
from reporting_service.application.stores.read_models import (
    AgencyStore,
    IssuanceStore,
    OfficeStandardStore,
    OfficeStore,
    ProgressStore,
    RebuildStore,
    RegisterStore,
    StageStore,
    StepStore,
    SupervisionStore,
    SurveyStore,
)
from reporting_service.application.stores.registers import (
    CountStore,
    DataRequestStore,
    EvaluationStore,
    InvestmentStore,
    IssueFilter,
    OfficeListStore,
    SystemIssueStore,
)

__all__ = [
    "AgencyStore",
    "CountStore",
    "DataRequestStore",
    "DutyStore",
    "EditionStore",
    "EvaluationStore",
    "InvestmentStore",
    "IssuanceStore",
    "IssueFilter",
    "OfficeListStore",
    "OfficeStandardStore",
    "OfficeStore",
    "PrintStore",
    "ProgressStore",
    "RebuildStore",
    "RegisterStore",
    "StageStore",
    "StepStore",
    "SupervisionStore",
    "SurveyStore",
    "SystemIssueStore",
]
