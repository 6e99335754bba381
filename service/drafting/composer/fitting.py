"""A statement cut to its channel: what a reader can most easily find elsewhere goes first, whole sentences at a time."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from service.briefs import Channel, StatementType
from service.elements import channel_limit
from service.elements.length import weight
from service.llm.schemas import Composition, Sentence
from service.patterns import lazy

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
# Where a sentence tells what is so, and words for people who were hurt.
_TELLS = frozenset({"known", "facts", "new", "acknowledgement"})
_HURT = lazy(
    r"死亡|去世|遇难|受伤|伤者|住院|就医|送医|抢救|呕吐|\b(?:died|death|dead|killed|injur\w+|hurt|hospital\w*|ill|unwell)\b",
    re.IGNORECASE,
)
_STOPPED = lazy(r"[。！？!?.…][”」』\"’)）]*\s*\Z")
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
        for sentence in [s for s in reversed(sentences) if s.element == element and not _carries(s, composition)]:
            if measure(_text(sentences), whole) <= limit:
                break
            rest = [s for s in sentences if s is not sentence]
            if rest and holds(rest):
                sentences = rest
    return replace(composition, sentences=_respaced(sentences, one_paragraph=False))


def _carries(sentence: Sentence, composition: Composition) -> bool:
    """Whether a text would be another without this sentence: it opens it, tells who was hurt, or is a line of the signature."""
    opens = next((s for s in composition.sentences if s.element not in {"greeting", "heading"}), None)
    is_line = not _STOPPED.search(sentence.text) and sentence.element != "greeting"
    return sentence is opens or is_line or (sentence.element in _TELLS and _HURT.search(sentence.text) is not None)


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
