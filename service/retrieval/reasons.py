"""Why a passage was found, in words for the person who reads it."""

import re
from collections.abc import Iterator

from service.i18n import UiLanguage
from service.retrieval.passages import Note
from service.retrieval.ranking import Ranked, Signals
from service.retrieval.words import words
from service.vocabulary import name_of

_MOST_WORDS = 6
# From this part of the score on, nearness in meaning is worth naming.
_NEAR = 0.1
_ENDING = re.compile(r"(?:ies|es|s|ed|ing)$")


def reasons_for(item: Ranked, said: Signals, query: frozenset[str], owed: str = "") -> tuple[Note, ...]:
    """The reasons, the strongest first; never none.

    Args:
        item: the hit.
        said: what was known beside the query.
        query: the words of the query, as `query_words` gives them.
        owed: `law-required` or `checklist` where the statement is read against it in any case.
    """
    found = tuple(_reasons(item, said, query, owed))
    return found or (Note(code="meaning", zh="意思相近", en="close in meaning"),)


def query_words(text: str) -> frozenset[str]:
    """The words of a query, English ones without their endings."""
    return frozenset(map(_stem, words(text)))


def _reasons(item: Ranked, said: Signals, query: frozenset[str], owed: str) -> Iterator[Note]:
    entry = item.hit.entry
    if owed:
        yield _OWED[owed]
    if entry.brand:
        yield Note(code="brand", zh="本品牌自己的准则", en="the brand's own guideline")
    shared = _shared(f"{entry.title}\n{entry.text}", query) if item.shared else []
    if shared:
        yield Note(code="words", zh="共有词语：" + "、".join(shared), en="shares the words: " + ", ".join(shared))
    if item.near >= _NEAR or (item.near > 0 and not shared and not item.same_kind):
        yield Note(code="meaning", zh="意思相近", en="close in meaning")
    kinds = [kind for kind in entry.kinds if kind in said.kinds]
    if kinds:
        zh, en = (_names("kind", kinds, language) for language in ("zh", "en"))
        role = {"playbooks": ("的处置手册", "playbook for "), "incidents": ("的前例", "precedent of ")}.get(entry.collection)
        if role is not None:
            yield Note(code="kind", zh=f"{zh}{role[0]}", en=f"{role[1]}{en}")
        else:
            yield Note(code="kind", zh=f"讲的是{zh}", en=f"about {en}")
    if said.level is not None and entry.level == said.level:
        yield Note(code="level", zh=f"同为 {entry.level} 级", en=f"also level {entry.level}")
    if said.jurisdiction is not None and entry.jurisdiction == said.jurisdiction and entry.collection == "law":
        names = [name_of("jurisdiction", entry.jurisdiction, language) for language in _BOTH]
        yield Note(code="jurisdiction", zh=f"适用于{names[0]}", en=f"law of: {names[1]}")


_COMMON = frozenset(
    [
        "已经",
        "什么",
        "怎么",
        "这个",
        "那个",
        "没有",
        "可以",
        "需要",
        "应当",
        "进行",
        "以及",
        "我们",
        "他们",
        "如何",
        "是否",
        "哪些",
        "多少",
        "时候",
    ]
)
_BOTH: tuple[UiLanguage, UiLanguage] = ("zh", "en")
_OWED = {
    "law-required": Note(code="law-required", zh="这类文稿须符合的规定", en="law that this notice must satisfy"),
    "checklist": Note(code="checklist", zh="这类文稿的要素清单", en="what a statement of this kind should contain"),
}


def _names(group: str, values: list[str], language: UiLanguage) -> str:
    return ("、" if language == "zh" else ", ").join(name_of(group, value, language) for value in values)


def _shared(text: str, query: frozenset[str]) -> list[str]:
    """Words of the text that the query has, longest first, none that lies within another."""
    found = {word for word in words(text) if _tells(word) and _stem(word) in query}
    kept: list[str] = []
    for word in sorted(found, key=lambda word: (-len(word), word)):
        if not any(word in longer for longer in kept):
            kept.append(word)
    return kept[:_MOST_WORDS]


def _tells(word: str) -> bool:
    """Whether a word alone says what a passage is about."""
    return len(word) >= (3 if word.isascii() else 2) and word not in _COMMON


def _stem(word: str) -> str:
    return _ENDING.sub("", word) if word.isascii() and len(word) > 4 else word
