"""What is new, corrected or withdrawn since an earlier statement, by comparing it with the ledger clause by clause."""

import re
from dataclasses import dataclass

from service.briefs import Status
from service.drafting.composer.grammar import Worded
from service.drafting.composer.marks import Line
from service.drafting.composer.material import Material
from service.patterns import lazy

_CLAUSES = lazy(r"[。！？；\n]|(?<=[a-z0-9])[.;!?](?=\s|$)")
_VALUES = lazy(
    r"\d+(?:[.,:]\d+)*|[一二两三四五六七八九十百千万]+(?=[名人起件位个例批户家])|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b",
    re.IGNORECASE,
)
_TIMES = lazy(
    r"(?:截至)?(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:\d{1,2}[时点:]\d{0,2}分?)?|\d{1,2}[时点](?:\d{1,2}分)?|(?:by|as of|at) \d{1,2}:\d{2}|"
    r"\d{1,2}:\d{2}|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b|"
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}\b",
    re.IGNORECASE,
)
_SAME = 0.62
# Words that any two clauses share say nothing about whether they are the same clause.
_COMMON = lazy(
    r"截至|我们|目前|已经|已|均|的|了|\b(?:the|a|an|of|to|in|on|by|we|have|has|had|been|was|were|is|are|and|that)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Changes:
    """The update's own parts, as sentences."""

    new: tuple[Line, ...]
    updated: tuple[Line, ...]
    withdrawn: tuple[Line, ...]
    unchanged: tuple[Line, ...]


def compare(material: Material, previous: str) -> Changes:
    """The ledger against the earlier text."""
    clauses = [clause for clause in _CLAUSES.split(previous) if len(clause.strip()) >= 4]
    new: list[Line] = []
    updated: list[Line] = []
    unchanged: list[Line] = []
    for item in material.confirmed:
        match = _closest(item.text, clauses)
        stated = material.stated(item)
        if match is None:
            new.append(stated)
        elif values_of(item.text) <= values_of(match):
            unchanged.append(stated)
        else:
            updated.append(stated)
    withdrawn = [
        material.grammar.refuted(item) for item in material.worded(Status.REFUTED) if _closest(item.text, clauses) is not None
    ]

    def sentences(lines: list[Line]) -> tuple[Line, ...]:
        return tuple(material.grammar.sentence(line) for line in material.grammar.merged(lines))

    return Changes(new=sentences(new), updated=sentences(updated), withdrawn=sentences(withdrawn), unchanged=sentences(unchanged))


def is_in(item: Worded, previous: str) -> bool:
    """Whether the earlier text already says the same, be it with other values."""
    return _closest(item.text, [clause for clause in _CLAUSES.split(previous) if clause.strip()]) is not None


def likeness(text: str, other: str) -> float:
    """How much of what `text` says, its values and times aside, `other` says too: 0 to 1."""
    own = _grams(text)
    return len(own & _grams(other)) / len(own) if own else 0.0


def _closest(text: str, clauses: list[str]) -> str | None:
    own = _grams(text)
    if not own:
        return None
    best, score = None, 0.0
    for clause in clauses:
        share = len(own & _grams(clause)) / len(own)
        if share > score:
            best, score = clause, share
    return best if score >= _SAME else None


def _grams(text: str) -> frozenset[str]:
    bare = _COMMON.sub("", _VALUES.sub("", _TIMES.sub("", text)))
    if re.search(r"[\u4e00-\u9fff]", bare):
        han = re.sub(r"[^\u4e00-\u9fffA-Za-z]", "", bare)
        return frozenset(han[i : i + 2] for i in range(len(han) - 1))
    return frozenset(word[:6] for word in re.findall(r"[a-z]{3,}", bare.lower()))


def values_of(text: str) -> set[str]:
    """Its figures, those of dates and times aside."""
    return set(_VALUES.findall(_TIMES.sub("", text)))
