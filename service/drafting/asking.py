"""The one way of a brief's words to a model: whatever leaves passes the privacy gate."""

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


def ask_model(
    brief: IncidentBrief,
    prompt: RenderedPrompt,
    shape: Shape[Value],
    settings: Settings,
    *,
    language: TextLanguage,
    timeout: float,
    purpose: Purpose,
) -> tuple[Answer[Value], Vault]:
    """What the models answer within `timeout` seconds, and the vault that puts back what was hidden from them.

    Raises:
        ModelUnavailable: none answered.
    """
    sent, vault = guarded(prompt.messages, shield_of(brief), language)
    return ask(Question(sent, prompt.parameters, language, purpose), shape, settings=settings, timeout=timeout), vault
