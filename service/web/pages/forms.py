"""What the pages share: the language asked for, and the fields of a form as browsers send it."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Query

from service.errors import InvalidInput, Problem, TooLarge
from service.i18n import Localized, UiLanguage
from service.web.dependencies import ReaderLanguage

_MAX_FIELDS = 5000


def language_of(tag: str, otherwise: UiLanguage) -> UiLanguage:
    """The language a tag names, else the other."""
    if tag.lower().startswith("zh"):
        return "zh"
    return "en" if tag.lower().startswith("en") else otherwise


def page_language(language: ReaderLanguage, lang: Annotated[str, Query(max_length=20)] = "") -> UiLanguage:
    """The language asked for in the address, else the browser's."""
    return language_of(lang, language)


PageLanguage = Annotated[UiLanguage, Depends(page_language)]


def form_fields(body: bytes) -> dict[str, str]:
    """The fields of a form as browsers send it; of a repeated one the last.

    Raises:
        InvalidInput: not text in UTF-8.
        TooLarge: more fields than any form of ours has.
    """
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=_MAX_FIELDS, errors="strict")
    except UnicodeDecodeError:
        message = Localized(zh="表单不是 UTF-8 文本", en="the form is not UTF-8 text")
        raise InvalidInput([Problem(field="", code="encoding", message=message)]) from None
    except ValueError:
        raise TooLarge(Localized(zh="表单的项太多", en="the form has too many fields")) from None
    return dict(pairs)
