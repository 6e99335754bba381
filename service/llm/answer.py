"""A model's answer read into a Composition: tolerant of wrapping, strict about content.

Models put prose, fences, thoughts and stray commas around their JSON, and run out of tokens in the middle of it. What can be
read without guessing is read; a sentence that was cut off is dropped, never completed.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from service.i18n import Localized
from service.language import TextLanguage, text_language
from service.llm.schemas import Composition, Sentence

MAX_ANSWER_BYTES = 200_000
MAX_SENTENCES = 80
_MAX_STARTS = 40
_MAX_BASIS = 40

_THOUGHTS = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
_SENTENCES = re.compile(r'"sentences"\s*:\s*\[')
_TITLE = re.compile(r'"title"\s*:\s*("(?:[^"\\]|\\.)*")', re.DOTALL)
_BETWEEN = re.compile(r"[\s,]*")
# Controls, the overrides that turn text around, and invisible characters: none belongs in a statement.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_SPACES = re.compile(r"\s+")
_HAN = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_DECODER = json.JSONDecoder(strict=False)

# The shape every drafting prompt asks for; models that can be held to a schema are held to it.
COMPOSITION_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "sentences"],
    "properties": {
        "title": {"type": "string"},
        "sentences": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["text", "element", "basis", "paragraph"],
                "properties": {
                    "text": {"type": "string"},
                    "element": {"type": "string"},
                    "basis": {"type": "array", "items": {"type": "string"}},
                    "paragraph": {"type": "integer"},
                },
            },
        },
    },
}


class AnswerRefused(Exception):
    """The answer cannot be read as a composition; `too_large` when it is over a limit."""

    def __init__(self, message: Localized, *, too_large: bool = False) -> None:
        super().__init__(message.en)
        self.message = message
        self.too_large = too_large


@dataclass(frozen=True, slots=True)
class ParsedAnswer:
    """The composition, and whether its end was cut off."""

    composition: Composition
    cut_off: bool


def parse_answer(raw: str, language: TextLanguage | None = None) -> ParsedAnswer:
    """The composition in a model's answer; `language` decides how sentences join, by default the answer's own.

    Raises:
        AnswerRefused: empty, not the asked-for shape, or over a limit.
    """
    # Characters first: counting bytes would copy an answer of any size.
    if len(raw) > MAX_ANSWER_BYTES or len(raw.encode("utf-8", "surrogatepass")) > MAX_ANSWER_BYTES:
        raise AnswerRefused(Localized(zh="", en=""), too_large=True)
    text = _THOUGHTS.sub("", raw)
    if not text.strip():
        raise AnswerRefused(Localized(zh="答复是空的", en="the answer is empty"))
    text = _TRAILING_COMMA.sub(lambda match: match.group(1) or "", text)
    whole = next(_objects(text), None)
    data, cut_off = (whole, False) if whole is not None else (_salvage(text), True)
    if data is None:
        raise AnswerRefused(Localized(zh="答复不是约定的 JSON", en="the answer is not the JSON asked for"))
    return ParsedAnswer(_composition(data, language), cut_off)


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """Every JSON object in the text that has a list of sentences, wherever it starts."""
    at = -1
    for _ in range(_MAX_STARTS):
        at = text.find("{", at + 1)
        if at < 0:
            return
        value = _decode(text, at)
        if value is not None and isinstance(value[0], dict) and isinstance(value[0].get("sentences"), list):
            yield value[0]


def _decode(text: str, at: int) -> tuple[Any, int] | None:
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None


def _salvage(text: str) -> dict[str, Any] | None:
    """Title and whole sentences of an answer that breaks off."""
    title, start = _TITLE.search(text), _SENTENCES.search(text)
    if title is None or start is None:
        return None
    decoded = _decode(title.group(1), 0)
    items: list[Any] = []
    at = start.end()
    while True:
        gap = _BETWEEN.match(text, at)
        found = _decode(text, gap.end() if gap else at)
        if found is None:
            break
        items.append(found[0])
        at = found[1]
    return {"title": decoded[0] if decoded else None, "sentences": items}


def _composition(data: dict[str, Any], language: TextLanguage | None) -> Composition:
    title = _clean(data.get("title"))
    rows: list[Any] = data["sentences"]
    if not title:
        raise AnswerRefused(Localized(zh="缺少标题", en="it has no title"))
    if not rows:
        raise AnswerRefused(Localized(zh="没有完整的句子", en="it has no whole sentence"))
    if len(rows) > MAX_SENTENCES:
        raise AnswerRefused(Localized(zh=f"超过 {MAX_SENTENCES} 句", en=f"more than {MAX_SENTENCES} sentences"), too_large=True)
    texts = [_sentence_text(row, number) for number, row in enumerate(rows, start=1)]
    inside = "" if (language or text_language("".join(texts))) == "zh" else " "
    sentences: list[Sentence] = []
    paragraph: int | None = None
    for row, text in zip(rows, texts, strict=True):
        here = _paragraph(row.get("paragraph"), paragraph)
        before = "" if not sentences else inside if here == paragraph else "\n\n"
        if sentences and here == paragraph and sentences[-1].element == "question":
            # In an FAQ the question is a line of its own.
            before = "\n"
        element, basis = _clean(row.get("element")), _basis(row.get("basis"))
        sentences.append(Sentence(text=text, element=element, basis=basis, before=before, origin="model"))
        paragraph = here
    return Composition(title=title, sentences=tuple(sentences))


def _sentence_text(row: object, number: int) -> str:
    text = _clean(row.get("text")) if isinstance(row, dict) else ""
    if not text:
        raise AnswerRefused(Localized(zh=f"第 {number} 句没有文字", en=f"sentence {number} has no text"))
    return text


def _paragraph(value: object, current: int | None) -> int | None:
    """The paragraph's number; one that cannot be read stays in the current paragraph."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value) <= 4:
        return int(value)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6 else current


def _basis(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    named = [_clean(item) for item in items if isinstance(item, str | int) and not isinstance(item, bool)]
    return tuple(dict.fromkeys(name for name in named if name))[:_MAX_BASIS]


def _clean(value: object) -> str:
    """Text on one line without controls; anything but text or a whole number is nothing."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    text = _UNWANTED.sub("", str(value))
    return unicodedata.normalize("NFC", _SPACES.sub(_one_space, text)).strip()


def _one_space(run: re.Match[str]) -> str:
    """A space; nothing for a line break beside Chinese, which has no space between words."""
    beside = run.string[max(run.start() - 1, 0) : run.start()] + run.string[run.end() : run.end() + 1]
    return "" if "\n" in run.group() and _HAN.search(beside) else " "
