"""What the pages share: the language asked for, and the fields of a form as browsers send it."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, Query, Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from service.errors import InvalidInput, Problem, TooLarge
from service.i18n import Localized, UiLanguage
from service.web.access import require_form_token
from service.web.dependencies import Body, ReaderLanguage
from service.web.limits import read_bounded

_MAX_FIELDS = 5000
_NO_FORM = Localized(zh="这不是带文件的表单", en="this is no form with a file")
_NO_FILE = Localized(zh="请选择一个文件（YAML 或 JSON）", en="choose a file (YAML or JSON)")
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


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a form: the name the browser gave it, and what it holds."""

    name: str
    content: bytes


async def own_upload(request: Request) -> Upload:
    """The file of a form made for this session (its hidden field `form_token`, its file field `file`).

    Raises:
        Forbidden: it is not of this session.
        InvalidInput: no such form, or no file in it.
        TooLarge: over the limit of all bodies.
    """
    body = await read_bounded(request)

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(request.headers, whole(), max_files=1, max_fields=10)
    try:
        sent = await parser.parse()
    except (MultiPartException, UnicodeDecodeError, KeyError, ValueError):
        raise InvalidInput([Problem(field="file", code="form", message=_NO_FORM)], _NO_FORM) from None
    try:
        require_form_token(request, str(sent.get("form_token", "")))
        file = sent.get("file")
        if not isinstance(file, UploadFile) or not file.size:
            raise InvalidInput([Problem(field="file", code="missing", message=_NO_FILE)], _NO_FILE)
        return Upload(file.filename or "", await file.read())
    finally:
        await sent.close()


OwnForm = Annotated[dict[str, str], Depends(own_form)]
OwnUpload = Annotated[Upload, Depends(own_upload)]
