"""A model's answer read into a Composition: tolerant of wrapping, strict about content."""

from typing import Any

from service.i18n import Localized
from service.language import TextLanguage, text_language
from service.llm.lenient import MAX_ANSWER_BYTES, TEXT_NAMES, AnswerRefused, clean, find_rows, named
from service.llm.schemas import Composition, Read, Sentence, Shape

__all__ = ["COMPOSITION", "ELEMENT_NAMES", "MAX_ANSWER_BYTES", "MAX_SENTENCES", "AnswerRefused", "parse_answer", "read_basis"]

MAX_SENTENCES = 80
_MAX_BASIS = 40
_LIST_NAMES = ("sentences", "segments", "lines", "body", "content", "statement", "句子", "正文")
ELEMENT_NAMES = ("element", "role", "label", "type", "要素")
_BASIS_NAMES = ("basis", "sources", "source", "references", "refs", "ids", "evidence", "依据")
# The same words may answer two questions of an FAQ.
_MAY_REPEAT = frozenset({"answer"})

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


def parse_answer(raw: str, language: TextLanguage | None = None) -> Read[Composition]:
    """The composition in a model's answer; `language` decides how sentences join, by default the answer's own.

    The title may be empty: a good text without one is not thrown away.

    Raises:
        AnswerRefused: empty, not the asked-for shape, or over a limit.
    """
    found = find_rows(raw, _LIST_NAMES)
    rows = _without_repeats([(clean(named(row, TEXT_NAMES)), row) for row in found.rows])
    if not rows:
        raise AnswerRefused(Localized(zh="没有完整的句子", en="it has no whole sentence"))
    if len(rows) > MAX_SENTENCES:
        raise AnswerRefused(Localized(zh=f"超过 {MAX_SENTENCES} 句", en=f"more than {MAX_SENTENCES} sentences"), too_large=True)
    inside = "" if (language or text_language("".join(text for text, _ in rows))) == "zh" else " "
    sentences: list[Sentence] = []
    paragraph: int | None = None
    for text, row in rows:
        here = _paragraph(row.get("paragraph"), paragraph)
        before = "" if not sentences else inside if here == paragraph else "\n\n"
        if sentences and here == paragraph and sentences[-1].element == "question":
            # In an FAQ the question is a line of its own.
            before = "\n"
        sentences.append(Sentence(text, clean(named(row, ELEMENT_NAMES)), read_basis(row), before, "model"))
        paragraph = here
    return Read(Composition(clean(found.title), tuple(sentences)), found.cut_off)


def read_basis(row: dict[str, Any]) -> tuple[str, ...]:
    """The ids of a row, however they are written."""
    value = named(row, _BASIS_NAMES)
    items = value if isinstance(value, list) else [value]
    found = [clean(item) for item in items if isinstance(item, str | int) and not isinstance(item, bool)]
    return tuple(dict.fromkeys(name for name in found if name))[:_MAX_BASIS]


def _without_repeats(rows: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    """The rows with text; what a model that runs in circles says again is dropped."""
    kept = []
    seen: set[str] = set()
    for text, row in rows:
        if text and (text not in seen or clean(named(row, ELEMENT_NAMES)) in _MAY_REPEAT):
            kept.append((text, row))
            seen.add(text)
    return kept


def _paragraph(value: object, current: int | None) -> int | None:
    """The paragraph's number; one that cannot be read stays in the current paragraph."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value) <= 4:
        return int(value)
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e6 else current


COMPOSITION: Shape[Composition] = Shape("composition", COMPOSITION_SCHEMA, parse_answer)
