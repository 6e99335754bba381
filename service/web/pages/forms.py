"""What the pages share: the language asked for, and the fields of a form as browsers send it."""

from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Query, Request

from service.errors import InvalidInput, Problem, TooLarge
from service.i18n import Localized, UiLanguage
from service.web.access import require_form_token
from service.web.dependencies import Body, ReaderLanguage

_MAX_FIELDS = 5000
LANGUAGE_COOKIE = "firstword_language"


def language_of(tag: str, otherwise: UiLanguage) -> UiLanguage:
    """The language a tag names, else the other."""
    if tag.lower().startswith("zh"):
        return "zh"
    return "en" if tag.lower().startswith("en") else otherwise


def page_language(request: Request, language: ReaderLanguage, lang: Annotated[str, Query(max_length=20)] = "") -> UiLanguage:
    """The language asked for in the address, else the one chosen before, else the browser's."""
    return language_of(lang, language_of(request.cookies.get(LANGUAGE_COOKIE, ""), language))


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


def own_form(request: Request, body: Body) -> dict[str, str]:
    """The fields of a form that changes something, made for this session (its hidden field `form_token`).

    Raises:
        Forbidden: it is not of this session.
        InvalidInput: not text in UTF-8.
        TooLarge: more fields than any form of ours has.
    """
    fields = form_fields(body)
    require_form_token(request, fields.pop("form_token", ""))
    # Browsers send the lines of a form with CRLF whatever was typed.
    return {name: value.replace("\r\n", "\n") for name, value in fields.items()}


OwnForm = Annotated[dict[str, str], Depends(own_form)]
