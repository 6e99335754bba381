"""The models in their order: the first that gives a usable answer, by its deadline, with the record of all that were asked."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pydantic import SecretStr

from service.config import Settings
from service.i18n import Localized
from service.language import TextLanguage
from service.llm.breaker import Breaker, breakers
from service.llm.failures import ModelUnavailable, Reason
from service.llm.gateway import ChatMessage, Endpoint, Parameters, Said, complete
from service.llm.lenient import AnswerRefused
from service.llm.piecemeal import OnText
from service.llm.schemas import Answer, Exchange, Purpose, Read, Shape, Usage

Value = TypeVar("Value")

# What a model may use of the remaining time while another one waits behind it.
SHARE_BEFORE_FALLBACK = 2 / 3
# These say that a model does not answer; every other failure is an answer of a kind.
_SILENCE: frozenset[Reason] = frozenset({"connection", "timeout", "server", "rate_limit"})


@dataclass(frozen=True, slots=True)
class Question:
    """What models are asked, and for what; `on_text` is told each answer as it comes in."""

    messages: Sequence[ChatMessage]
    parameters: Parameters
    language: TextLanguage
    purpose: Purpose = "draft"
    on_text: OnText | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """One model asked: what came back, or why nothing did."""

    exchange: Exchange
    outcome: Said | ModelUnavailable


def ask(question: Question, shape: Shape[Value], *, settings: Settings, timeout: float) -> Answer[Value]:
    """The first usable answer of the model and its fallbacks, within `timeout` seconds in all.

    API_BASE and API_KEY go to models with the same provider prefix as MODEL and to no other provider.

    Raises:
        ModelUnavailable: none answered; the first model's reason. `exchanges` holds what was tried.
    """
    models = list(dict.fromkeys(name.strip() for name in (settings.model, *settings.model_fallbacks.split(",")) if name.strip()))
    started = time.monotonic()
    failures: list[ModelUnavailable] = []
    exchanges: list[Exchange] = []
    for place, model in enumerate(models):
        remaining = started + timeout - time.monotonic()
        is_last = place == len(models) - 1
        own = _provider(model) == _provider(models[0])
        endpoint = Endpoint(model, settings.api_base if own else "", settings.api_key if own else None)
        asked = _ask_one(question, endpoint, shape, remaining if is_last else remaining * SHARE_BEFORE_FALLBACK)
        read = _read(asked.outcome, shape, question.language, model)
        if isinstance(read, ModelUnavailable):
            failures.append(read)
            exchanges.append(replace(asked.exchange, failure=read.message.in_(question.language)))
            continue
        exchanges.append(asked.exchange)
        return Answer(
            value=read.value,
            model=model,
            failures=tuple(failure.message.in_(question.language) for failure in failures),
            latency_ms=_milliseconds_since(started),
            usage=total_usage(exchanges),
            cut_off=read.cut_off,
            exchanges=tuple(exchanges),
        )
    if not failures:
        raise ModelUnavailable("", "setup", Localized(zh="没有设置 FIRSTWORD_MODEL", en="FIRSTWORD_MODEL is not set"))
    failures[0].exchanges = tuple(exchanges)
    raise failures[0]


def total_usage(exchanges: Sequence[Exchange]) -> Usage | None:
    """What all these calls used together; None where no provider said."""
    total: Usage | None = None
    for exchange in exchanges:
        if exchange.usage is not None:
            total = exchange.usage if total is None else total + exchange.usage
    return total


def _ask_one(question: Question, endpoint: Endpoint, shape: Shape[Value], timeout: float) -> _Asked:
    """One model, if it has not failed too often; every outcome is told to its breaker."""
    breaker = breakers.of(endpoint.model, endpoint.api_base)
    started = time.monotonic()
    outcome: Said | ModelUnavailable
    if breaker.admits():
        try:
            outcome = complete(
                question.messages,
                endpoint,
                timeout=timeout,
                parameters=question.parameters,
                schema=shape.schema,
                name=shape.name,
                on_text=question.on_text,
            )
        except ModelUnavailable as failure:
            outcome = failure
        _tell(breaker, outcome, question.purpose)
    else:
        outcome = ModelUnavailable(endpoint.model, "paused")
    said = outcome if isinstance(outcome, Said) else Said("", None, stopped_early=False)
    exchange = Exchange(
        model=endpoint.model,
        purpose=question.purpose,
        messages=tuple((message.role, message.content) for message in question.messages),
        answer=said.text,
        failure=None,
        latency_ms=_milliseconds_since(started),
        usage=said.usage,
        parameters=dict(question.parameters),
    )
    return _Asked(exchange, outcome)


def _tell(breaker: Breaker, outcome: Said | ModelUnavailable, purpose: Purpose) -> None:
    if isinstance(outcome, Said) or outcome.reason not in _SILENCE:
        breaker.succeeded()
    # A repair gets what time is left; that it was too little says nothing of the model.
    elif purpose == "draft" or outcome.reason != "timeout":
        breaker.failed()


def _read(
    outcome: Said | ModelUnavailable, shape: Shape[Value], language: TextLanguage, model: str
) -> Read[Value] | ModelUnavailable:
    if isinstance(outcome, ModelUnavailable):
        return outcome
    try:
        read = shape.read(outcome.text, language)
    except AnswerRefused as refused:
        return ModelUnavailable(model, "too_large" if refused.too_large else "bad_answer", refused.message)
    return replace(read, cut_off=read.cut_off or outcome.stopped_early)


def with_model(settings: Settings, model: str) -> Settings:
    """The settings for this model alone, which is MODEL or one of its fallbacks: the address and the key only where they are its own."""
    own = _provider(model) == _provider(settings.model)
    where = {} if own else {"api_base": "", "api_key": SecretStr("")}
    return settings.model_copy(update={"model": model, "model_fallbacks": "", **where})


def _provider(model: str) -> str:
    return model.partition("/")[0] if "/" in model else ""


def _milliseconds_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
