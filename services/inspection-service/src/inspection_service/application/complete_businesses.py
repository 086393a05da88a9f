"""Completes businesses with the name and place that the permit service keeps, and with those that
OSS told the gateway.

A reaction may ask nobody, so the question is kept and asked here, again and again with growing
pauses, until it is answered.
"""

from dataclasses import replace
from datetime import timedelta

from inspection_service.application.facts import (
    Enquiry,
    HolderAnswer,
    RegistrationAnswer,
)
from inspection_service.application.ports import (
    Ports,
)
from inspection_service.domain.business import Business, location_id_of
from inspection_service.domain.oss_project import with_project
from shared.errors import Refusal
from shared.identity import system_caller

NAME = "inspection"
BATCH = 20
FIRST_PAUSE_SECONDS = 2
LONGEST_PAUSE_SECONDS = 3600


async def complete_businesses(ports: Ports) -> int:
    """Asks for what is due, office by office; returns how many were answered."""
    async with ports.read(system_caller(NAME)) as stores:
        offices = await stores.offices.codes()
    return sum([await _complete_office(code, ports) for code in offices])


async def _complete_office(office_code: str, ports: Ports) -> int:
    async with ports.read(system_caller(NAME, office_code)) as stores:
        due = await stores.enquiries.due(at=ports.clock.now(), limit=BATCH)
    return sum([await _ask(enquiry, ports) for enquiry in due])


async def _ask(enquiry: Enquiry, ports: Ports) -> bool:
    try:
        answer = await _answered(enquiry, ports)
    except (Refusal, OSError, TimeoutError):
        answer = None
    caller = system_caller(NAME, enquiry.office_code)
    async with ports.begin(caller) as work:
        if answer is None:
            pause = min(FIRST_PAUSE_SECONDS * 2**enquiry.tries, LONGEST_PAUSE_SECONDS)
            await work.enquiries.postpone(enquiry, until=work.now + timedelta(seconds=pause))
            return False
        business = await work.businesses.get(enquiry.business_id)
        if isinstance(answer, HolderAnswer):
            await work.businesses.save(_completed(business, answer))
        else:
            (held,) = await work.businesses.hold([business.nib])
            await work.businesses.put([_registered(held, answer)])
        await work.enquiries.close(enquiry.licence_id)
        return True


async def _answered(enquiry: Enquiry, ports: Ports) -> HolderAnswer | RegistrationAnswer | None:
    if not enquiry.is_of_registration:
        return await ports.siblings.holder(enquiry.licence_id)
    async with ports.read(system_caller(NAME, enquiry.office_code)) as stores:
        business = await stores.businesses.get(enquiry.business_id)
    return await ports.siblings.registration(enquiry.office_code, business.nib)


def _registered(business: Business, answer: RegistrationAnswer) -> Business:
    """OSS says what a business is called; each project goes to its place."""
    named = replace(business, name=answer.name or business.name)
    for project in answer.projects:
        named = with_project(named, project)
    return named


def _completed(business: Business, answer: HolderAnswer) -> Business:
    named = replace(business, name=business.name or answer.name)
    place = answer.location
    if place is None or place.address is None:
        return named
    return named.placed(replace(place, id=location_id_of(business.id, place.address)))
