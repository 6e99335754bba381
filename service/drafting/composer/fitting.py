"""A statement cut to its channel: what a reader can most easily find elsewhere goes first, whole sentences at a time."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from service.briefs import Channel, StatementType
from service.elements import channel_limit
from service.elements.length import weight
from service.llm.schemas import Composition, Sentence

# In this order; what is not named here stays whatever the length.
_GOES_FIRST = (
    "greeting", "issuer", "prevention", "responsibility", "authority", "correction", "unknown", "actions", "incidents", "known",
    "facts", "new", "cause", "consequences", "remedy", "instruction", "concern",
)  # fmt: skip
# An update without its news is none: there, news goes last.
_NEWS_LAST = (*(e for e in _GOES_FIRST if e not in {"new", "correction"}), "acknowledgement", "correction", "new")
# A last statement without what happened and why is none.
_RESULT_LAST = (
    "greeting", "issuer", "acknowledgement", "responsibility", "actions", "withdrawn", "unknown", "remedy", "concern", "apology",
    "cause", "known",
)  # fmt: skip
_NEWS = frozenset({StatementType.UPDATE, StatementType.CORRECTION})
# Whoever holds a recalled product or has lost data needs to know what to do before anything else.
_DUTY_LAST = (
    "greeting", "issuer", "prevention", "correction", "unknown", "authority", "actions", "known", "incidents", "cause", "product",
    "concern", "next_update", "remedy", "consequences", "data_types", "hazard", "acknowledgement", "instruction",
)  # fmt: skip
_WARNS = frozenset({StatementType.RECALL_NOTICE, StatementType.BREACH_NOTICE})
# What makes a text what it is.
_STAYS = frozenset({"question", "answer", "contact", "next_update", "acknowledgement", "heading"})
# What readers need, and goes only where a length was named.
_NEEDED = frozenset({"instruction", "remedy", "consequences", "hazard", "product", "data_types", "concern", "apology", "issuer"})
# An answer without its question, or a question without its answer, helps nobody.
_NEVER_CUT = frozenset({StatementType.FAQ})


def fit(composition: Composition, statement: StatementType, channel: Channel) -> Composition:
    """The composition within the channel's limit, as far as that can be had."""
    form = channel_limit(channel)
    if statement in _NEVER_CUT:
        return composition
    sentences = list(composition.sentences)
    for element in _order(statement):
        for sentence in [s for s in reversed(sentences) if s.element == element]:
            if _length(sentences, weighted=form.weighted) <= form.max_characters:
                break
            sentences.remove(sentence)
    if len(sentences) == len(composition.sentences):
        return composition
    return replace(composition, sentences=_respaced(sentences, one_paragraph=not form.line_breaks))


def shortened(
    composition: Composition,
    statement: StatementType,
    limit: float,
    measure: Callable[[str, str], float],
    holds: Callable[[Sequence[Sentence]], bool],
    *,
    is_strict: bool,
) -> Composition:
    """The composition with sentences cut, in the same order, until `measure(text, whole)` is at most `limit`.

    A sentence stays where `holds` says that the rest would not do without it; what readers need goes only with `is_strict`.
    """
    whole = _text(composition.sentences)
    sentences = list(composition.sentences)
    known = _order(statement)
    order = (*dict.fromkeys(s.element for s in sentences if s.element not in {*known, *_STAYS}), *known)
    for element in order:
        if element in _NEEDED and not is_strict:
            continue
        for sentence in [s for s in reversed(sentences) if s.element == element]:
            if measure(_text(sentences), whole) <= limit:
                break
            rest = [s for s in sentences if s is not sentence]
            if rest and holds(rest):
                sentences = rest
    return replace(composition, sentences=_respaced(sentences, one_paragraph=False))


def _text(sentences: Sequence[Sentence]) -> str:
    return "".join(sentence.before + sentence.text for sentence in sentences)


def _order(statement: StatementType) -> tuple[str, ...]:
    if statement is StatementType.CLOSING_STATEMENT:
        return _RESULT_LAST
    return _NEWS_LAST if statement in _NEWS else _DUTY_LAST if statement in _WARNS else _GOES_FIRST


def _length(sentences: list[Sentence], *, weighted: bool) -> int:
    text = "".join(sentence.before + sentence.text for sentence in sentences)
    return sum(weight(char) for char in text) if weighted else len(text)


def _respaced(sentences: list[Sentence], *, one_paragraph: bool) -> tuple[Sentence, ...]:
    kept = []
    for index, sentence in enumerate(sentences):
        before = sentence.before
        if one_paragraph and before:
            before = " " if sentence.text[:1].isascii() else ""
        kept.append(replace(sentence, before=before if index else ""))
    return tuple(kept)
