"""A model's answer to the request for some sentences anew."""

from dataclasses import dataclass
from typing import Any

from service.i18n import Localized
from service.language import TextLanguage
from service.llm.answer import ELEMENT_NAMES, MAX_SENTENCES, read_basis
from service.llm.lenient import TEXT_NAMES, AnswerRefused, clean, find_rows, named
from service.llm.schemas import Read, Shape

_LIST_NAMES = ("replacements", "sentences", "repairs", "句子")
_NUMBER_NAMES = ("number", "no", "index", "id", "编号", "序号")

REPLACEMENTS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["replacements"],
    "properties": {
        "replacements": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["number", "text", "element", "basis"],
                "properties": {
                    "number": {"type": "integer"},
                    "text": {"type": "string"},
                    "element": {"type": "string"},
                    "basis": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Replacement:
    """A sentence written anew. `number` is that under which it was asked for; an empty text asks for it to be cut."""

    number: int
    text: str
    element: str
    basis: tuple[str, ...]


def parse_replacements(raw: str, language: TextLanguage | None = None) -> Read[tuple[Replacement, ...]]:  # noqa: ARG001 - a shape's reader
    """The sentences in the answer, one for a number: the first counts.

    Raises:
        AnswerRefused: empty, not the asked-for shape, without a numbered sentence, or over a limit.
    """
    found = find_rows(raw, _LIST_NAMES)
    if len(found.rows) > MAX_SENTENCES:
        raise AnswerRefused(Localized(zh=f"超过 {MAX_SENTENCES} 句", en=f"more than {MAX_SENTENCES} sentences"), too_large=True)
    items: dict[int, Replacement] = {}
    for row in found.rows:
        number = clean(named(row, _NUMBER_NAMES))
        if number.isdecimal() and len(number) <= 4 and int(number) not in items:
            text, element = clean(named(row, TEXT_NAMES)), clean(named(row, ELEMENT_NAMES))
            items[int(number)] = Replacement(int(number), text, element, read_basis(row))
    if not items:
        raise AnswerRefused(Localized(zh="没有带编号的句子", en="it has no numbered sentence"))
    return Read(tuple(items.values()), found.cut_off)


REPLACEMENTS: Shape[tuple[Replacement, ...]] = Shape("replacements", REPLACEMENTS_SCHEMA, parse_replacements)
