"""What the questionnaire says, in the language that somebody reads."""

from shared.http.language import Language
from survey_service.domain.questionnaire import Text


def in_language(text: Text, language: Language) -> str:
    """The text as they read it."""
    return text.en if language == "en" else text.id
