"""Sentences of a text with their places, quoted speech, and the sentence that announces the event."""

import re
from dataclasses import dataclass
from functools import lru_cache

from service.briefs import IncidentBrief, Status
from service.elements.data import elements, fold
from service.language import TextLanguage
from service.patterns import lazy

_STOP = lazy(
    r"""[。！？!?][”’」』）)"]*            # a Chinese stop, or ! and ? in either language
    |(?<=[^\s.])\.[”’)"]*(?=\s|$)           # an English full stop: a space or the end follows
    |\n+""",
    re.VERBOSE,
)
_ABBREVIATION = lazy(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|No|Inc|Ltd|Co|Corp|vs|approx|e\.g|i\.e|[ap]\.m|U\.S|U\.K|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))$"
)
_GAP = lazy(r"【待确认[^】]*】|\[TO CONFIRM[^\]]*\]")
_QUOTED = lazy(r"“[^”]{0,400}”|「[^」]{0,400}」|『[^』]{0,400}』|《[^》]{0,100}》|\"[^\"\n]{0,400}\"|‘[^’\n]{0,400}’")
_NEAR = 400
_FULL_STOP = lazy(r"[。！？!?]|\.\s")
_REPORTING = lazy(
    r"说|称|写道|写着|网传|传言|流传|谣言|反映|质疑|问(?!题|卷|候|诊|责)|所谓|提到|留言|评论|投诉|原文|截图|帖子|视频中|要求|转发|配文|标题"
    r"|\b(?:says?|said|claim\w*|wrot\w*|writes?|ask(?:s|ed|ing)|post(?:s|ed|ing)?|alleg\w+|rumou?rs?|reported|reads?|stat(?:es?|ed)"
    r"|caption\w*|comment(?:s|ed)?|messages?|headlines?|quot\w+)\b",
    re.IGNORECASE,
)
# Our own people speaking: quotation marks do not make their words somebody else's.
_OURSELVES = lazy(
    r"(?:我们|我司|本公司|公司|负责人|发言人|董事长|总裁|总经理|创始人|CEO)[^，,。“「]{0,8}(?:表示|说|称|强调|指出)[^“「]{0,3}[“「]"
    r"|\b(?:we|our\s[\w ]{1,30}|spokes\w+|CEO|chair\w*)\s(?:said|says|say|stated|wrote)\b",
    re.IGNORECASE,
)
_HEADING = lazy(
    r"^#+\s|^[^。！？!?；]{2,60}(?:说明|声明|公告|通告|致歉信|道歉信|公开信|回应|通知|告知书|告用户书|对不起|statement|apology|update|notice|FAQ)[】》]?\s*$",
    re.IGNORECASE,
)
_WORD = lazy(r"[A-Za-z][A-Za-z'-]{3,}")
_COMMON_WORDS = frozenset([
    "some", "that", "this", "with", "from", "have", "been", "were", "what", "when", "where", "which", "their", "there", "they",
    "about", "into", "over", "after", "before", "because", "your", "will", "would", "could", "should", "more", "most", "than",
    "then", "them", "these", "those", "being", "also", "only", "reported", "report", "reports",
])  # fmt: skip
_HAN_RUN = lazy(r"[\u3400-\u9fff\uf900-\ufaff0-9A-Za-z]+")
_NUMBER = lazy(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text: `text` is folded (script and width), `[start, end)` is its place."""

    start: int
    end: int
    text: str


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Sentences in order, each with its final stop and without the blanks around it. Lines end sentences."""
    folded = fold(text)
    found: list[Sentence] = []
    start = 0
    for stop in _STOP.finditer(text):
        if stop.group().startswith(".") and not _ends_line(text, stop.end()) and _goes_on(text[start : stop.start()]):
            continue
        _append(found, folded, start, stop.end())
        start = stop.end()
    _append(found, folded, start, len(text))
    return tuple(found)


def _goes_on(piece: str) -> bool:
    """Whether a full stop after `piece` belongs to an abbreviation or to the number of a list item."""
    return _ABBREVIATION.search(piece[-8:]) is not None or re.fullmatch(r"\s*\(?\d{1,2}", piece) is not None


def _ends_line(text: str, at: int) -> bool:
    return at >= len(text) or text[at] in "\r\n"


def _append(found: list[Sentence], folded: str, start: int, end: int) -> None:
    piece = folded[start:end]
    body = piece.strip()
    if body:
        at = start + piece.index(body)
        found.append(Sentence(at, at + len(body), body))


def without_gaps(text: str) -> str:
    """`text` with every gap marker blotted out, so that a marker does not pass for the thing it stands for."""
    return _GAP.sub(lambda found: " " * len(found.group()), text)


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether `[start, end)` is somebody else's words in quotation marks, or part of a document's name.

    A quotation may hold several sentences; who speaks is said in the sentence around it, on the same line.
    """
    begin = max(text.rfind("\n", 0, start) + 1, start - _NEAR)
    line_end = text.find("\n", end)
    stop = min(len(text) if line_end < 0 else line_end, end + _NEAR)
    for quote in _QUOTED.finditer(text, begin, stop):
        if quote.start() < start and end < quote.end():
            before = _FULL_STOP.split(text[begin : quote.start()])[-1]
            after = _FULL_STOP.split(text[quote.end() : stop])[0]
            around = fold(before + quote.group()[0] + after)
            return quote.group()[0] == "《" or (_REPORTING.search(around) is not None and not _OURSELVES.search(around))
    return False


def is_heading(line: str) -> bool:
    """Whether a line on its own reads as a heading."""
    return _HEADING.search(line) is not None


def is_question(sentence: Sentence) -> bool:
    """Whether the sentence is a question line of a FAQ."""
    return sentence.text.rstrip("*_”」 ").endswith(("？", "?")) or re.match(r"(?:问|Q\d*)\s*[:：.]", sentence.text) is not None


@lru_cache(maxsize=8192)
def tokens(text: str, language: TextLanguage) -> frozenset[str]:
    """What two wordings of one thing share: pairs of characters in Chinese, word stems in English."""
    folded = fold(text)
    if language == "zh":
        runs = _HAN_RUN.findall(folded)
        return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))
    return frozenset(stem(word) for word in _WORD.findall(folded) if word.lower() not in _COMMON_WORDS)


def stem(word: str) -> str:
    """An English word without its commonest endings."""
    lowered = word.lower().removesuffix("'s")
    for ending in ("ings", "ing", "ied", "ies", "ed", "es", "s"):
        if lowered.endswith(ending) and len(lowered) - len(ending) >= 3:
            return lowered[: -len(ending)]
    return lowered


def shared(sentence: str, clause: str, language: TextLanguage) -> float:
    """How much of `clause` the sentence holds, 0 to 1."""
    wanted = tokens(clause, language)
    return len(wanted & tokens(sentence, language)) / len(wanted) if wanted else 0.0


def tells(sentence: str, clause: str, language: TextLanguage) -> bool:
    """Whether the sentence states `clause`, in the same or other words: most of its words, or all of its figures and some words."""
    part = shared(sentence, clause, language)
    if part >= (0.42 if language == "zh" else 0.5):
        return True
    if part < 0.2:
        return False
    figures = set(_NUMBER.findall(fold(clause)))
    return len(figures) > 1 and figures <= set(_NUMBER.findall(sentence))


def event_sentence(
    text: str, sentences: tuple[Sentence, ...], brief: IncidentBrief, language: TextLanguage, title: str
) -> Sentence | None:
    """The sentence that announces the event: the first that uses the title's words or tells the first fact (COMPLIANCE 0.5).

    A heading line counts only where no sentence of the body does.
    """
    names = [name for name in (brief.incident.wording(language), title) if name]
    ignored = tokens(f"{brief.brand} {brief.issuer.organisation or ''}", language)
    told = [fact for fact in brief.public_facts if fact.status is not Status.UNKNOWN]
    first = told[0].wording(language) if told else None
    heading: Sentence | None = None
    for sentence in sentences:
        named = any(_names(sentence.text, name, language, ignored) for name in names)
        if not named and not (first and tells(sentence.text, first, language)):
            continue
        if not _is_heading(text, sentence):
            return sentence
        heading = heading or sentence
    known = elements()["acknowledgement"].patterns
    body = (s for s in sentences if not _is_heading(text, s) and known.found(s.text, language))
    return next(body, heading)


def _is_heading(text: str, sentence: Sentence) -> bool:
    ends = sentence.end >= len(text) or text[sentence.end] in "\r\n"
    begins = sentence.start == 0 or text[sentence.start - 1] == "\n"
    return begins and ends and is_heading(sentence.text)


def _names(sentence: str, name: str, language: TextLanguage, ignored: frozenset[str]) -> bool:
    wanted = tokens(name, language) - ignored
    both = wanted & tokens(sentence, language)
    return len(both) >= min(2, len(wanted)) and len(both) >= 0.2 * len(wanted) if wanted else False
