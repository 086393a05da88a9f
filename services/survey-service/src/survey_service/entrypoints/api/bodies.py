"""What clients send. Its form is checked here; its meaning where the rule is."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from survey_service.application.record_response import Filled
from survey_service.domain.questionnaire import (
    LONGEST_SUGGESTION,
    Element,
    ElementQuestions,
    Question,
    Questionnaire,
    Text,
)

MOST_ANSWERS = 100
Code = Annotated[str, Field(min_length=1, max_length=64)]
ServiceCode = Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
ReceiptNumber = Annotated[str, Field(pattern=r"^[A-Za-z0-9./_-]{1,64}$")]


# Printable text in one paragraph: no control characters, which the database would not take.
Words = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$", min_length=1, max_length=500)]


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


class PublicationBody(BaseModel):
    """What is published, and who sees to the lowest elements until when."""

    model_config = ConfigDict(extra="forbid")

    period: Annotated[str, Field(max_length=10)]
    policy: Literal["ninth", "w0111", "rounded3"] = "ninth"
    owner: Words
    due_on: date


class ImprovementBody(BaseModel):
    """Another owner, day or action."""

    model_config = ConfigDict(extra="forbid")

    owner: Words
    due_on: date
    action: Words


class PopulationBody(BaseModel):
    """What the office counted for a period, and what that count means."""

    model_config = ConfigDict(extra="forbid")

    period: Annotated[str, Field(max_length=10)]
    count: Annotated[int, Field(ge=1, le=100_000_000)]
    definition: Words


class TextBody(BaseModel):
    """Indonesian, and English beside it."""

    model_config = ConfigDict(extra="forbid")

    id: Words
    en: Words

    def text(self) -> Text:
        """As the questionnaire holds it."""
        return Text(id=self.id, en=self.en)


QuestionCodeLower = Annotated[str, Field(pattern=r"^[a-z_]{1,64}$")]
QuestionCode = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_.]{0,63}$")]


class QuestionBody(BaseModel):
    """One question with a label for each of 1..4."""

    model_config = ConfigDict(extra="forbid")

    code: QuestionCode
    stem: TextBody
    labels: Annotated[list[TextBody], Field(min_length=4, max_length=4)]

    def question(self) -> Question:
        """As the questionnaire holds it."""
        first, second, third, fourth = (label.text() for label in self.labels)
        return Question(
            code=self.code, stem=self.stem.text(), labels=(first, second, third, fourth)
        )


class ElementBody(BaseModel):
    """An element, asked for by one question or by several sub-elements."""

    model_config = ConfigDict(extra="forbid")

    code: Element
    name: TextBody
    questions: Annotated[list[QuestionBody], Field(min_length=1, max_length=10)]


class QuestionnaireBody(BaseModel):
    """A version of the office's own; the profile's fields are those of the standard one."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
    effective_from: date
    source: Words
    elements: Annotated[list[ElementBody], Field(min_length=9, max_length=9)]
    own_questions: Annotated[list[QuestionBody], Field(max_length=20)] = []
    profile_fields: Annotated[list[QuestionCodeLower], Field(max_length=20)] | None = None

    def questionnaire(self, standard: Questionnaire) -> Questionnaire:
        """The version, with those of the standard profile fields that it names, or all."""
        named = self.profile_fields
        return Questionnaire(
            id=self.id,
            effective_from=self.effective_from,
            source=self.source,
            verified=False,
            elements=tuple(
                ElementQuestions(
                    element=one.code,
                    name=one.name.text(),
                    questions=tuple(question.question() for question in one.questions),
                )
                for one in self.elements
            ),
            own_questions=tuple(question.question() for question in self.own_questions),
            profile_fields=tuple(
                field for field in standard.profile_fields if named is None or field.code in named
            ),
        )
