"""Refusals as answers: RFC 9457 problem documents for programs, a page for browsers. The one place that knows both."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from service.errors import InvalidInput, NotSignedIn, Problem, ServiceError, TooManyAttempts
from service.i18n import Localized, UiLanguage
from service.web.contexts import ErrorPage, ProblemRow
from service.web.dependencies import reader_language
from service.web.frames import NOBODY, frame_of
from service.web.headers import SECURITY_HEADERS
from service.web.pages.forms import page_language
from service.web.templating import render

PROBLEM_MEDIA_TYPE = "application/problem+json"
_TITLES: dict[int, Localized] = {
    400: Localized(zh="请求有误", en="Bad request"),
    401: Localized(zh="未登录", en="Not signed in"),
    403: Localized(zh="不允许", en="Not allowed"),
    404: Localized(zh="没有这个地址", en="Not found"),
    405: Localized(zh="这个地址不接受这种方法", en="Method not allowed"),
    409: Localized(zh="现在不能这样做", en="Not possible now"),
    413: Localized(zh="内容太大", en="Content too large"),
    415: Localized(zh="不支持这种内容", en="Unsupported media type"),
    422: Localized(zh="内容不符合要求", en="Unprocessable content"),
    429: Localized(zh="尝试太多", en="Too many attempts"),
    500: Localized(zh="内部错误", en="Internal error"),
    503: Localized(zh="部件不可用", en="Component unavailable"),
}
_INTERNAL = Localized(zh="服务内部出错，已记录", en="the service failed; the error was logged")


def problem_document(
    status: int, code: str, detail: Localized, language: UiLanguage, problems: Sequence[Problem] = ()
) -> dict[str, Any]:
    """The problem document for one refusal."""
    return {
        "type": f"urn:firstword:problem:{code}",
        "title": _title(status).in_(language),
        "status": status,
        "detail": detail.in_(language),
        "code": code,
        "problems": [
            {"file": item.file, "line": item.line, "field": item.field, "code": item.code, "message": item.message.in_(language)}
            for item in problems
        ],
    }


def problem_rows(error: ServiceError, language: UiLanguage) -> tuple[ProblemRow, ...]:
    """The problems of a refusal as a page lists them."""
    if not isinstance(error, InvalidInput) or not error.problems:
        return (ProblemRow(line=None, field="", message=error.message.in_(language)),)
    return tuple(ProblemRow(item.line, item.field, item.message.in_(language)) for item in error.problems)


def problem_of(error: ServiceError, language: UiLanguage) -> dict[str, Any]:
    """The problem document of a refusal that cannot be an answer of its own, because one has begun."""
    problems = error.problems if isinstance(error, InvalidInput) else ()
    return problem_document(error.status_code, error.code, error.message, language, problems)


def internal_problem(language: UiLanguage) -> dict[str, Any]:
    """The problem document of a failure nobody foresaw."""
    return problem_document(500, "internal-error", _INTERNAL, language)


def refusal(request: Request, error: ServiceError) -> Response:
    """A ServiceError as an answer."""
    if isinstance(error, NotSignedIn):
        if _wants_page(request) and request.method in {"GET", "HEAD"}:
            return RedirectResponse(f"/sign-in?{urlencode({'next': _asked(request)})}", status_code=303)
        return _answer(request, 401, error.code, error.message, headers={"www-authenticate": "Bearer"})
    if isinstance(error, TooManyAttempts):
        return _answer(request, 429, error.code, error.message, headers={"retry-after": str(error.seconds)})
    problems = error.problems if isinstance(error, InvalidInput) else ()
    return _answer(request, error.status_code, error.code, error.message, problems=problems)


def install(app: FastAPI) -> None:
    """Makes every failure of the application a problem document or an error page."""

    @app.exception_handler(ServiceError)
    def on_service_error(request: Request, error: ServiceError) -> Response:
        return refusal(request, error)

    @app.exception_handler(HTTPException)
    def on_http_error(request: Request, error: HTTPException) -> Response:
        code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
        return _answer(request, error.status_code, code, _title(error.status_code), headers=error.headers)

    @app.exception_handler(RequestValidationError)
    def on_bad_parameter(request: Request, error: RequestValidationError) -> Response:
        problems = [
            Problem(
                field=".".join(str(part) for part in item["loc"]),
                code=item["type"].replace("_", "-"),
                message=Localized(zh=f"值不对（{item['msg']}）", en=item["msg"]),
            )
            for item in error.errors()
        ]
        return refusal(request, InvalidInput(problems))

    @app.exception_handler(ClientDisconnect)
    def on_disconnect(_request: Request, _error: ClientDisconnect) -> Response:
        # Nobody is there to read it.
        return Response(status_code=400)

    @app.exception_handler(Exception)
    def on_unexpected(request: Request, _error: Exception) -> Response:
        # Sent from outside the middleware that adds them to every other answer.
        return _answer(request, 500, "internal-error", _INTERNAL, headers=SECURITY_HEADERS)


def _asked(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _title(status: int) -> Localized:
    phrase = HTTPStatus(status).phrase
    return _TITLES.get(status, Localized(zh=phrase, en=phrase))


def _answer(
    request: Request,
    status: int,
    code: str,
    detail: Localized,
    *,
    problems: Sequence[Problem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    if _wants_page(request):
        language = page_language(request, reader_language(request), request.query_params.get("lang", "")[:20])
        page = ErrorPage(language=language, title=_title(status).in_(language), detail=detail.in_(language))
        # Of a failure's page nothing may fail again: it has no frame that asks the database.
        frame = frame_of(request) if status < HTTPStatus.INTERNAL_SERVER_ERROR else NOBODY
        return HTMLResponse(render("error.html", page, frame), status_code=status, headers=dict(headers or {}))
    language = reader_language(request)
    body = problem_document(status, code, detail, language, problems)
    return JSONResponse(body, status_code=status, media_type=PROBLEM_MEDIA_TYPE, headers=dict(headers or {}))


def _wants_page(request: Request) -> bool:
    path = request.url.path
    return "text/html" in request.headers.get("accept", "") and not path.startswith(("/api/", "/static/"))
