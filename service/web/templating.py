"""Templates: escaped by default, strict about names. Each gets one page dataclass and the words of its language."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.web.contexts import Page
from service.web.labels import Labels

_FOLDER = Path(__file__).resolve().parent / "templates"


def render(template: str, page: Page) -> str:
    """The template filled with `page` and with the words of its language."""
    return _environment().get_template(template).render(page=page, t=Labels(page.language))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
