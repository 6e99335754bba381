"""The guides, read in the browser: /help lists them, /help/<name> shows one in the reader's language."""

from functools import cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse
from markdown_it import MarkdownIt
from markupsafe import Markup

from service.errors import NotFound
from service.i18n import Localized, UiLanguage
from service.web.contexts import HelpPage
from service.web.frames import CurrentFrame
from service.web.pages.forms import PageLanguage
from service.web.templating import render
from service.web.translating import mark

router = APIRouter(include_in_schema=False)

_FOLDER = Path(__file__).resolve().parents[1] / "guides"
# In the order they are listed: what each is for, in the words of the catalogue.
GUIDES = {
    "pr": mark("For PR: the first statement in five minutes"),
    "legal": mark("For legal: deciding findings, signing, verifying"),
    "admin": mark("For the administrator: install, brands, roles, models, backup"),
    "evals": mark("For evaluation: test incidents, models, figures"),
    "keys": mark("Keys"),
}
_NO_GUIDE = Localized(zh="没有这份指南", en="there is no such guide")


@router.get("/help")
def list_guides(language: PageLanguage, frame: CurrentFrame) -> HTMLResponse:
    """All guides."""
    return HTMLResponse(render("help/help.html", HelpPage(language, tuple(GUIDES.items())), frame))


@router.get("/help/{name}")
def show_guide(name: Annotated[str, InPath(max_length=20)], language: PageLanguage, frame: CurrentFrame) -> HTMLResponse:
    """One guide.

    Raises:
        NotFound: there is no such guide.
    """
    if name not in GUIDES:
        raise NotFound(_NO_GUIDE)
    page = HelpPage(language, tuple(GUIDES.items()), name, _html(name, language))
    return HTMLResponse(render("help/help.html", page, frame))


@cache
def _html(name: str, language: UiLanguage) -> Markup:
    """The guide as HTML; our own file, and still without raw HTML."""
    text = (_FOLDER / f"{name}.{language}.md").read_text(encoding="utf-8")
    # On disk the pictures lie beside the file, in the browser under /static.
    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(text.replace("](../static/", "](/static/"))
    return Markup(made)  # noqa: S704 - rendered from a shipped file
