"""Finds the rows of a model's JSON answer, whatever it wrapped them in. Reads what can be read without guessing.

Models put prose, fences, thoughts and stray commas around their JSON, call its keys by neighbouring names, and run out of
tokens in the middle of it. A row that was cut off is dropped, never completed.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from service.i18n import Localized
from service.patterns import lazy

MAX_ANSWER_BYTES = 200_000
_MAX_STARTS = 40
_MAX_DEPTH = 3
TITLE_NAMES = ("title", "headline", "标题")
TEXT_NAMES = ("text", "sentence", "content", "句子", "文本", "内容")
_GROUP_NAMES = ("paragraphs", "blocks", "段落")

_THOUGHTS = lazy(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_TRAILING_COMMA = lazy(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
# `\'` and `\。` are no escapes of JSON.
_WRONG_ESCAPE = lazy(r'(\\["\\/bfnrtu])|\\')
_BETWEEN = lazy(r"[\s,]*")
# Controls, the overrides that turn text around, and invisible characters: none belongs in a statement.
_WIDE_SPACE = "\u3000"
_UNWANTED = lazy(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
_SPACES = lazy(r"\s+")
_HAN = lazy(r"[\u3000-\u9fff\uff00-\uffef]")
_DECODER = json.JSONDecoder(strict=False)


class AnswerRefused(Exception):
    """The answer cannot be read; `too_large` when it is over a limit."""

    def __init__(self, message: Localized, *, too_large: bool = False) -> None:
        super().__init__(message.en)
        self.message = message
        self.too_large = too_large


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of an answer, each a mapping, with the title beside them, and whether the end was cut off."""

    title: object
    rows: tuple[dict[str, Any], ...]
    cut_off: bool


def find_rows(raw: str, names: Sequence[str]) -> Rows:
    """The rows under one of `names`: `{"title": …, "sentences": [{…}]}`, in any wrapping.

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
    for attempt in (text, _WRONG_ESCAPE.sub(lambda match: match.group(1) or "", text)):
        found = list(_found(attempt, names))
        # An example of the format may stand before the answer.
        whole = next((item for item in found if item.rows), found[0] if found else None)
        if whole is not None:
            return whole
    cut = _salvage(text, names)
    if cut is None:
        raise AnswerRefused(Localized(zh="答复不是约定的 JSON", en="the answer is not the JSON asked for"))
    return cut


def named(row: dict[str, Any], names: Sequence[str]) -> object:
    """What stands under the first of `names`, or under the only other one that is there; None where two could be meant."""
    if names[0] in row:
        return row[names[0]]
    others = [name for name in names[1:] if name in row]
    return row[others[0]] if len(others) == 1 else None


def clean(value: object) -> str:
    """Text on one line without controls; anything but text or a whole number is nothing."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    text = _UNWANTED.sub("", str(value))
    return unicodedata.normalize("NFC", _SPACES.sub(_one_space, text)).strip()


def _one_space(run: re.Match[str]) -> str:
    """A space; nothing for a line break beside Chinese, which has no space between words; the wide space of a signature stays."""
    if run.group() == _WIDE_SPACE:
        return _WIDE_SPACE
    beside = run.string[max(run.start() - 1, 0) : run.start()] + run.string[run.end() : run.end() + 1]
    return "" if "\n" in run.group() and _HAN.search(beside) else " "


def _found(text: str, names: Sequence[str]) -> Iterator[Rows]:
    """Every JSON object in the text that holds rows, wherever it starts."""
    at = -1
    for _ in range(_MAX_STARTS):
        at = text.find("{", at + 1)
        if at < 0:
            return
        value = _decode(text, at)
        found = _inside(value[0], names, None, _MAX_DEPTH) if value is not None else None
        if found is not None:
            yield found


def _inside(value: object, names: Sequence[str], title: object, depth: int) -> Rows | None:
    """The rows of this object or of one in it; a title further out counts."""
    if not isinstance(value, dict):
        return None
    own = named(value, TITLE_NAMES)
    title = own if own is not None else title
    listed = named(value, names)
    if isinstance(listed, list):
        return Rows(title, _mappings(listed), cut_off=False)
    groups = named(value, _GROUP_NAMES)
    if isinstance(groups, list):
        return Rows(title, _flattened(groups, names), cut_off=False)
    inner = (_inside(item, names, title, depth - 1) for item in value.values()) if depth else iter(())
    return next((found for found in inner if found is not None), None)


def _mappings(listed: list[Any]) -> tuple[dict[str, Any], ...]:
    """The rows; one that is a bare text is a row with nothing but its text."""
    return tuple(row if isinstance(row, dict) else {TEXT_NAMES[0]: row} for row in listed if isinstance(row, dict | str))


def _flattened(groups: list[Any], names: Sequence[str]) -> tuple[dict[str, Any], ...]:
    """The rows of paragraphs that each hold a list, or text, with the paragraph's number."""
    rows: list[dict[str, Any]] = []
    for number, group in enumerate(groups, start=1):
        listed = named(group, names) if isinstance(group, dict) else group
        inside = _mappings(listed if isinstance(listed, list) else [group])
        rows += [{"paragraph": number} | row for row in inside]
    return tuple(rows)


def _decode(text: str, at: int) -> tuple[Any, int] | None:
    try:
        return _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError):
        return None


def _salvage(text: str, names: Sequence[str]) -> Rows | None:
    """Title and whole rows of an answer that breaks off."""
    start = re.search(rf'"(?:{"|".join(map(re.escape, names))})"\s*:\s*\[', text)
    if start is None:
        return None
    title = re.search(rf'"(?:{"|".join(TITLE_NAMES)})"\s*:\s*("(?:[^"\\]|\\.)*")', text, re.DOTALL)
    decoded = _decode(title.group(1), 0) if title is not None else None
    items: list[Any] = []
    at = start.end()
    while True:
        gap = _BETWEEN.match(text, at)
        found = _decode(text, gap.end() if gap else at)
        if found is None:
            break
        items.append(found[0])
        at = found[1]
    return Rows(decoded[0] if decoded else None, _mappings(items), cut_off=True)
