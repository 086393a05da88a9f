"""The use cases in the order of an application's life, on memory."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from permit_service.adapters.default_catalogue import default_catalogue
from permit_service.application.add_document import AddDocument, add_document
from permit_service.application.dossier import Dossier
from permit_service.application.draft_application import DraftApplication, draft_application
from permit_service.application.give_recommendation import (
    GiveRecommendation,
    give_recommendation,
)
from permit_service.application.ports import Ports
from permit_service.application.record_offices import record_offices
from permit_service.application.record_surveys import RecordSurvey, record_surveys
from permit_service.application.sign_licence import SignLicence, sign_licence
from permit_service.application.submit_application import SubmitApplication, submit_application
from permit_service.application.validate_application import (
    ValidateApplication,
    ValidationOutcome,
    validate_application,
)
from permit_service.application.verify_application import (
    VerificationOutcome,
    VerifyApplication,
    verify_application,
)
from permit_service.domain.applicant import Applicant, ApplicantKind
from permit_service.domain.office import GateSetting, Office
from permit_service.domain.recommendation import Advice
from permit_service.domain.service import Mode
from permit_service.domain.survey import SurveyFact
from permit_service.testing.counter import AGENCIES, MANDATORY, PDF
from permit_service.testing.facts import NIB, OFFICE, message_of, person, survey_completed
from permit_service.testing.memory_work import PASSPHRASE, MemoryDesk, PlainSigner, memory_ports
from shared.documents.examination import HandedIn
from shared.identity import Caller, Role, system_caller
from shared.testing.clock import FixedClock

NOW = datetime(2026, 6, 15, 0, 0, tzinfo=UTC)
OWNER = person(Role.APPLICANT)
FRONT = person(Role.FRONT_OFFICE)
BACK = person(Role.BACK_OFFICE)
HEAD = person(Role.HEAD)


@dataclass(slots=True)
class Story:
    """One office in memory and the steps that people take there."""

    clock: FixedClock
    desk: MemoryDesk
    signer: PlainSigner
    ports: Ports

    @classmethod
    async def begun(cls) -> "Story":
        clock = FixedClock(NOW)
        desk = MemoryDesk(clock)
        signer = PlainSigner(clock)
        story = cls(clock, desk, signer, memory_ports(desk, signer=signer))
        async with desk.begin(system_caller("permit", OFFICE)) as work:
            await record_offices([office()], work, default_catalogue=default_catalogue())
        return story

    @property
    def told(self) -> list[str]:
        """The facts that were told, by their names."""
        return [getattr(one, "type", "") for one in self.desk.told]

    async def draft(self, *, caller: Caller = OWNER, mode: Mode = Mode.SELF_SERVICE) -> Dossier:
        command = DraftApplication(
            caller=caller,
            office_code=OFFICE,
            service_code="REKLAME",
            mode=mode,
            applicant=Applicant(
                kind=ApplicantKind.ORGANISATION,
                name="Toko Contoh",
                email="toko@contoh.example",
                phone="0811",
                nib=NIB,
            ),
            declaration_accepted=True,
        )
        return await draft_application(command, self.ports)

    async def documented(self, *, caller: Caller = OWNER, mode: Mode = Mode.SELF_SERVICE) -> UUID:
        dossier = await self.draft(caller=caller, mode=mode)
        for number in MANDATORY:
            await self.upload(dossier.application.id, number, caller=caller)
        return dossier.application.id

    async def upload(
        self, application_id: UUID, number: int, *, caller: Caller = OWNER, content: bytes = PDF
    ) -> None:
        command = AddDocument(
            caller=caller,
            application_id=application_id,
            requirement_no=number,
            file=HandedIn(io.BytesIO(content)),
        )
        await add_document(command, self.ports)

    async def submitted(self) -> UUID:
        application_id = await self.documented()
        await submit_application(
            SubmitApplication(caller=OWNER, application_id=application_id), self.ports
        )
        return application_id

    async def verified(self) -> UUID:
        application_id = await self.submitted()
        command = VerifyApplication(
            caller=FRONT, application_id=application_id, outcome=VerificationOutcome.COMPLETE
        )
        await verify_application(command, self.ports)
        return application_id

    async def validated(self) -> UUID:
        application_id = await self.verified()
        for agency in AGENCIES:
            await give_recommendation(
                GiveRecommendation(
                    caller=person(Role.AGENCY_OFFICER, agency=agency),
                    application_id=application_id,
                    agency=agency,
                    advice=Advice.APPROVE,
                ),
                self.ports,
            )
        await self.validate(application_id)
        return application_id

    async def validate(self, application_id: UUID) -> Dossier:
        command = ValidateApplication(
            caller=BACK, application_id=application_id, outcome=ValidationOutcome.VALID
        )
        return await validate_application(command, self.ports)

    async def survey(self, application_id: UUID) -> None:
        now = self.clock.now()
        command = RecordSurvey(
            office_code=OFFICE,
            fact=SurveyFact(application_id=application_id, completed_at=now),
            because=message_of(survey_completed(application_id, now), at=now),
        )
        async with self.desk.begin(system_caller("permit", OFFICE)) as work:
            await record_surveys([command], work)

    async def surveyed(self) -> UUID:
        application_id = await self.validated()
        await self.survey(application_id)
        return application_id

    async def sign(self, application_id: UUID, *, passphrase: str = PASSPHRASE) -> Dossier:
        command = SignLicence(caller=HEAD, application_id=application_id, passphrase=passphrase)
        return await sign_licence(command, self.ports)


def office() -> Office:
    return Office(
        code=OFFICE,
        name="DPMPTSP",
        regency="Maluku Tenggara",
        time_zone="Asia/Jayapura",
        survey_gate=GateSetting.REQUIRED,
        survey_gate_source="Perbup Maluku Tenggara 23/2021 Ps 7(3)",
        counts_cuti_bersama_as_working=False,
        number_code="DPMPTSP",
        settings_version=1,
    )
