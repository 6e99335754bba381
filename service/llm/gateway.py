"""The way to a language model: the only file that imports litellm, and only when a model is first called (the import takes seconds).

Whatever a provider does (hang, drip, break off, answer nonsense), a call ends by its deadline, with a Composition or with
ModelUnavailable. What providers say in their errors is dropped: it can hold the key.
"""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType
from typing import Any, Protocol, TypeVar

from pydantic import SecretStr

from service.config import Settings
from service.i18n import Localized
from service.language import TextLanguage
from service.llm.answer import COMPOSITION_SCHEMA, AnswerRefused, parse_answer
from service.llm.failures import ModelUnavailable, Reason
from service.llm.schemas import Composition, Generation, Usage
from service.llm.transport import BodyTooLarge, bounded_client

Parameters = Mapping[str, float | int | str]
Result = TypeVar("Result")

BACKOFF_SECONDS = 0.4
# What a model may use of the remaining time while another one waits behind it.
SHARE_BEFORE_FALLBACK = 2 / 3
_WORTH_A_RETRY: frozenset[Reason] = frozenset({"connection", "server", "rate_limit"})
_BY_STATUS: dict[int, Reason] = {401: "auth", 403: "auth", 404: "not_found", 408: "timeout", 413: "too_large", 429: "rate_limit"}
_JSON_SCHEMA = {
    "type": "json_schema",
    "json_schema": {"name": "composition", "strict": True, "schema": COMPOSITION_SCHEMA},
}
_JSON_OBJECT = {"type": "json_object"}
_setting_up = threading.Lock()


class ChatMessage(Protocol):
    """One message of a rendered prompt."""

    @property
    def role(self) -> str:
        """`system` or `user`."""

    @property
    def content(self) -> str:
        """The text."""


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """One model's composition with its cost in time and tokens. `cut_off`: the end was missing and whole sentences were kept."""

    composition: Composition
    model: str
    latency_ms: int
    usage: Usage | None = None
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class _Call:
    messages: tuple[dict[str, str], ...]
    model: str
    api_base: str
    api_key: str = field(repr=False)
    ends_at: float
    parameters: dict[str, float | int | str]

    @property
    def remaining(self) -> float:
        return self.ends_at - time.monotonic()


@dataclass(frozen=True, slots=True)
class _Reply:
    text: str
    usage: Usage | None
    stopped_early: bool


def complete(
    messages: Sequence[ChatMessage],
    *,
    model: str,
    api_base: str = "",
    api_key: SecretStr | None = None,
    timeout: float,
    parameters: Parameters,
    language: TextLanguage | None = None,
) -> ModelAnswer:
    """One model's answer to the messages, within `timeout` seconds in all.

    `language` decides how sentences join; by default the answer's own.

    Raises:
        ModelUnavailable: no answer, or none that can be used; never later than `timeout`.
    """
    started = time.monotonic()
    call = _Call(
        messages=tuple({"role": message.role, "content": message.content} for message in messages),
        model=model,
        api_base=api_base,
        api_key=api_key.get_secret_value() if api_key is not None else "",
        ends_at=started + timeout,
        parameters=dict(parameters),
    )
    reply = _in_time(call, lambda: _converse(call))
    if not isinstance(reply, _Reply):
        raise ModelUnavailable(model, reply)
    try:
        parsed = parse_answer(reply.text, language)
    except AnswerRefused as refused:
        raise ModelUnavailable(model, "too_large" if refused.too_large else "bad_answer", refused.message) from refused
    return ModelAnswer(
        composition=parsed.composition,
        model=model,
        latency_ms=_milliseconds_since(started),
        usage=reply.usage,
        cut_off=parsed.cut_off or reply.stopped_early,
    )


def generate(
    messages: Sequence[ChatMessage],
    *,
    settings: Settings,
    timeout: float,
    parameters: Parameters,
    language: TextLanguage = "zh",
) -> Generation:
    """The first usable answer of the model and its fallbacks, within `timeout` seconds in all.

    API_BASE and API_KEY go to models with the same provider prefix as MODEL and to no other provider.

    Raises:
        ModelUnavailable: none answered; the first model's reason.
    """
    models = list(dict.fromkeys(name.strip() for name in (settings.model, *settings.model_fallbacks.split(",")) if name.strip()))
    started = time.monotonic()
    failures: list[ModelUnavailable] = []
    for place, model in enumerate(models):
        remaining = started + timeout - time.monotonic()
        is_last = place == len(models) - 1
        own = _provider(model) == _provider(models[0])
        try:
            answer = complete(
                messages,
                model=model,
                api_base=settings.api_base if own else "",
                api_key=settings.api_key if own else None,
                timeout=remaining if is_last else remaining * SHARE_BEFORE_FALLBACK,
                parameters=parameters,
                language=language,
            )
        except ModelUnavailable as failure:
            failures.append(failure)
            continue
        return Generation(
            composition=answer.composition,
            model=model,
            fallback=bool(failures),
            reason="; ".join(failure.message.in_(language) for failure in failures) or None,
            latency_ms=_milliseconds_since(started),
            usage=answer.usage,
            parameters=dict(parameters),
        )
    if not failures:
        raise ModelUnavailable("", "setup", Localized(zh="没有设置 FIRSTWORD_MODEL", en="FIRSTWORD_MODEL is not set"))
    raise failures[0]


def _provider(model: str) -> str:
    return model.partition("/")[0] if "/" in model else ""


def _milliseconds_since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)


def _in_time(call: _Call, work: Callable[[], Result]) -> Result | Reason:
    """What `work` gives, or `timeout`. In a thread, because no library's own timeout covers name look-up, drip-fed headers and import."""
    outcome: queue.SimpleQueue[Result | Reason] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcome.put(work())
        except Exception:  # noqa: BLE001 - whatever a provider's code raises, the model did not answer
            outcome.put("setup")

    threading.Thread(target=run, name="model-call", daemon=True).start()
    try:
        return outcome.get(timeout=max(call.remaining, 0.001))
    except queue.Empty:
        return "timeout"


def _converse(call: _Call) -> _Reply | Reason:
    """The reply, stepping down to a looser response format where one is refused, with one retry where that may help."""
    litellm = _litellm()
    try:
        formats = _response_formats(litellm, call)
    except Exception:  # noqa: BLE001 - litellm's way to say that it knows no such provider
        return "setup"
    may_retry = True
    while True:
        if call.remaining <= 0:
            return "timeout"
        result = _ask(litellm, call, formats[0])
        if result == "refused_request" and len(formats) > 1:
            formats = formats[1:]
        elif isinstance(result, str) and result in _WORTH_A_RETRY and may_retry and call.remaining > BACKOFF_SECONDS:
            may_retry = False
            time.sleep(BACKOFF_SECONDS)
        else:
            return result


def _ask(litellm: ModuleType, call: _Call, response_format: dict[str, Any] | None) -> _Reply | Reason:
    # Without a key of ours, litellm would send the one it finds in the environment to an address it was not meant for.
    api_key = call.api_key or ("none" if call.api_base else None)
    try:
        response = litellm.completion(
            model=call.model,
            messages=list(call.messages),
            api_base=call.api_base or None,
            api_key=api_key,
            timeout=call.remaining,
            max_retries=0,
            num_retries=0,
            **({"response_format": response_format} if response_format else {}),
            **call.parameters,
        )
    except Exception as error:  # noqa: BLE001 - litellm raises foreign types too; each becomes a reason
        return _reason(error)
    # litellm gives None for some refused requests (422).
    return "refused_request" if response is None else _read(response)


def _read(response: Any) -> _Reply | Reason:  # noqa: ANN401 - naming litellm's type here would import it
    if not response.choices:
        return "bad_answer"
    choice, usage = response.choices[0], getattr(response, "usage", None)
    text = choice.message.content
    cost = getattr(response, "_hidden_params", {}).get("response_cost")
    tokens = (getattr(usage, "prompt_tokens", 0) or 0, getattr(usage, "completion_tokens", 0) or 0)
    return _Reply(
        text=text if isinstance(text, str) else "",
        usage=Usage(*tokens, cost_usd=cost if isinstance(cost, float) else None) if any(tokens) else None,
        stopped_early=choice.finish_reason == "length",
    )


def _response_formats(litellm: ModuleType, call: _Call) -> list[dict[str, Any] | None]:
    """Formats from strictest to none. An endpoint of one's own is asked for the schema first: litellm's tables do not know it."""
    litellm.get_llm_provider(model=call.model)
    if call.api_base or litellm.supports_response_schema(model=call.model):
        return [_JSON_SCHEMA, _JSON_OBJECT, None]
    known = litellm.get_supported_openai_params(model=call.model) or ()
    return [_JSON_OBJECT, None] if "response_format" in known else [None]


def _reason(error: Exception) -> Reason:
    """Why the call failed, from the whole chain: litellm reports a refused connection as status 500."""
    names = {kind.__name__ for link in _chain(error) for kind in type(link).__mro__}
    status = getattr(error, "status_code", None)
    if BodyTooLarge.__name__ in names:
        return "too_large"
    if names & {"TimeoutError", "TimeoutException", "APITimeoutError"}:
        return "timeout"
    if names & {"TransportError", "APIConnectionError", "ConnectionError"}:
        return "connection"
    if names & {"JSONDecodeError", "APIResponseValidationError"}:
        return "bad_answer"
    if not isinstance(status, int):
        return "setup"
    return _BY_STATUS.get(status, "server" if status >= 500 else "refused_request")


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    for _ in range(12):
        if link is None:
            return
        yield link
        link = link.__cause__ or link.__context__


@cache
def _import_litellm() -> ModuleType:
    # Without these litellm looks for its price table on the network, and reads any .env file it finds above the working folder.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    os.environ["LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS"] = "True"
    os.environ["LITELLM_MODE"] = "PRODUCTION"
    import litellm  # noqa: PLC0415 - two to four seconds that only a run with a model should pay

    quiet = {"drop_params": True, "suppress_debug_info": True, "turn_off_message_logging": True, "telemetry": False}
    nobody: dict[str, object] = {
        name: [] for name in ("callbacks", "input_callback", "success_callback", "failure_callback", "service_callback")
    }
    for name, value in (quiet | nobody).items():
        setattr(litellm, name, value)
    for logger in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    return litellm


def _litellm() -> ModuleType:
    """Litellm, imported and silenced once, with an open connection pool."""
    with _setting_up:
        litellm = _import_litellm()
        session = getattr(litellm, "client_session", None)
        if session is None or session.is_closed:
            setattr(litellm, "client_session", bounded_client())  # noqa: B010 - not an attribute of ModuleType
    return litellm
