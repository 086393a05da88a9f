"""Pages out of templates: one inline style sheet, nothing from outside, no script at all."""

import base64
import hashlib
from importlib.resources import files
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from survey_service.entrypoints.language import Language
from survey_service.entrypoints.pages.texts import TEXTS

_STYLE = files("survey_service.entrypoints.pages").joinpath("style.css").read_text()
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # The address holds the link's secret.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_templates = Environment(
    loader=PackageLoader("survey_service.entrypoints.pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    template: str,
    language: Language,
    *,
    title: str,
    status: int = 200,
    office_name: str = "",
    keep: str = "",
    **values: Any,
) -> HTMLResponse:
    """A page in a language; `keep` is what the language switch carries on in its address."""
    body = _templates.get_template(template).render(
        language=language,
        other_language="id" if language == "en" else "en",
        t=TEXTS[language],
        style=Markup(_STYLE),  # noqa: S704 - our own file, nothing of a request
        title=title,
        office_name=office_name,
        keep=keep,
        **values,
    )
    return HTMLResponse(body, status, _HEADERS)


def message_page(name: str, language: Language, *, status: int) -> HTMLResponse:
    """A page that says one thing: thanks, or why not."""
    texts = TEXTS[language]
    return page(
        "message.html", language, title=texts[f"{name}_title"], status=status, message=texts[name]
    )
