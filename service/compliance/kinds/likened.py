"""Passages that no expression meets and that are like those which reviewers have labelled with a rule."""

from collections.abc import Iterator

import numpy as np

from service.compliance.advertising import is_about_incident
from service.compliance.kinds.candidates import Candidate, trimmed
from service.compliance.likeness import Likeness, Opinions, clauses
from service.compliance.reading import Reading, Span
from service.compliance.schemas import Wording
from service.patterns import lazy

# How sure the model must be of a rule, and that the sentence would be marked at all, to speak by itself.
_SURE, _MARKED = 0.12, 0.3
# Neighbouring clauses belong to the passage where they are at least so sure.
_BELONGS = 0.05
# What these rules find is wrong by the facts of the context, or by what the rest of the text says; a sentence does not show it.
OF_FACTS = frozenset({"false-publicity", "false-info-public-order", "ad-unlabelled"})
# What an advertisement may say, and a text about something that went wrong may not.
_OF_INCIDENTS = frozenset({"marketing-in-apology"})
# A heading names a matter and says nothing of it.
_HEADING = lazy(
    r"\s{0,8}(?:第?[一二三四五六七八九十\d]{1,3}[、.．)）]|[（(][一二三四五六七八九十\d]{1,3}[)）]|【)[^。！？；，]{0,16}[。：]?\s{0,4}$"
)
HINT = Wording(
    zh="（未命中固定表述；与审阅人标注过的同类语句相近：“{example|}”。）",
    en="(No fixed wording matched; it is like a passage that reviewers have labelled: “{example|}”.)",
)


def find(reading: Reading, opinions: Opinions, model: Likeness) -> Iterator[tuple[str, Candidate]]:
    """Every rule and passage of which the model is sure."""
    chances = opinions.chances
    places = np.argwhere((chances[:, :-1] >= _SURE) & (chances[:, -1:] >= _MARKED))
    # The surest first: of two rules on one passage the first is kept.
    for number, column in places[np.argsort(-chances[places[:, 0], places[:, 1]], kind="stable")]:
        sentence = reading.bounds(int(number))
        if not reading.is_plain and not reading.is_changed(sentence):
            continue
        rule = model.rules[column]
        if rule in OF_FACTS or (rule in _OF_INCIDENTS and not is_about_incident(reading.text)):
            continue
        # As written: the closer reading has no marks between the number and the words.
        if _HEADING.match(reading.source[slice(*reading.original(sentence))]) is not None:
            continue
        span = _passage(reading, sentence, model, int(column))
        if _is_writing(reading.text[slice(*span)]):
            begin, end = model.turning(reading.low[slice(*span)], int(column))
            core = (span[0] + begin, span[0] + end)
            yield rule, Candidate(reading, span, core=core)


def _is_writing(passage: str) -> bool:
    """Whether it holds Chinese, and more of writing than of ornaments: not -*-*-*- 本周汤品 -*-*-*-."""
    letters = sum(map(str.isalnum, passage))
    return not passage.isascii() and letters * 2 > len(passage) and any("\u3400" <= char <= "\u9fff" for char in passage)


def example(rule: str, candidate: Candidate, model: Likeness) -> str:
    """The labelled passage which a found one is most like."""
    return model.nearest(rule, candidate.reading.text[slice(*candidate.span)])


def _passage(reading: Reading, sentence: Span, model: Likeness, column: int) -> Span:
    """The clauses of the sentence that make it like: the surest, and its neighbours that are sure as well."""
    parts = clauses(reading.text, sentence)
    if not parts:
        return trimmed(reading.text, sentence)
    sure = model.of_pieces(reading.low, parts)[:, column]
    first = last = int(sure.argmax())
    while first > 0 and sure[first - 1] >= _BELONGS:
        first -= 1
    while last + 1 < len(parts) and sure[last + 1] >= _BELONGS:
        last += 1
    return trimmed(reading.text, (parts[first][0], parts[last][1]))
