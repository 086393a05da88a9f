"""What clients send. Its form is checked here; its meaning where the rule is."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from survey_service.application.record_response import Filled
from survey_service.domain.questionnaire import LONGEST_SUGGESTION

MOST_ANSWERS = 100
Code = Annotated[str, Field(min_length=1, max_length=64)]
ServiceCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
ReceiptNumber = Annotated[str, Field(pattern=r"^[A-Za-z0-9./_-]{1,64}$")]


class FilledBody(BaseModel):
    """Answers by element, the profile as far as it was given, and words of one's own."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "answers": {
                        "PERSYARATAN": 4,
                        "PROSEDUR": 3,
                        "WAKTU": 3,
                        "BIAYA": 4,
                        "PRODUK": 3,
                        "KOMPETENSI": 4,
                        "PERILAKU": 4,
                        "SARANA": 3,
                        "PENGADUAN": 3,
                    },
                    "profile": {"umur": 34, "pendidikan": "SMA"},
                    "suggestion": "Tambah kursi di ruang tunggu.",
                }
            ]
        },
    )

    # Any value is let through to the questionnaire, which names each fault by its element.
    answers: dict[Code, Any] = Field(max_length=MOST_ANSWERS)
    profile: dict[Code, Any] = Field(default_factory=dict, max_length=MOST_ANSWERS)
    suggestion: str | None = Field(default=None, max_length=LONGEST_SUGGESTION)

    def filled(self) -> Filled:
        """As the use cases take it."""
        return Filled(answers=self.answers, profile=self.profile, suggestion=self.suggestion)


class CounterBody(FilledBody):
    """An answer at the counter, and whose it is: an application's, or a service's in use."""

    application_id: UUID | None = None
    receipt_number: ReceiptNumber | None = None
    service_code: ServiceCode | None = None
