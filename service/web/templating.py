"""Templates: escaped by default, strict about names. Each gets one page dataclass, the frame around it, and its language's words."""

from functools import cache, partial
from pathlib import Path
from typing import Protocol, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.cases.erasure import ERASED_TITLE
from service.i18n import UiLanguage
from service.language import text_language
from service.vocabulary import name_of
from service.web.contexts import Page
from service.web.frames import NOBODY, Frame
from service.web.rule_names import rule_name
from service.web.times import moment_words
from service.web.translating import mark, translate, translations

_FOLDER = Path(__file__).resolve().parent / "templates"


class _Translating(Protocol):
    def install_gettext_translations(self, translations: object, newstyle: bool) -> None: ...  # noqa: FBT001


def render(template: str, page: Page, frame: Frame = NOBODY) -> str:
    """The template filled with `page`, inside `frame`, in the page's language.

    Templates say `_("…")` and `ngettext("…", "…", n)` for words, `names(group, value)` for a value of a closed list,
    `| titled` for a case's title, `| language_of` for the `lang` of what somebody wrote.
    """
    return _environment(page.language).get_template(template).render(page=page, frame=frame)


@cache
def _environment(language: UiLanguage) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    cast("_Translating", made).install_gettext_translations(translations(language), newstyle=True)
    made.globals["names"] = partial(_name, language)
    made.filters["rule_name"] = partial(rule_name, language)
    made.filters["moment"] = moment_words
    made.filters["translated"] = partial(translate, language)
    made.filters["titled"] = partial(_titled, language)
    made.filters["language_of"] = text_language
    return made


def _titled(language: UiLanguage, title: str) -> str:
    """A case's title; of an erased case, what is said in its place, in the page's language alone."""
    return translate(language, mark("Lawfully erased")) if title == ERASED_TITLE else title


def _name(language: UiLanguage, group: str, key: str) -> str:
    return name_of(group, key, language)
