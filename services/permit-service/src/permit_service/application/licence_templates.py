"""An office's own licences: an administrator writes the layout, and sees it before it is taken.

A layout is typeset with sample values before it is kept: what cannot be typeset is never in force.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from permit_service.application.ports import Ports, Reading
from permit_service.domain.application import Application
from permit_service.domain.errors import OfficeUnknown, ServiceUnknown
from permit_service.domain.letter_layout import LicenceTemplate, Paper, require_layout
from permit_service.domain.office import Office
from permit_service.domain.service import Service
from shared.documents.examination import HandedIn
from shared.documents.sniffing import MediaType, sniff
from shared.errors import NotFound
from shared.identity import Caller, Role
from shared.messaging.once import Once

PICTURES = frozenset({MediaType.PNG, MediaType.JPEG})


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTemplate:
    """`service_code` None: for every service that has no layout of its own."""

    caller: Caller
    office_code: str
    service_code: str | None
    layout: dict[str, Any]
    once: Once | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEmblem:
    """A PNG or JPEG."""

    caller: Caller
    office_code: str
    picture: bytes
    once: Once | None = None


async def set_template(command: SetTemplate, ports: Ports) -> LicenceTemplate:
    """Raises Forbidden, NotFound for another office, LayoutNotValid, ServiceUnknown,
    TemplateNotUsable."""
    await preview_template(command, ports)
    async with ports.begin(command.caller, once=command.once) as work:
        before = await work.templates.newest(command.office_code, command.service_code)
        template = LicenceTemplate(
            office_code=command.office_code,
            service_code=command.service_code,
            version=1 if before is None else before.version + 1,
            layout=command.layout,
            set_at=work.now,
            set_by=command.caller.actor,
        )
        await work.templates.add(template)
        return work.answer(template)


async def preview_template(command: SetTemplate, ports: Ports) -> bytes:
    """A draft with sample values; raises as `set_template` does, and keeps nothing."""
    _require_administrator(command.caller, command.office_code)
    require_layout(command.layout)
    async with ports.read(command.caller) as reading:
        office, service = await _named(command, reading)
        emblem = await reading.templates.emblem(office.code)
    paper = Paper(layout=command.layout, emblem=emblem)
    return await ports.press.sample(office, service, paper, at=ports.clock.now())


async def set_emblem(command: SetEmblem, ports: Ports) -> str:
    """The media type that was taken; raises Forbidden, NotFound, UnsupportedType,
    FileInfected, NoVerdict."""
    _require_administrator(command.caller, command.office_code)
    media_type = sniff(command.picture, allowed=PICTURES)
    await ports.screening.require_clean(HandedIn(BytesIO(command.picture)).chunks())
    async with ports.begin(command.caller, once=command.once) as work:
        if await work.offices.get(command.office_code) is None:
            raise NotFound
        await work.templates.set_emblem(command.office_code, command.picture)
        return work.answer(media_type.value)


async def list_templates(office_code: str, caller: Caller, ports: Ports) -> list[LicenceTemplate]:
    """The layouts in force; raises Forbidden, NotFound for another office."""
    _require_administrator(caller, office_code)
    async with ports.read(caller) as reading:
        return await reading.templates.all(office_code)


async def paper_of(office_code: str, service_code: str, reading: Reading) -> Paper:
    """What the next licence of that service is set on."""
    found = await reading.templates.newest(office_code, service_code)
    found = found or await reading.templates.newest(office_code, None)
    return Paper.of(found, await reading.templates.emblem(office_code))


async def paper_at(application: Application, reading: Reading) -> Paper:
    """What the draft was set on, whatever the office has changed since: the document that is signed
    looks like the one that was validated. Of what was validated before editions were kept, what is
    in force."""
    office, edition = application.office_code, application.paper
    if edition is None:
        return await paper_of(office, application.service_code, reading)
    template = None
    if edition.template_version is not None:
        template = await reading.templates.version(
            office, edition.template_service, edition.template_version
        )
    emblem = None
    if edition.emblem_sha256 is not None:
        emblem = await reading.templates.kept_emblem(office, edition.emblem_sha256)
    return Paper.of(template, emblem)


async def _named(command: SetTemplate, reading: Reading) -> tuple[Office, Service]:
    office = await reading.offices.get(command.office_code)
    if office is None:
        raise OfficeUnknown
    services = await reading.catalogue.services(command.office_code)
    code = command.service_code
    found = next((one for one in services if code in (None, one.code)), None)
    if found is None:
        raise ServiceUnknown(pointers=(("/service_code", "unknown"),))
    return office, found


def _require_administrator(caller: Caller, office_code: str) -> None:
    caller.require(Role.ADMINISTRATOR)
    if not caller.sees(office_code):
        raise NotFound
