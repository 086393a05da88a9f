"""The catalogue as clients see it: an entry, its versions, and what a new one would do."""

from typing import Any

from permit_service.application.catalogue_ports import ServiceVersion, VersionUse
from permit_service.application.publish_service import Publication
from permit_service.domain.catalogue_change import Change
from permit_service.domain.service import Service
from permit_service.entrypoints.api.guide import guide_to
from shared.http import Representation

Body = dict[str, Any]


def service_body(service: Service) -> Body:
    """The entry with the catalogue's own keys, its version and its guide in both languages."""
    return {
        **service.content,
        "office_code": service.office_code,
        "version": service.version,
        "channel_basis": "article" if service.channel.stands_in_article else "addition",
        "procedure": guide_to(service),
    }


def version_body(version: ServiceVersion) -> Body:
    """A version in a list."""
    service = version.service
    return {
        "service_code": service.code,
        "version": service.version,
        "published_at": version.recorded_at,
        "name": service.name,
        "sla": service.content["sla"],
        "closed_on": service.content.get("closed_on"),
    }


def change_body(change: Change) -> Body:
    """A place in which two versions differ."""
    return {
        "pointer": change.pointer,
        "kind": change.kind.value,
        "before": change.before,
        "after": change.after,
    }


def publication_view(publication: Publication) -> Representation:
    """What was published, or would be."""
    service = publication.service
    body = {
        "service_code": service.code,
        "version": service.version,
        "published": publication.is_published,
        "dry_run": publication.dry_run,
        "changes": [change_body(one) for one in publication.changes],
        "running": [_use(one) for one in publication.running],
        "service": service_body(service),
    }
    if publication.dry_run:
        return Representation(body=body)
    return Representation(body=body, version=service.version)


def _use(use: VersionUse) -> Body:
    return {
        "version": use.version,
        "status": use.status.value,
        "count": use.count,
        "application_ids": list(use.application_ids),
    }
