"""How results are shown to clients."""

from decimal import Decimal
from typing import Any

from shared.http import Representation
from shared.http.imports import import_view
from shared.http.language import Language
from shared.imports.operation import ImportOperation
from survey_service.application.answer_survey import Answered, OpenForm
from survey_service.application.publish_index import Publication
from survey_service.application.read_index import FollowedImprovement, Group, IndexReport
from survey_service.domain.improvement import Improvement
from survey_service.domain.policy import Policy
from survey_service.domain.questionnaire import Question, Questionnaire, Text
from survey_service.domain.satisfaction_index import ElementScore, SatisfactionIndex, shown
from survey_service.entrypoints.language import in_language


def number(value: Decimal | None) -> float | None:
    """A figure as a JSON number; its decimals were settled before."""
    return None if value is None else float(value)


def text_of(text: Text) -> dict[str, str]:
    """Both languages."""
    return {"id": text.id, "en": text.en}


def questionnaire_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """What a form needs."""
    return {
        "id": questionnaire.id,
        "effective_from": questionnaire.effective_from,
        "source": questionnaire.source,
        "verified": questionnaire.verified,
        "sub_element_rule": {
            "name": questionnaire.sub_element_rule,
            "verified": questionnaire.sub_element_rule_verified,
        },
        "elements": [
            {
                "code": one.element,
                "name": text_of(one.name),
                "questions": [_question(question) for question in one.questions],
            }
            for one in questionnaire.elements
        ],
        "own_questions": [_question(question) for question in questionnaire.own_questions],
        "profile_fields": [
            {
                "code": field.code,
                "name": text_of(field.name),
                "kind": field.kind,
                "options": [
                    {"code": option.code, "name": text_of(option.name)} for option in field.options
                ],
            }
            for field in questionnaire.profile_fields
        ],
    }


def form_of(form: OpenForm) -> Representation:
    """An open invitation."""
    survey = form.survey
    return Representation(
        body={
            "state": "open",
            "office_code": survey.office_code,
            "office_name": form.office.name,
            "service_code": survey.service_code,
            "expires_at": survey.expires_at,
            "questionnaire": questionnaire_of(form.questionnaire),
        },
        headers={"Cache-Control": "no-store"},
    )


def answered_of(answered: Answered) -> Representation:
    """That it was taken. It names no answer: nobody can lead one back to an application."""
    return Representation(
        body={
            "state": "completed",
            "completed_at": answered.completed_at,
            "collection_mode": answered.collection_mode,
        }
    )


def operation_of(operation: ImportOperation) -> Representation:
    """How an import ended, with each wrong cell. What recognises the file again is nobody's."""
    told = {name: one for name, one in operation.notes.items() if name != "fingerprint"}
    return import_view(operation, dry_run=operation.dry_run, **told)


def index_of_report(report: IndexReport, language: Language) -> dict[str, Any]:
    """The promised fields, and beside them what explains the figure."""
    sample = report.sample
    return {
        "office_code": report.office.code,
        "period": report.period.label,
        **figures_of(report.index, language),
        "sample": {
            "population": sample.population,
            "definition": sample.definition,
            "required": sample.required,
            "achieved": sample.achieved,
        },
        "quality": {
            "uniform": report.index.uniform,
            "all_highest": report.index.all_highest,
            "longest_run": report.longest_run,
        },
        "questionnaires": [questionnaire.id for questionnaire in report.questionnaires],
        "published_at": None if report.published is None else report.published.published_at,
        "improvements": [_followed(one) for one in report.improvements],
        "source": f"Data diolah, {report.period.first_day.year}",
    }


def figures_of(index: SatisfactionIndex, language: Language) -> dict[str, Any]:
    """The index and its elements."""
    grade = index.grade
    return {
        "policy": index.policy.name,
        "respondents": index.respondents,
        "elements": [_element(score, index.policy) for score in index.elements],
        "ni": number(shown(index.ni, 3)),
        "ikm": number(index.ikm),
        "grade": None if grade is None else grade.code,
        "label": None if grade is None else in_language(grade.label, language),
        "lowest": index.lowest,
        "highest": index.highest,
        "ranking": list(index.ranking),
        "ties": [list(group) for group in index.ties],
    }


def publication_of(publication: Publication) -> Representation:
    """What was published, and what is done about it."""
    index = publication.index
    return Representation(
        body={
            "id": index.id,
            "office_code": index.office_code,
            "period": index.period,
            "policy": index.policy,
            "respondents": index.respondents,
            "ikm": number(index.ikm),
            "grade": index.grade,
            "elements": [
                {"code": element, "nrr": number(nrr)} for element, nrr in index.nrr.items()
            ],
            "published_at": index.published_at,
            "improvements": [improvement_fields(one) for one in publication.improvements],
        },
        location=f"/v1/satisfaction-index?office_code={index.office_code}&period={index.period}",
    )


def improvement_of(improvement: Improvement) -> Representation:
    """One element under improvement."""
    return Representation(body=improvement_fields(improvement), version=improvement.version)


def improvement_fields(one: Improvement) -> dict[str, Any]:
    """Who sees to which element, until when."""
    return {
        "id": one.id,
        "office_code": one.office_code,
        "period": one.period,
        "element": one.element,
        "nrr": number(one.nrr),
        "owner": one.owner,
        "due_on": one.due_on,
        "action": one.action,
        "state": one.state,
        "version": one.version,
    }


def _followed(one: FollowedImprovement) -> dict[str, Any]:
    now = {"nrr_now": number(one.nrr_now), "change": number(one.change)}
    return improvement_fields(one.improvement) | now


def group_of(group: Group, language: Language) -> dict[str, Any]:
    """A group of respondents, or that it is hidden."""
    name = None if group.name is None else in_language(group.name, language)
    hidden = group.index is None
    figures = {} if group.index is None else figures_of(group.index, language)
    return {"code": group.code, "name": name, "suppressed": hidden, **figures}


def _element(score: ElementScore, policy: Policy) -> dict[str, Any]:
    total = score.total
    places = policy.weighted_places or 2
    return {
        "code": score.element,
        "sum": int(total) if total.denominator == 1 else float(total),
        "nrr": number(shown(score.nrr, 3)),
        "nrr_weighted": number(shown(score.weighted, places)),
        "sub_elements": [
            {"code": code, "nrr": number(shown(mean, 3))} for code, mean in score.sub_elements
        ],
    }


def _question(question: Question) -> dict[str, Any]:
    labels = {str(value): text_of(label) for value, label in enumerate(question.labels, start=1)}
    return {"code": question.code, "stem": text_of(question.stem), "labels": labels}
