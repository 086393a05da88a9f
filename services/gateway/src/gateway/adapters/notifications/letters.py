"""Messages from templates: one per kind and language, with a subject, a body and a short form.

A template that names what it is not given fails instead of leaving a gap. The HTML is made of the
same body, every character escaped, and its one link is ours.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.environment import Template
from jinja2.runtime import Context

from gateway.application.notifications.ports import Language, Letter
from gateway.domain.addresses import one_line
from gateway.domain.notification import Kind
from shared.calendar.written import long_date

TEMPLATES = Path(__file__).with_name("templates")


class TemplateLetters:
    """The `Letters` port. Templates are read once."""

    def __init__(self) -> None:
        loader = FileSystemLoader(TEMPLATES)
        # Plain text is not escaped; the page around it is.
        self._plain = Environment(  # noqa: S701
            loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._plain.filters["day"] = _day
        self._page = Environment(loader=loader, undefined=StrictUndefined, autoescape=True)

    def write(
        self, kind: Kind, language: Language, values: Mapping[str, object], *, link: str | None
    ) -> Letter:
        """The message in one language. `link` stands on a line of its own after the body."""
        own = self._plain.get_template(f"{kind.value}.{language}.jinja")
        around = self._plain.get_template(f"letter.{language}.jinja")
        context = {**values, "language": language, "link": link}
        subject = one_line(_block(own, "subject", context))
        body = f"{_block(around, 'opening', context)}\n\n{_block(own, 'words', context)}"
        closing = _block(around, "closing", context)
        text = "\n\n".join(part for part in (body, link, closing) if part) + "\n"
        page = self._page.get_template("page.html.jinja")
        html = page.render(
            language=language,
            subject=subject,
            body=body.split("\n\n"),
            link=link,
            closing=closing.split("\n\n"),
        )
        short = one_line(_block(own, "short", context))
        return Letter(subject=subject, text=text, html=html, short=short, language=language)


@pass_context
def _day(context: Context, iso: str) -> str:
    """`{{ due_on | day }}`: a date as people write it in the letter's language."""
    return long_date(date.fromisoformat(iso), context["language"])


def _block(template: Template, name: str, values: Mapping[str, object]) -> str:
    return "".join(template.blocks[name](template.new_context(dict(values)))).strip()
