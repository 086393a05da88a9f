"""Which service answers which path. Everything that is named nowhere is the door's own."""

from collections.abc import Mapping

PERMIT, SURVEY, INSPECTION, REPORTING = "permit", "survey", "inspection", "reporting"
SERVICES = (PERMIT, SURVEY, INSPECTION, REPORTING)

# By the segment after /v1/.
_EXACT: Mapping[str, str] = {
    "applications": PERMIT,
    "application-searches": PERMIT,
    "application-recap": PERMIT,
    "inbox-summary": PERMIT,
    "services": PERMIT,
    "service-schema": PERMIT,
    "service-standards": PERMIT,
    "service-catalogue": PERMIT,
    "service-catalogue-imports": PERMIT,
    "licences": PERMIT,
    "document-links": PERMIT,
    "tracking": PERMIT,
    "verification": PERMIT,
    "permit-rules": PERMIT,
    "retention-report": PERMIT,
    "retention-runs": PERMIT,
    "legal-holds": PERMIT,
    "payment-callbacks": PERMIT,
    "licence-imports": PERMIT,
    "licence-terms": PERMIT,
    "licence-number-formats": PERMIT,
    "licence-templates": PERMIT,
    "licence-template-previews": PERMIT,
    "licence-emblems": PERMIT,
    "signing-certificates": PERMIT,
    "satisfaction-index": SURVEY,
    "questionnaires": SURVEY,
    "improvement-actions": SURVEY,
    "businesses": INSPECTION,
    "business-imports": INSPECTION,
    "violations": INSPECTION,
    "follow-ups": INSPECTION,
    "sanctions": INSPECTION,
    "complaints": INSPECTION,
    "complaint-imports": INSPECTION,
    "complaint-register": INSPECTION,
    "administrative-actions": INSPECTION,
    "reports": REPORTING,
    "licence-count-imports": REPORTING,
    "investment-realisation-imports": REPORTING,
    "evaluations": REPORTING,
    "system-issues": REPORTING,
    "data-requests": REPORTING,
    "data-request-imports": REPORTING,
    "open-data": REPORTING,
    "dashboard": REPORTING,
    "report-lint": REPORTING,
    "service-performance": REPORTING,
}
_BEGINNINGS: tuple[tuple[str, str], ...] = (
    ("clock-", PERMIT),
    ("recommendation-", PERMIT),
    ("survey-", SURVEY),
    ("inspection", INSPECTION),
    ("investment-report", INSPECTION),
    ("compliance-", INSPECTION),
)
# Pages for people, outside of the API.
_PAGES: Mapping[str, str] = {
    "documents": PERMIT,
    "survey": SURVEY,
    "report-lint": REPORTING,
    "reports": REPORTING,
    "supervision": REPORTING,
}

# What is published for everybody beside the door's own keys.
_WELL_KNOWN: Mapping[str, str] = {"/.well-known/licence-keys.json": PERMIT}


def service_for(path: str) -> str | None:
    """The service that answers a path; None for the door itself."""
    first, _, rest = path[1:].partition("/")
    if first != "v1":
        return _PAGES.get(first) or _WELL_KNOWN.get(path)
    second = rest.partition("/")[0]
    found = _EXACT.get(second)
    if found is not None:
        return found
    for beginning, service in _BEGINNINGS:
        if second.startswith(beginning):
            return service
    return None


def is_internal(path: str) -> bool:
    """Whether only services may ask for it: nobody gets there from outside."""
    return "internal" in path and path.lstrip("/").partition("/")[0] == "internal"
