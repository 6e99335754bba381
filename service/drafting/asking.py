"""The one way of a brief's words to a model: whatever leaves passes the privacy gate."""

import threading
from collections.abc import Callable
from typing import TypeVar

from service.briefs import IncidentBrief
from service.config import Settings
from service.drafting.gate import guarded, shield_of
from service.language import TextLanguage
from service.llm.chain import Question, ask
from service.llm.schemas import Answer, Purpose, Shape
from service.privacy import Vault
from service.prompting.render import RenderedPrompt

Value = TypeVar("Value")


def ask_model(  # noqa: PLR0913 - what is asked, of whom, by when, and who listens
    brief: IncidentBrief,
    prompt: RenderedPrompt,
    shape: Shape[Value],
    settings: Settings,
    *,
    language: TextLanguage,
    timeout: float,
    purpose: Purpose,
    on_text: Callable[[str, Vault], None] | None = None,
) -> tuple[Answer[Value], Vault]:
    """What the models answer within `timeout` seconds, and the vault that puts back what was hidden from them.

    `on_text` is told the answer as it comes in, with the vault, until the call ends.

    Raises:
        ModelUnavailable: none answered.
    """
    sent, vault = guarded(prompt.messages, shield_of(brief), language)
    ended = threading.Event()

    def tell(text: str) -> None:
        # A call that is over its time goes on in its thread for a while; nobody waits for what it says.
        if on_text is not None and not ended.is_set():
            on_text(text, vault)

    question = Question(sent, prompt.parameters, language, purpose, tell if on_text is not None else None)
    try:
        return ask(question, shape, settings=settings, timeout=timeout), vault
    finally:
        ended.set()
