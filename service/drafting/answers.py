"""One check object in, one answer out, whatever is wrong with it: what a bulk run on the command line and a batch over HTTP share."""

import time
from dataclasses import dataclass
from typing import Any

from service.briefs import IncidentBrief
from service.drafting.submitted import check, check_request_from_data
from service.errors import InvalidInput, ServiceError
from service.findings import Severity
from service.i18n import Localized, UiLanguage


@dataclass(frozen=True, slots=True)
class Answer:
    """`{"id", "findings", "elapsed_us"}`, or `{"id", "error"}`; and which severities its findings have."""

    body: dict[str, Any]
    severities: frozenset[Severity] = frozenset()


def answer(data: object, language: UiLanguage, brief: IncidentBrief | None = None) -> Answer:
    """The answer to one check object, with `brief` where it brings none. Never raises."""
    try:
        started = time.perf_counter_ns()
        request = check_request_from_data(data)
        if brief is not None and request.brief is None:
            request = request.model_copy(update={"brief": brief})
        findings = check(request)
        elapsed = (time.perf_counter_ns() - started) // 1000
    except ServiceError as error:
        return refused(data, error, language)
    except Exception as error:  # noqa: BLE001 - whatever one object does to the checker, the others are still answered
        message = Localized(zh=f"内部错误：{type(error).__name__}", en=f"internal error: {type(error).__name__}")
        return Answer({"id": _ident(data), "error": {"code": "internal-error", "message": message.in_(language)}})
    body = {"id": request.id, "findings": [finding.model_dump(mode="json") for finding in findings], "elapsed_us": elapsed}
    return Answer(body, frozenset(finding.severity for finding in findings))


def refused(data: object, error: ServiceError, language: UiLanguage) -> Answer:
    """The answer to an object that cannot be checked."""
    return Answer({"id": _ident(data), "error": {"code": _code(error), "message": _message(error, language)}})


def _ident(data: object) -> str | int | None:
    ident = data.get("id") if isinstance(data, dict) else None
    return ident if isinstance(ident, str | int) and not isinstance(ident, bool) else None


def _code(error: ServiceError) -> str:
    return error.problems[0].code if isinstance(error, InvalidInput) and error.problems else error.code


def _message(error: ServiceError, language: UiLanguage) -> str:
    if not isinstance(error, InvalidInput) or not error.problems:
        return error.message.in_(language)
    parts = (": ".join(part for part in (problem.field, problem.message.in_(language)) if part) for problem in error.problems)
    return "; ".join(parts)
