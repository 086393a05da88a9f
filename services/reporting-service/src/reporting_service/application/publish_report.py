"""Publishes a quarter's report: the Head signs it off, every form of it is made and frozen."""

import hashlib
from dataclasses import dataclass, replace

from reporting_service.application.media_types import MEDIA_TYPES, TRANSMITTAL
from reporting_service.application.ports import Ports, Transmittal, Work
from reporting_service.application.quarterly_report import compile_report
from reporting_service.domain.data_request import reply_number
from reporting_service.domain.edition import (
    Edition,
    Publication,
    Signatory,
    SignatoryIncomplete,
    require_changes,
)
from reporting_service.domain.errors import OfficeUnknown
from reporting_service.domain.report import QuarterlyReport, published
from reporting_service.domain.respondents import with_respondents
from shared.calendar.office_time import Quarter
from shared.contracts.reporting import ReportPublishedV1
from shared.identity import Caller, Role
from shared.messaging.once import Once


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishReport:
    """Without a signatory, the caller's own account says who signs."""

    caller: Caller
    office_code: str
    quarter: Quarter
    changes: str = ""
    signatory: Signatory | None = None
    once: Once | None = None


async def publish_report(command: PublishReport, ports: Ports) -> Edition:
    """The edition; raises QuarterNotOver, SignatoryIncomplete, AlreadyPublished.

    The documents are made outside the transaction, from figures of one moment.
    """
    command.caller.require(Role.HEAD)
    if not command.caller.sees(command.office_code):
        raise OfficeUnknown
    signatory = command.signatory or await ports.directory.signatory(command.caller)
    if signatory.missing and not ports.allows_unnamed_signatory:
        raise SignatoryIncomplete(
            rule="signatory",
            pointers=tuple((f"/signatory/{field}", "missing") for field in signatory.missing),
        )
    report = await _report(command, signatory, ports)
    documents = {one: await ports.renderer.render(report, one) for one in MEDIA_TYPES}
    async with ports.begin(command.caller, once=command.once) as work:
        assert report.publication is not None
        # Only here, under the once-mark: a repetition of the request is answered, not refused.
        await _refuse_silent_correction(command, work)
        transmittal = await _transmittal(report, work)
        documents[TRANSMITTAL] = await ports.renderer.transmittal(report, transmittal)
        edition = Edition(
            id=ports.new_id(),
            office_code=command.office_code,
            quarter=command.quarter,
            publication=report.publication,
            checksums={
                one: hashlib.sha256(content).hexdigest() for one, content in documents.items()
            },
            transmittal_number=transmittal.number,
        )
        await work.editions.add(edition, documents)
        work.events.add(
            ReportPublishedV1(
                office_code=command.office_code,
                report_id=edition.id,
                year=command.quarter.year,
                quarter=command.quarter.number,
                edition=report.publication.edition,
                published_at=report.publication.published_at,
            )
        )
        return work.answer(edition)


async def _report(command: PublishReport, signatory: Signatory, ports: Ports) -> QuarterlyReport:
    letterhead = await ports.directory.letterhead(command.office_code)
    groups = await ports.respondents.groups(command.office_code, command.quarter)
    async with ports.read(command.caller) as work:
        report = await compile_report(command.office_code, command.quarter, work)
        latest = await work.editions.latest(command.office_code, command.quarter)
        standing = 0 if latest is None else latest.publication.edition
        publication = Publication(
            edition=standing + 1,
            published_at=work.now,
            signatory=signatory,
            changes=command.changes,
        )
    whole = with_respondents(replace(report, letterhead=letterhead), groups)
    return published(whole, publication)


async def _refuse_silent_correction(command: PublishReport, work: Work) -> None:
    latest = await work.editions.latest(command.office_code, command.quarter)
    require_changes(0 if latest is None else latest.publication.edition, changes=command.changes)


async def _transmittal(report: QuarterlyReport, work: Work) -> Transmittal:
    """The letter to the Governor takes the next of the office's letter numbers."""
    assert report.publication is not None
    office = report.office
    settings = await work.duties.settings(office.code)
    dated_on = office.today(report.publication.published_at)
    sequence = await work.data_requests.next_number(office.code, dated_on.year)
    return Transmittal(
        number=reply_number(
            sequence=sequence,
            office=office.number_code,
            unit=settings.letter_unit,
            dated_on=dated_on,
        ),
        addressee=settings.addressee,
        through=settings.through,
        place=settings.place,
    )
