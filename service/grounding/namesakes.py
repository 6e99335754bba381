"""Bodies called like the issuer but for their own word: 远帆雪场 in a text of 松岭雪场. What ends the issuer's name is no trade any list need know."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from service.grounding import lexicon
from service.grounding.chinese_text import is_known_place, is_proper
from service.grounding.folding import fold
from service.grounding.name_keys import canonical
from service.grounding.name_words import name_words
from service.grounding.segmentation import Token, is_word, segment
from service.grounding.types import ClaimKind, Label, Mention
from service.patterns import lazy

_HAN = lazy(r"[\u4e00-\u9fff]{4,}")
_SHORTEST_TAIL, _LONGEST_HEAD = 2, 4
# So much before a tail is cut into words.
_REACH = 24
# 这里是瑞禾雪场, 我是远帆医院的院长: who speaks says so.
_SPEAKS_AS = lazy(r"(?:这里是|这边是|我们?是|代表|欢迎(?:致电|拨打|来到)|[】）)]|您好[，,]?|你好[，,]?)\s?\Z")


@lru_cache(maxsize=256)
def tails_of(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """What the Chinese names of the issuer end in, from each border of their words on: 雪场; 动物医院, 医院; 度假有限公司."""
    found: set[str] = set()
    for name in names:
        for run in _HAN.finditer(fold(name)):
            borders = {token.start for token in segment(run.group())} | {len(run.group()) - _SHORTEST_TAIL}
            tails = (run.group()[at:] for at in borders if 2 <= at <= len(run.group()) - _SHORTEST_TAIL)
            found.update(tail for tail in tails if tail not in name_words().zh.generic)
    return re.compile(lexicon.alternation(found)) if found else None


def find_namesakes(folded: str, names: tuple[str, ...], taken: Sequence[Mention]) -> Iterator[Mention]:
    """The names of the issuer's kind with another head; sure where somebody speaks or signs by one."""
    tails = tails_of(names)
    if tails is None:
        return
    own = bytearray(len(folded))
    for first, last in (*_places(folded, names), *((m.start, m.end) for m in taken if m.kind is ClaimKind.NAME)):
        own[first:last] = b"\x01" * (last - first)
    at = 0
    while (match := tails.search(folded, at)) is not None:
        at = match.end()
        if own[match.start()]:
            continue
        start = _head(folded, match.start())
        if start is None or any(own[start:at]):
            continue
        key = canonical(folded[start:at])
        yield Mention(ClaimKind.NAME, start, at, Label(key, "organisation"), unsure=not _stands_alone(folded, start, at))


def _places(folded: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    for name in names:
        at = folded.find(name)
        while at >= 0:
            yield at, at + len(name)
            at = folded.find(name, at + 1)


def _head(folded: str, end: int) -> int | None:
    """Where the word before a place begins, if it is one that names rather than tells."""
    line = max(folded.rfind("\n", 0, end) + 1, end - _REACH)
    tokens = [token for token in segment(folded[line:end]) if token.word.strip()]
    head: list[Token] = []
    for token in reversed(tokens):
        if len(token.word) > 1 or not _is_syllable(token) or sum(len(t.word) for t in head) >= _LONGEST_HEAD:
            break
        head.insert(0, token)
    if not head and tokens:
        head = tokens[-1:]
    word = "".join(token.word for token in head)
    if not head or head[-1].end != end - line or not 2 <= len(word) <= _LONGEST_HEAD:
        return None
    lists = name_words().zh
    plain = word in lists.generic | lists.industries | lists.boundaries | lists.not_people | lists.not_local
    if plain or is_known_place(word) or not (len(head) > 1 or _names(head[0])):
        return None
    return line + head[0].start


def _is_syllable(token: Token) -> bool:
    return token.tag in {"n", "a", "b", "z", "vg", "x", "g", "ng", "zg", "ag", "nr", "ns", "nz", "j"}


def _names(token: Token) -> bool:
    """Whether a word is one of no dictionary, or a name in it."""
    return is_proper(token) and (not is_word(token.word) or token.tag in {"nr", "nz", "nt", "nrt"})


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Whether the name has its line to itself, or somebody speaks in it."""
    line = folded[folded.rfind("\n", 0, start) + 1 : start].strip(" -—#")
    alone = not line and folded[end : end + 1] in ("", "\n")
    return alone or _SPEAKS_AS.search(folded, max(0, start - 12), start) is not None
