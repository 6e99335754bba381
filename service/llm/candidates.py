"""A model's answer to the request for what notes say."""

from dataclasses import dataclass
from typing import Any

from service.language import TextLanguage
from service.llm.lenient import clean, find_rows, named
from service.llm.schemas import Read, Shape

MAX_CANDIDATES = 120
_LIST_NAMES = ("candidates", "facts", "items", "条目", "事实")
_FILE_NAMES = ("file", "source", "文件")
_QUOTE_NAMES = ("quote", "span", "原话", "引文")
_TEXT_NAMES = ("text", "fact", "claim", "内容")
_SORT_NAMES = ("sort", "kind", "type", "类别")

CANDIDATES_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["candidates"],
    "properties": {
        "candidates": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["file", "quote", "text", "sort"],
                "properties": {
                    "file": {"type": "string"},
                    "quote": {"type": "string"},
                    "text": {"type": "string"},
                    "sort": {"type": "string", "enum": ["fact", "unknown", "promise"]},
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Extract:
    """One thing a model takes out of notes, unchecked: nothing says yet that the quotation stands there."""

    file: str
    quote: str
    text: str
    sort: str


def parse_candidates(raw: str, language: TextLanguage | None = None) -> Read[tuple[Extract, ...]]:  # noqa: ARG001 - a shape's reader
    """The candidates in the answer.

    Raises:
        AnswerRefused: empty, not the asked-for shape, or over a limit.
    """
    found = find_rows(raw, _LIST_NAMES)
    extracts = tuple(
        Extract(*(clean(named(row, names)) for names in (_FILE_NAMES, _QUOTE_NAMES, _TEXT_NAMES, _SORT_NAMES)))
        for row in found.rows[:MAX_CANDIDATES]
    )
    return Read(extracts, found.cut_off)


CANDIDATES: Shape[tuple[Extract, ...]] = Shape("candidates", CANDIDATES_SCHEMA, parse_candidates)
