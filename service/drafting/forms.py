"""What no sentence of a statement is made of, whoever wrote it: markup, codes, other scripts, and the drafter's own instructions."""

import re
from collections.abc import Iterable

from service.briefs.disguises import is_encoded, is_foreign
from service.briefs.orders import has_markup
from service.drafting.assembly import without_gaps
from service.patterns import lazy

_FENCED = lazy(r"<<<([0-9a-z]{8,40})\n.*?\n\1>>>", re.DOTALL)
_TOKEN = lazy(r"<<<([0-9a-z]{8,40})")
_HEX = lazy(r"[0-9a-f]{12}")
_HAN = lazy(r"[\u3400-\u9fff]")
_SPACES = lazy(r"\s+")
# A run this long is no coincidence: a clause and a half.
_RUN_ZH, _RUN_EN = 18, 50


def instructions_in(messages: Iterable[str]) -> str:
    """What a model was told, without the material between the fences; the fences' tokens first."""
    texts = list(messages)
    tokens = dict.fromkeys(token for text in texts for token in _TOKEN.findall(text))
    return " ".join([*tokens, *(_plain(_FENCED.sub(" ", text)) for text in texts)])


def may_stand(text: str, instructions: str = "") -> bool:
    """Whether a sentence has a statement's form and repeats nothing of what the model was told."""
    return not (has_markup(text) or is_encoded(text) or is_foreign(text) or _repeats(text, instructions))


def _repeats(text: str, instructions: str) -> bool:
    if not instructions:
        return False
    plain = _plain(without_gaps(text))
    size = _RUN_ZH if _HAN.search(plain) else _RUN_EN
    tokens = _leading_tokens(instructions)
    if any(token in plain for token in tokens):
        return True
    return any(plain[at : at + size] in instructions for at in range(len(plain) - size + 1))


def _leading_tokens(instructions: str) -> list[str]:
    tokens = []
    for word in instructions.split(" ", 4)[:4]:
        if not _HEX.fullmatch(word):
            break
        tokens.append(word)
    return tokens


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip()
