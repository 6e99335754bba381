"""What a finding marks: the passage that would have to be rewritten, not only the words its rule matched.

A match turns on a few words (`药减下来`); a reviewer marks the clause they stand in, with the clauses beside it that say the same
thing. In English, where a clause may hold much besides, the match itself is marked, ended where a phrase ends.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from service.compliance.kinds.likened import OF_FACTS
from service.compliance.likeness import Floats, Likeness, clauses
from service.compliance.merging import Verdict, overlap
from service.compliance.reading import Reading, Span, lower
from service.compliance.schemas import Missing
from service.patterns import lazy

# Neighbouring clauses belong to the passage where they are at least so like the rule.
_BELONGS = 0.05
# Of two rules on one passage the one that the passage is unlike gives way to the one it is like.
_UNLIKE, _LIKE = 0.01, 0.5
# No passage grows longer than this, in characters: a text without stops is one clause.
_LONGEST = 90
_PHRASE = 80
_GRADES = ("block", "legal", "advise")
_BLANKS = " \t\u3000\n，,、：:；;。·•—-"
_PAIRED = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "《": "》", "【": "】", "[": "]"}
_CLOSING = {close: opening for opening, close in _PAIRED.items()}
# What numbers a list is not part of what it says.
_NUMBER = lazy(
    r"(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[、)）]|\d{1,2}[.．](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[)）]|[①-⑩])\s{0,3}"
)
_LETTER = lazy(r"[A-Za-z0-9]")
_HAN = lazy("[\u3400-\u9fff]")
_DANGLING = lazy(
    r"(?:^|\s)(?:the|an?|of|to|with|until|that|and|or|for|by|in|on|from|as|than|their|our|your|his|her|its|my|is|are|was|were|be|been|being|who|which|while|when|if|because|whose|into|at|about)$",
    re.IGNORECASE,
)
_PHRASE_END = lazy(r"[.,;:!?\n—)\]”\"]")


def marked(verdicts: Iterable[Verdict], model: Likeness) -> list[Verdict]:
    """The verdicts with the passages they mark as their spans; of one rule none overlap, of two on one passage none is far-fetched.

    What a notice lacks is marked by its announcement already, and a brand's own rule means the word it names.
    """
    return list(_likely(list(_apart(_marked(verdict, model) for verdict in verdicts)), model))


def _marked(verdict: Verdict, model: Likeness) -> Verdict:
    reading, rule = verdict.candidate.reading, verdict.rule
    if rule.group == "brand" or (isinstance(rule.kind, Missing) and verdict.says is None):
        return verdict
    span = trimmed(reading.text, verdict.candidate.span)
    if verdict.script == "en":
        span = _phrase(reading, span)
    elif _HAN.search(reading.text, *span) is not None:
        span = passage(reading, span, model, rule.id)
    return replace(verdict, span=reading.original(span))


def passage(reading: Reading, span: Span, model: Likeness, rule: str) -> Span:
    """The clauses of a span, and those beside them in its sentence that are like the rule as well."""
    start, end = reading.sentence(span)
    parts = clauses(reading.text, (min(start, span[0]), max(end, span[1])))
    own = [number for number, part in enumerate(parts) if part[0] < span[1] and span[0] < part[1]]
    if not own:
        return span
    first, last = own[0], own[-1]
    whole = _fitting(reading, span, parts, first, last)
    column = model.columns.get(rule)
    if column is None or len(parts) == len(own):
        return whole
    sure: Floats = model.of_pieces(reading.low, parts)[:, column]
    while first > 0 and sure[first - 1] >= _BELONGS:
        first -= 1
    while last + 1 < len(parts) and sure[last + 1] >= _BELONGS:
        last += 1
    wide = _fitting(reading, span, parts, first, last)
    return wide if wide != span else whole


def _fitting(reading: Reading, span: Span, parts: list[Span], first: int, last: int) -> Span:
    """From one clause to another, with the span; the span alone where that would be too long."""
    start, end = min(parts[first][0], span[0]), max(parts[last][1], span[1])
    return trimmed(reading.text, (start, end)) if end - start <= _LONGEST else span


def trimmed(text: str, span: Span) -> Span:
    """The span without blanks, stops, list numbers and halves of pairs at its ends."""
    start, end = span
    before = None
    while before != (start, end):
        before = start, end
        while start < end and text[start] in _BLANKS:
            start += 1
        while start < end and text[end - 1] in _BLANKS:
            end -= 1
        number = _NUMBER.match(text, start, end)
        if number is not None and number.end() < end and (start == 0 or text[start - 1] in "\n。；;：:，"):
            start = number.end()
        if start < end and text[start] in _PAIRED and _PAIRED[text[start]] not in text[start:end]:
            start += 1
        if start < end and text[start] in _CLOSING:
            start += 1
        if start < end and text[end - 1] in _CLOSING and _CLOSING[text[end - 1]] not in text[start:end]:
            end -= 1
        if start < end and text[end - 1] in _PAIRED:
            end -= 1
    return (start, end) if start < end else span


def _phrase(reading: Reading, span: Span) -> Span:
    """The span with whole words at its ends, and to the end of its phrase where it stops at a word that must go on."""
    text, (start, end) = reading.text, span
    while start > 0 and _LETTER.match(text, start) and _LETTER.match(text, start - 1):
        start -= 1
    while end < len(text) and _LETTER.match(text, end - 1) and _LETTER.match(text, end):
        end += 1
    if _DANGLING.search(text[start:end]) is not None:
        stop = _PHRASE_END.search(text, end, min(len(text), end + _PHRASE))
        end = stop.start() if stop is not None else end
    return start, end


def _apart(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    """Verdicts of one rule on overlapping passages as one: of the gravest, over all of them."""
    last: Verdict | None = None
    for verdict in sorted(verdicts, key=lambda item: (item.rule.id, item.span)):
        if last is None:
            last = verdict
        elif last.rule.id == verdict.rule.id and overlap(last.span, verdict.span):
            span = last.span[0], max(last.span[1], verdict.span[1])
            last = replace(min(last, verdict, key=lambda item: _GRADES.index(item.grade)), span=span)
        else:
            yield last
            last = verdict
    if last is not None:
        yield last


def _likely(verdicts: list[Verdict], model: Likeness) -> Iterator[Verdict]:
    """The verdicts without those on a passage that is unlike their rule and much like another that reports it.

    An expression may meet by chance what another rule is about. What facts or a whole notice decide is left alone.
    """
    for verdict in verdicts:
        rivals = [other for other in verdicts if other.rule.id != verdict.rule.id and overlap(other.span, verdict.span)]
        chance = _chance(verdict, model) if rivals else None
        if chance is None or chance >= _UNLIKE or all((_chance(rival, model) or 0) < _LIKE for rival in rivals):
            yield verdict


def _chance(verdict: Verdict, model: Likeness) -> float | None:
    """How like the passage is to the verdict's rule; None where that is not for the model to say."""
    column, rule = model.columns.get(verdict.rule.id), verdict.rule
    if column is None or verdict.script != "zh" or isinstance(rule.kind, Missing) or rule.id in OF_FACTS:
        return None
    text = lower(verdict.candidate.reading.source[slice(*verdict.span)])
    return float(model.of(text, [len(text)])[0, column])
