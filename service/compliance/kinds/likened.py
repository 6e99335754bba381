"""Passages that no expression meets and that are like those which reviewers have labelled with a rule."""

from collections.abc import Iterator

import numpy as np

from service.compliance.advertising import is_about_incident
from service.compliance.kinds.candidates import Candidate, trimmed
from service.compliance.likeness import Likeness, Opinions, clauses
from service.compliance.reading import Reading, Span
from service.compliance.schemas import Wording
from service.language import TextLanguage
from service.patterns import lazy

# How sure a model must be of a rule, and that the sentence would be marked at all, to speak by itself; and to suggest a look.
_SURE, _MARKED = 0.12, 0.3
_LIKELY: dict[TextLanguage, tuple[float, float]] = {"zh": (0.09, 0.25), "en": (0.03, 0.15)}
# Neighbouring clauses belong to the passage where they are at least so sure.
_BELONGS = 0.05
# A sentence so many times more like another rule is not reported for this one, also where the other is excused.
_RIVALS = 4
# So many blanks stand between words that say something.
_FEWEST = 2
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


def find(reading: Reading, opinions: Opinions, model: Likeness, language: TextLanguage) -> Iterator[tuple[str, Candidate]]:
    """Every rule and passage of which the model of a language is sure, and as mere suggestions those it finds likely."""
    chances = opinions.chances
    likely, marked = _LIKELY[language]
    own = chances[:, :-1]
    places = np.argwhere(
        (own >= likely) & (chances[:, -1:] >= marked) & (own * _RIVALS >= own.max(axis=1, keepdims=True, initial=0))
    )
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
        if _is_writing(reading.text[slice(*span)], language):
            begin, end = model.turning(reading.low[slice(*span)], int(column))
            is_sure = chances[number, column] >= _SURE and chances[number, -1] >= _MARKED
            core = (span[0] + begin, span[0] + end)
            yield rule, Candidate(reading, span, core=core, severity=None if is_sure else "advise")


def _is_writing(passage: str, language: TextLanguage) -> bool:
    """Whether it is in the language, more of writing than of ornaments (not -*-*-*- 本周汤品 -*-*-*-), and in English more than a name."""
    is_chinese = not passage.isascii() and any("\u3400" <= char <= "\u9fff" for char in passage)
    is_said = is_chinese if language == "zh" else not is_chinese and passage.count(" ") >= _FEWEST
    return is_said and sum(map(str.isalnum, passage)) * 2 > len(passage)


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
