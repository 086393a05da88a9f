"""Pages for people, in one look: one inline style sheet, nothing from outside, no script at all."""

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from shared.http.language import Language

Texts = Mapping[Language, Mapping[str, str]]

_STYLE = files(__name__).joinpath("style.css").read_text(encoding="utf-8")
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # The address may hold a secret: a link's, a receipt's.
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}


class Pages:
    """The pages of one house. `texts` has what every page says (`brand`, `other_language`, `skip`,
    `footer`) beside what the house's own templates say."""

    def __init__(self, package: str, texts: Texts) -> None:
        """`package` has a folder `templates`; its templates extend `base.html`."""
        self._texts = texts
        self._templates = Environment(
            loader=ChoiceLoader([PackageLoader(package), PackageLoader(__name__)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(
        self,
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
        body = self._templates.get_template(template).render(
            language=language,
            other_language="id" if language == "en" else "en",
            t=self._texts[language],
            style=Markup(_STYLE),  # noqa: S704 - our own file, nothing of a request
            title=title,
            office_name=office_name,
            keep=keep,
            **values,
        )
        return HTMLResponse(body, status, _HEADERS)

    def message(self, name: str, language: Language, *, status: int) -> HTMLResponse:
        """A page that says one thing: the texts `<name>_title` and `<name>`."""
        texts = self._texts[language]
        title = texts[f"{name}_title"]
        return self.page("message.html", language, title=title, status=status, message=texts[name])
