"""A second reader's answer: places in a text, each with a reason."""

from dataclasses import dataclass
from typing import Any

from service.language import TextLanguage
from service.llm.lenient import clean, find_rows, named
from service.llm.schemas import Read, Shape

MAX_REMARKS = 40
_LIST_NAMES = ("remarks", "findings", "issues", "comments", "意见")
_QUOTE_NAMES = ("quote", "text", "span", "引文", "原文")
_REASON_NAMES = ("reason", "rule", "type", "kind", "原因")
_COMMENT_NAMES = ("comment", "message", "note", "explanation", "说明")
_REWRITE_NAMES = ("rewrite", "suggestion", "改写")

REMARKS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["remarks"],
    "properties": {
        "remarks": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["quote", "reason", "comment", "rewrite"],
                "properties": {name: {"type": "string"} for name in ("quote", "reason", "comment", "rewrite")},
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Remark:
    """One objection, unchecked: nothing says yet that the quotation stands in the text or that the reason is one."""

    quote: str
    reason: str
    comment: str
    rewrite: str


def parse_remarks(raw: str, language: TextLanguage | None = None) -> Read[tuple[Remark, ...]]:  # noqa: ARG001 - a shape's reader
    """The remarks in the answer; there may be none.

    Raises:
        AnswerRefused: empty, not the asked-for shape, or over a limit.
    """
    found = find_rows(raw, _LIST_NAMES)
    remarks = tuple(
        Remark(*(clean(named(row, names)) for names in (_QUOTE_NAMES, _REASON_NAMES, _COMMENT_NAMES, _REWRITE_NAMES)))
        for row in found.rows[:MAX_REMARKS]
    )
    return Read(remarks, found.cut_off)


REMARKS: Shape[tuple[Remark, ...]] = Shape("remarks", REMARKS_SCHEMA, parse_remarks)
