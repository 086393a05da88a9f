"""The survey's pages."""

from shared.http.pages import Pages
from survey_service.entrypoints.pages.texts import TEXTS

PAGES = Pages("survey_service.entrypoints.pages", TEXTS)
page, message_page = PAGES.page, PAGES.message
