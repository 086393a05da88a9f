"""Story A: survey completed unblocks signing (Perbup Malra 23/2021 Ps 6 and 7)."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from satupintu.demo.visitor import eventually
from stories.door import Door, Json, Person

OFFICE = "81.02"
SERVICE = "REKLAME"
AGENCIES = ("bapenda", "dinas-putr")
ELEMENTS = (
    "PERSYARATAN",
    "PROSEDUR",
    "WAKTU",
    "BIAYA",
    "PRODUK",
    "KOMPETENSI",
    "PERILAKU",
    "SARANA",
    "PENGADUAN",
)
NIB = "9120001234567"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@dataclass(slots=True)
class LicenceStory:
    """One applicant's way from registration to the licence. Each step can be taken alone."""

    door: Door
    office: str = OFFICE
    service: str = SERVICE
    nib: str = NIB
    applicant: Person | None = None
    application: Json = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The application's own address."""
        return f"/v1/applications/{self.application['id']}"

    async def register(self) -> Person:
        """A new account, signed in."""
        username = f"pemohon-{secrets.token_hex(6)}"
        password = secrets.token_urlsafe(16)
        account = {
            "username": username,
            "password": password,
            "full_name": "Pemohon Contoh",
            "email": f"{username}@example.invalid",
            "phone": "+6281100000000",
        }
        await self.door.nobody.post("/v1/accounts", account, expect=201)
        self.applicant = await self.door.sign_in(username, password)
        return self.applicant

    async def apply(self, draft: Json | None = None) -> Json:
        """A draft with its documents; `draft` is said beside what is said always."""
        owner = self.applicant or await self.register()
        body = {
            "service_code": self.service,
            "office_code": self.office,
            "mode": "self_service",
            "applicant": {
                "kind": "organisation",
                "name": "CV Contoh Reklame",
                "email": "cv@example.invalid",
                "phone": "+6281100000000",
                "nib": self.nib,
                "address": "Jalan Contoh 1",
            },
            "location": {"address": "Jalan Contoh 1", "district": "Kei Kecil"},
            "form": {},
            "declaration_accepted": True,
        } | (draft or {})
        self.application = await owner.post("/v1/applications", body, expect=201)
        service = await owner.get(
            f"/v1/services/{self.service}", params={"office_code": self.office}
        )
        for requirement in service["requirements"]:
            if requirement["mandatory"]:
                await self.upload(requirement["no"])
        return self.application

    async def upload(self, requirement_no: int, content: bytes = PDF, **kwargs: Any) -> Any:
        """One document for one requirement."""
        assert self.applicant is not None
        answer = await self.applicant.call(
            "POST",
            f"{self.path}/documents",
            expect=kwargs.pop("expect", 201),
            data={"requirement_no": str(requirement_no)},
            files={"file": (kwargs.pop("filename", "berkas.pdf"), content, "application/pdf")},
            **kwargs,
        )
        return answer.json()

    async def submit(self) -> Json:
        """The receipt."""
        assert self.applicant is not None
        self.application = await self.applicant.post(f"{self.path}/submission")
        return self.application

    async def verify(self) -> Json:
        """The front office finds it complete."""
        officer = await self.door.staff("front_office", self.office)
        body = {"outcome": "complete", "notes": "", "corrections": []}
        self.application = await officer.post(f"{self.path}/verification", body)
        return self.application

    async def recommend(self, agency: str) -> Json:
        """A technical agency approves."""
        officer = await self.door.staff("agency_officer", self.office, agency=agency)
        body = {"outcome": "approve", "conditions": [], "notes": ""}
        answer: Json = await officer.post(f"{self.path}/recommendations/{agency}", body)
        return answer

    async def validate(self, **fields: Any) -> Json:
        """The back office validates."""
        officer = await self.door.staff("back_office", self.office)
        body = {"outcome": "valid", "notes": "", "valid_until": "2031-12-31"} | fields
        self.application = await officer.post(f"{self.path}/validation", body)
        return self.application

    async def sign(self, *, expect: int | None = 200) -> Any:
        """The Head signs."""
        head = await self.door.staff("head", self.office)
        body = {"passphrase": head.passphrase}
        answer = await head.post(f"{self.path}/signature", body, expect=expect)
        if expect == 200:
            self.application = answer
        return answer

    async def survey_url(self) -> str:
        """The link, once the survey service has opened the invitation."""
        assert self.applicant is not None

        async def is_open() -> str | None:
            self.application = await self.applicant.get(self.path)
            url: str | None = self.application["survey"]["url"]
            return url

        url: str = await eventually(is_open)
        return url

    async def answer_survey(self, mark: int = 4) -> Any:
        """The applicant answers behind the link."""
        token = (await self.survey_url()).rstrip("/").rpartition("/")[2]
        body = {"answers": dict.fromkeys(ELEMENTS, mark), "profile": {}, "suggestion": ""}
        return await self.door.nobody.post(
            f"/v1/survey-invitations/{token}/response", body, expect=201
        )

    async def survey_is_in(self) -> None:
        """The permit service has heard of the answer."""
        assert self.applicant is not None

        async def is_in() -> bool:
            self.application = await self.applicant.get(self.path)
            return bool(self.application["survey"]["state"] == "completed")

        await eventually(is_in)

    async def until_validated(self, draft: Json | None = None, **fields: Any) -> Json:
        """Everything up to the Head's desk."""
        await self.apply(draft)
        await self.submit()
        await self.verify()
        for agency in AGENCIES:
            await self.recommend(agency)
        return await self.validate(**fields)

    async def until_answered_and_signed(self) -> Json:
        """From the Head's desk to the licence."""
        await self.answer_survey()
        await self.survey_is_in()
        await self.sign()
        return self.application

    async def until_signed(self) -> Json:
        """The whole story."""
        await self.until_validated()
        return await self.until_answered_and_signed()
