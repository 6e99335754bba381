"""The words of the pages: English stands in the templates, Chinese in `locale/zh/LC_MESSAGES/firstword.po` (gettext)."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from service.i18n import UiLanguage

CATALOG = Path(__file__).resolve().parent / "locale" / "zh" / "LC_MESSAGES" / "firstword.po"


@cache
def translations(language: UiLanguage) -> NullTranslations:
    """The catalogue of one language; English is its own."""
    if language == "en":
        return NullTranslations()
    # Compiled here, so that no binary file has to be kept beside its source.
    compiled = BytesIO()
    with CATALOG.open("rb") as source:
        write_mo(compiled, read_po(source, locale="zh", domain="firstword"))
    compiled.seek(0)
    return GNUTranslations(compiled)


def translate(language: UiLanguage, message: str) -> str:
    """The message in one language; itself where the catalogue lacks it (a test says none is lacking)."""
    return translations(language).gettext(message)


def mark(message: str) -> str:
    """The message itself: marks words that a template translates later, so that they are found for the catalogue."""
    return message
