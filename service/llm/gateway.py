"""The way to a language model: the only file that imports litellm, and only when a model is first called (the import takes seconds).

Whatever a provider does (hang, drip, break off, answer nonsense), a call ends by its deadline, with what was said or with
ModelUnavailable. What providers say in their errors is dropped: it can hold the key.
"""

import logging
import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache, partial
from types import ModuleType
from typing import Any, Protocol, TypeVar

from pydantic import SecretStr

from service.config import Settings
from service.llm.embedding import EmbeddingCall, ask_for_vectors, embedding_call
from service.llm.failures import ModelUnavailable, Reason
from service.llm.formats import Format, remembered
from service.llm.piecemeal import ASKING, OnText, gather
from service.llm.retries import CallFailed, persist, retry_after
from service.llm.schemas import Usage
from service.llm.transport import BodyTooLarge, bounded_client

Parameters = Mapping[str, float | int | str]
Result = TypeVar("Result")

_BY_STATUS: dict[int, Reason] = {401: "auth", 403: "auth", 404: "not_found", 408: "timeout", 413: "too_large", 429: "rate_limit"}
# These print requests, answers and headers when somebody turns debugging on for the whole process.
_TALKATIVE = ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy", "openai", "httpx", "httpcore")
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
class Endpoint:
    """A model, and where it is; an empty address is the provider's own."""

    model: str
    api_base: str = ""
    api_key: SecretStr | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What a model said, unread. `stopped_early`: it ran out of tokens."""

    text: str
    usage: Usage | None
    stopped_early: bool


@dataclass(frozen=True, slots=True)
class _Call:
    messages: tuple[dict[str, str], ...]
    endpoint: Endpoint
    ends_at: float
    parameters: dict[str, float | int | str]
    name: str
    schema: dict[str, Any]
    on_text: OnText | None = None

    @property
    def remaining(self) -> float:
        return self.ends_at - time.monotonic()


def complete(
    messages: Sequence[ChatMessage],
    endpoint: Endpoint,
    *,
    timeout: float,
    parameters: Parameters,
    schema: dict[str, Any],
    name: str = "answer",
    on_text: OnText | None = None,
) -> Said:
    """What the model says to the messages, within `timeout` seconds in all; `schema` is the JSON asked for, `name` what it is called.

    `on_text` is told the text so far as it comes in, in another thread, and after a retry from its beginning again.

    Raises:
        ModelUnavailable: no answer; never later than `timeout`.
    """
    call = _Call(
        messages=tuple({"role": message.role, "content": message.content} for message in messages),
        endpoint=endpoint,
        ends_at=time.monotonic() + timeout,
        parameters=dict(parameters),
        name=name,
        schema=schema,
        on_text=on_text,
    )
    said = _in_time(call, lambda: _converse(call))
    if not isinstance(said, Said):
        raise ModelUnavailable(endpoint.model, said)
    return said


def warm_up() -> None:
    """Begin to import litellm beside whatever else there is to do before the first call; the import takes seconds."""
    if _import_litellm.cache_info().currsize == 0:
        threading.Thread(target=_warm, name="model-import", daemon=True).start()


def _warm() -> None:
    # Whatever is wrong with it is told by the call that needs it.
    with suppress(Exception):
        _litellm()


def embed(texts: Sequence[str], *, settings: Settings, timeout: float) -> list[list[float]]:
    """One vector per text by EMBEDDING_MODEL, within `timeout` seconds in all.

    Raises:
        ModelUnavailable: no answer, or none that can be used.
    """
    call = embedding_call(texts, settings, timeout)
    result = _in_time(call, lambda: persist(partial(_vectors, _litellm(), call), lambda: call.remaining))
    if not isinstance(result, list):
        raise ModelUnavailable(call.model, result)
    return result


def _vectors(litellm: ModuleType, call: EmbeddingCall) -> list[list[float]]:
    if call.remaining <= 0:
        raise CallFailed("timeout")
    try:
        return ask_for_vectors(litellm, call)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise CallFailed(_reason(error) if hasattr(error, "status_code") else "bad_answer") from None
    except Exception as error:  # noqa: BLE001 - litellm raises foreign types too; each becomes a reason
        raise CallFailed(_reason(error), retry_after(error)) from None


def _in_time(call: _Call | EmbeddingCall, work: Callable[[], Result]) -> Result | Reason:
    """What `work` gives, or `timeout`. In a thread, because no library's own timeout covers name look-up, drip-fed headers and import."""
    outcome: queue.SimpleQueue[Result | Reason] = queue.SimpleQueue()

    def run() -> None:
        try:
            outcome.put(work())
        except CallFailed as failed:
            outcome.put(failed.reason)
        except Exception:  # noqa: BLE001 - whatever a provider's code raises, the model did not answer
            outcome.put("setup")

    threading.Thread(target=run, name="model-call", daemon=True).start()
    try:
        return outcome.get(timeout=max(call.remaining, 0.001))
    except queue.Empty:
        return "timeout"


def _converse(call: _Call) -> Said:
    """The reply, in the strictest format the model takes, with retries where they may help.

    Raises:
        CallFailed: no reply.
    """
    litellm = _litellm()
    formats = remembered(call.endpoint.model, call.endpoint.api_base, lambda: _strictest(litellm, call.endpoint))
    while True:
        wanted = formats.strictest
        try:
            said = persist(partial(_ask, litellm, call, wanted.request(call.name, call.schema)), lambda: call.remaining)
        except CallFailed as failed:
            if failed.reason != "refused_request" or wanted is Format.TEXT:
                raise
            formats = formats.looser()
        else:
            formats.keep()
            return said


def _ask(litellm: ModuleType, call: _Call, response_format: dict[str, Any] | None) -> Said:
    endpoint = call.endpoint
    if call.remaining <= 0:
        raise CallFailed("timeout")
    given = endpoint.api_key.get_secret_value() if endpoint.api_key is not None else ""
    try:
        response = litellm.completion(
            model=endpoint.model,
            messages=list(call.messages),
            api_base=endpoint.api_base or None,
            # Without a key of ours, litellm would send the one it finds in the environment to an address it was not meant for.
            api_key=given or ("none" if endpoint.api_base else None),
            timeout=call.remaining,
            max_retries=0,
            num_retries=0,
            **({"response_format": response_format} if response_format else {}),
            **(ASKING if call.on_text is not None else {}),
            **call.parameters,
        )
        if response is not None and call.on_text is not None:
            said = Said(*gather(response, call.on_text))
            # An endpoint that knows no streaming sends its answer whole, and nothing of it is read as pieces.
            return said if said.text.strip() else _ask(litellm, replace(call, on_text=None), response_format)
    except CallFailed:
        raise
    except Exception as error:  # noqa: BLE001 - litellm raises foreign types too; each becomes a reason
        # `from None`: the foreign error can hold the key.
        raise CallFailed(_reason(error), retry_after(error)) from None
    if response is None:
        # litellm gives None for some refused requests (422).
        raise CallFailed("refused_request")
    return _read(response)


def _read(response: Any) -> Said:  # noqa: ANN401 - naming litellm's type here would import it
    if not response.choices:
        raise CallFailed("bad_answer")
    choice, usage = response.choices[0], getattr(response, "usage", None)
    text = choice.message.content
    cost = getattr(response, "_hidden_params", {}).get("response_cost")
    tokens = (getattr(usage, "prompt_tokens", 0) or 0, getattr(usage, "completion_tokens", 0) or 0)
    return Said(
        text=text if isinstance(text, str) else "",
        usage=Usage(*tokens, cost_usd=cost if isinstance(cost, float) else None) if any(tokens) else None,
        stopped_early=choice.finish_reason == "length",
    )


def _strictest(litellm: ModuleType, endpoint: Endpoint) -> Format:
    """The strictest format to try. An endpoint of one's own is asked for the schema first: litellm's tables do not know it.

    Raises:
        CallFailed: no provider serves such a model.
    """
    try:
        litellm.get_llm_provider(model=endpoint.model)
        if endpoint.api_base or litellm.supports_response_schema(model=endpoint.model):
            return Format.SCHEMA
        known = litellm.get_supported_openai_params(model=endpoint.model) or ()
    except Exception:  # noqa: BLE001 - litellm's way to say that it knows no such provider
        raise CallFailed("setup") from None
    return Format.JSON if "response_format" in known else Format.TEXT


def _reason(error: Exception) -> Reason:
    """Why the call failed, from the whole chain: litellm reports a refused connection as status 500."""
    names = {kind.__name__ for link in _chain(error) for kind in type(link).__mro__}
    status = getattr(error, "status_code", None)
    if BodyTooLarge.__name__ in names:
        return "too_large"
    if names & {"TimeoutError", "TimeoutException", "APITimeoutError"}:
        return "timeout"
    if names & {"SSLError", "CertificateError"} or any("CERTIFICATE_VERIFY_FAILED" in str(link) for link in _chain(error)):
        return "certificate"
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
    # Either prints whole requests, litellm's to stdout, where the result goes.
    os.environ["LITELLM_LOG"] = "ERROR"
    os.environ.pop("OPENAI_LOG", None)
    import litellm  # noqa: PLC0415 - two to four seconds that only a run with a model should pay

    quiet = {"drop_params": True, "suppress_debug_info": True, "turn_off_message_logging": True, "telemetry": False}
    nobody: dict[str, object] = {
        name: [] for name in ("callbacks", "input_callback", "success_callback", "failure_callback", "service_callback")
    }
    for name, value in (quiet | nobody).items():
        setattr(litellm, name, value)
    for logger in _TALKATIVE:
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
