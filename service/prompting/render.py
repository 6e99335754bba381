"""A prompt and its inputs made into the exact messages for the model."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jinja2 import TemplateError
from jinja2.exceptions import SecurityError

from service.datafiles import fault
from service.prompting.fence import plain
from service.prompting.template import PromptTemplate

FENCE = "fence"
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it is sent."""

    role: Literal["system", "user"]
    content: str


@dataclass(frozen=True, slots=True)
class RenderedPrompt:
    """The exact messages, and which prompt in which version they come from."""

    id: str
    version: int
    digest: str
    messages: tuple[Message, ...]
    parameters: dict[str, float | int | str]


def render_prompt(template: PromptTemplate, inputs: Mapping[str, object]) -> RenderedPrompt:
    """The messages for these inputs; of more inputs than the prompt declares it takes its own.

    Every text among the inputs is neutralised against the input `fence`.

    Raises:
        DataFault: a declared input is missing or None, or the body reaches for something that is not there.
    """
    header = template.header
    for name in header.inputs:
        if inputs.get(name) is None:
            raise fault(template.file, None, name, "this input is missing")
    token = str(inputs.get(FENCE, ""))
    values = {name: token if name == FENCE else plain(inputs[name], token) for name in header.inputs}
    contents: dict[str, str] = {}
    for section, body in template.sections:
        try:
            contents[section] = _BLANK_LINES.sub("\n\n", body.render(values)).strip()
        except (TemplateError, SecurityError, TypeError) as error:
            raise fault(template.file, None, section, f"cannot be rendered: {error}") from error
    return RenderedPrompt(
        id=header.id,
        version=header.version,
        digest=template.digest,
        messages=(Message("system", contents["system"]), Message("user", contents["user"])),
        parameters={"temperature": header.parameters.temperature, "max_tokens": header.parameters.max_tokens},
    )
