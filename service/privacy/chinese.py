"""Names of people in Chinese text: the shape of a name, weighed with what stands around it. The dictionary's tag is one witness of several."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from service.patterns import lazy
from service.privacy.kinds import Item, Kind
from service.privacy.tokens import Token, is_word
from service.privacy.words import name_words

_PERSON_TAGS = frozenset({"nr", "nrt", "nrfg"})
# Tags of words that no given name is made of.
_CLOSED_TAGS = frozenset({"p", "uj", "ul", "d", "c", "r", "y", "m", "q", "f", "w", "uz", "ug", "uv", "t", "mq"})
_ACTING_TAGS = frozenset({"v", "vn", "ad", "l", "i"})
_ENOUGH = 2.0
_HAN = lazy(r"[\u3400-\u9fff]+")
_DOTTED = lazy(r"[\u3400-\u9fff]{1,8}(?:[·•・][\u3400-\u9fff]{1,8}){1,3}")
_DOT = lazy(r"[·•・]")
_OPENING, _CLOSING = frozenset("《“「【"), frozenset("》」】")
_NOT_IN_DOTTED = _CLOSED_TAGS | {"v", "n", "vn"}
# 民法典·总则编, 都市报·华声: a work's parts.
_PRINTED = lazy(r"[典法报网台刊版编][·•・]|[编版刊](?:\Z|[·•・])")
_AGE_AFTER = lazy(
    r"\s?(?:[（(]\s?(?:化名|男|女|[0-9]{1,3}岁|身份证|电话|手机|工号)|[，,]\s?(?:男|女|[0-9]{1,3}岁)[，,。；）)]?|[，,、]?\s?(?:身份证|手机号?|电话|联系电话|住址|家住|工号)|[：:]\s?[0-9+])"
)
_PAIRED = lazy(r"(?:、|和|与|及|以及|跟)\s?\Z")
_LEAD = lazy(r"(?:由|找|叫|给|对|向|经|让|请|与|和|跟|联系|@|致|称|：|:|是|为|被|把|将)\s?[“\"]?\Z")
_NICKNAME = lazy(r"(?<![大从至幼])[小老阿](?P<s>[\u3400-\u9fff])")
_LINE = lazy(r"(?:^|\n|[ \t]|公司|中心|集团|部|店|[：:])(?P<n>[\u3400-\u9fff]{2,4})[ \t]{0,4}(?=\n|\Z)")
_HONOURED_END = lazy(r"(?:先生|女士|小姐|太太|老师|师傅|经理|医生|同学|阿姨|大爷|店长|[说称])\Z")
# Behind a surname that is a common word too, only these make a person of it.
_FORMAL = frozenset({"先生", "女士", "小姐", "太太", "老师", "师傅", "同学", "阿姨", "大爷"})
# The dictionary draws these into a name before them (张伟于, 周岚均).
_GO_ON = frozenset("等于均已也将在被向的及和等因从对又仍未称说与跟把给就都还却则由到至是")
_PLACE_ENDS = frozenset("店园苑院部办家路村镇街城厂楼庄所局馆站酒汤果饼")
_SHORT_HONORIFICS = frozenset("姐哥叔姨婶伯工总师氏")
_SOMEBODY = "某"


def find_chinese_names(text: str, tokens: Sequence[Token]) -> Iterator[Item]:
    """People in a folded text whose words are `tokens`. Names already cut to 王某 are nobody's."""
    if not _HAN.search(text):
        return
    spans: list[tuple[int, int]] = [*_dotted(text, tokens), *_honoured(text, tokens), *_nicknames(text, tokens)]
    starts = [token.start for token in tokens]
    ends = {token.end for token in tokens}
    last = 0
    for at, token in enumerate(tokens):
        if token.start < last or not _may_begin(token):
            continue
        best = max(((_score(text, tokens, at, end, spans), end) for end in _ends(text, token.start, ends)), default=(0.0, 0))
        if best[0] >= _ENOUGH:
            spans.append((token.start, best[1]))
            last = best[1]
    spans += list(_lines(text, tokens, starts))
    yield from (Item(start, end, Kind.PERSON) for start, end in spans)


def _may_begin(token: Token) -> bool:
    words = name_words().zh
    return token.word[0] in words.surnames or token.word[:2] in words.compound_surnames or token.tag in _PERSON_TAGS


def _ends(text: str, start: int, ends: Iterable[int]) -> Iterator[int]:
    """Where a name that begins at `start` may end: two or three characters, four behind a double surname, at the end of a word."""
    long = text[start : start + 2] in name_words().zh.compound_surnames
    for size in (4, 3) if long else (3, 2):
        end = start + size
        if end <= len(text) and (end in ends or text[end : end + 1] in _GO_ON) and _HAN.fullmatch(text, start, end):
            yield end


def _score(text: str, tokens: Sequence[Token], at: int, end: int, known: Sequence[tuple[int, int]]) -> float:
    """How much speaks for a name from word `at` to `end`; `known` are the names before it."""
    start = tokens[at].start
    name = text[start:end]
    before, after = text[max(0, start - 12) : start], text[end : end + 8]
    if _is_other_word(name) or _words_before("official_titles").search(before) or _words_after("official_titles").match(after):
        return 0.0
    parts = [token for token in tokens[at : at + 4] if token.end <= end]
    score = _shape(name, parts or [Token(start, end, name, tokens[at].tag)])
    if _words_before("titles").search(before) or _words_before("roles").search(before):
        score += 2.0
    elif _LEAD.search(before):
        score += 0.6
    if _words_after("not_after").match(after):
        score -= 3.0
    elif _AGE_AFTER.match(text, end) or _words_after("honorifics").match(after) or _words_after("titles").match(after):
        score += 2.0
    elif _words_after("speech").match(after):
        score += 1.2
    if before.endswith((" ", "\n")) and after.lstrip(" ")[:1] in ("", "\n"):
        score += 0.8
    joined = _PAIRED.search(before)
    if joined and any(stop == start - len(joined.group()) for _, stop in known):
        score += 1.5
    return score


def _is_other_word(name: str) -> bool:
    words = name_words().zh
    listed = words.not_people | words.titles | words.roles | words.honorifics
    return name in listed or name[:2] in words.not_people or _SOMEBODY in name or _HONOURED_END.search(name) is not None


def _shape(name: str, parts: Sequence[Token]) -> float:
    """How much a name looks like one, by its surname and by the words the dictionary cut it into."""
    words = name_words().zh
    ambiguous = name[0] in words.ambiguous_surnames
    score = 0.5 if len(name) > 2 else 0.0
    if len(parts) == 1:
        score += _single(name, parts[0].tag)
    elif any(token.tag in _CLOSED_TAGS or (len(token.word) > 1 and token.tag in _ACTING_TAGS) for token in parts[1:]):
        score -= 1.5
    elif parts[0].tag in _PERSON_TAGS and len(parts[0].word) > 1:
        # 刘强/东, 贺立/强: a name the dictionary does not know, cut too early.
        score += 2.0
    else:
        score += 0.5 if ambiguous and parts[0].tag not in _PERSON_TAGS else 0.8
    if any(len(token.word) > 1 and token.word in words.roles | words.titles for token in parts[1:]):
        score -= 2.0
    if ambiguous:
        score -= 0.8
    elif name[0] not in words.surnames and name[:2] not in words.compound_surnames:
        # A firm or a place as often as a person (西贝, 波士顿): only a title or a role beside it decides.
        score -= 2.5
    if len(name) > 2 and name[-1] in _GO_ON:
        score -= 3.0
    return score - (1.5 if name[-1] in _PLACE_ENDS else 0.0)


def _single(name: str, tag: str) -> float:
    """What one word's tag is worth: little where the dictionary lists the word, since it lists dishes (胡辣汤) as people too."""
    listed = is_word(name)
    if tag in _PERSON_TAGS:
        return 1.1 if listed else 1.5 if len(name) == 2 else 2.0
    if listed:
        return -1.5
    return 1.0 if tag == "x" else 0.0


@cache
def _words_before(which: str) -> re.Pattern[str]:
    """A listed word that ends before the name, with what may stand between."""
    return re.compile(rf"{_alternation(which)}[\s:：（(“\"'是叫为]{{0,2}}\Z")


@cache
def _words_after(which: str) -> re.Pattern[str]:
    """A listed word behind the name, an adverb at most between."""
    return re.compile(
        rf"(?:已|也|还|均|曾|正|在|又|就|都|于|当|再|先|则|却|便|不|未|没有|[\s]){{0,2}}{_alternation(which)}"
        if which == "speech"
        else rf"\s?{_alternation(which)}"
    )


def _alternation(which: str) -> str:
    listed: Iterable[str] = getattr(name_words().zh, which)
    return "(?:" + "|".join(sorted(map(re.escape, listed), key=len, reverse=True)) + ")"


@cache
def _honour() -> re.Pattern[str]:
    words = name_words().zh
    double = "|".join(words.compound_surnames)
    return re.compile(rf"(?P<n>(?:{double}|[{words.surnames}]))(?P<h>{_alternation('honorifics')}|{_alternation('titles')})")


def _honoured(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """陈女士, 欧阳老师: a surname alone, without the honorific behind it."""
    words = name_words().zh
    by_start = {token.start: token for token in tokens}
    for match in _honour().finditer(text):
        name, honorific, token = match["n"], match["h"], by_start.get(match.start())
        if (
            token is None
            or {name, match.group(), name + honorific[:1]} & words.not_people
            or match.group() in words.titles | words.roles
        ):
            continue
        if _words_before("official_titles").search(text, max(0, match.start() - 8), match.start()):
            continue
        firm = name not in words.ambiguous_surnames
        if honorific in _SHORT_HONORIFICS:
            goes_on = _HAN.match(text, match.end()) and not _words_after("speech").match(text, match.end())
            fits = firm and not is_word(match.group()) and (not goes_on or token.word == match.group())
        else:
            fits = firm or honorific in _FORMAL or token.tag in _PERSON_TAGS
        if fits:
            yield match.span("n")


def _nicknames(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """小李, 老王: only beside a word that makes a person of it."""
    words, cuts = name_words().zh, {token.start for token in tokens}
    for match in _NICKNAME.finditer(text):
        if (
            match["s"] not in words.surnames
            or match.start() not in cuts
            or (is_word(match.group()) and match["s"] in words.ambiguous_surnames)
        ):
            continue
        before = text[max(0, match.start() - 8) : match.start()]
        if (
            _words_before("roles").search(before)
            or _words_before("titles").search(before)
            or _words_after("speech").match(text, match.end())
        ):
            yield match.span()


def _dotted(text: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """阿依古丽·买买提, 约翰·史密斯; between quotation marks or in a title it is a work's or a product's."""
    starts = [token.start for token in tokens]
    for match in _DOTTED.finditer(text):
        span = _dotted_name(text, tokens, starts, match)
        if span is None or _words_after("not_after").match(text, span[1]):
            continue
        inside = [token for token in tokens[bisect_left(starts, span[0]) :] if token.end <= span[1]]
        beside = _words_before("titles").search(text, max(0, span[0] - 8), span[0]) or _words_before("roles").search(
            text, max(0, span[0] - 8), span[0]
        )
        honoured = _words_after("honorifics").match(text, span[1]) or _AGE_AFTER.match(text, span[1])
        if beside or honoured or any(token.tag in _PERSON_TAGS for token in inside):
            yield span


def _dotted_name(text: str, tokens: Sequence[Token], starts: Sequence[int], match: re.Match[str]) -> tuple[int, int] | None:
    """Where a dotted name begins and ends in a run of characters with dots between."""
    pieces = _DOT.split(match.group())
    quoted = text[match.start() - 1 : match.start()] in _OPENING or text[match.end() : match.end() + 1] in _CLOSING
    if quoted or _PRINTED.search(match.group()) or any(len(piece) == 1 for piece in pieces[:-1]):
        return None
    first = match.start() + len(pieces[0])
    at = bisect_left(starts, first) - 1
    while (
        at > 0
        and len(tokens[at].word) == 1
        and tokens[at - 1].start >= match.start()
        and tokens[at - 1].tag not in _NOT_IN_DOTTED
    ):
        at -= 1
    # Behind the dot the given name is one word; what follows is the sentence.
    last = bisect_left(starts, match.end() - len(pieces[-1]))
    whole = last < len(tokens) and tokens[last].start == match.end() - len(pieces[-1]) and len(tokens[last].word) > 1
    return max(tokens[at].start, match.start()), min(match.end(), tokens[last].end) if whole else match.end()


def _lines(text: str, tokens: Sequence[Token], starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """A name that ends its line alone or behind a firm: a signature."""
    words = name_words().zh
    for match in _LINE.finditer(text):
        name, start = match["n"], match.start("n")
        at = bisect_left(starts, start)
        if (
            at == len(tokens)
            or tokens[at].start != start
            or name in words.not_people
            or name[:2] in words.not_people
            or _SOMEBODY in name
        ):
            continue
        single = tokens[at].word == name
        tagged = single and tokens[at].tag in _PERSON_TAGS and not is_word(name)
        cut = not single and len(name) == 3 and len(tokens[at].word) == 1 and tokens[at + 1].tag not in _CLOSED_TAGS | {"v", "vn"}
        if name[0] in words.surnames and name[0] not in words.ambiguous_surnames and (tagged or cut):
            yield match.span("n")
