"""Names of people in Chinese text: the shape of a name, weighed with what stands around it. The dictionary's tag is one witness of several."""

import re
from bisect import bisect_left, bisect_right
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
# What names from other languages are spelled with.
_TRANSCRIBED = frozenset(
    "阿艾买提古丽热木尔克江依合卡迪努吐肉孜赛帕巴扎布哈米娜苏曼再图玉素甫拉吾斯坎亚森约翰史密娅莎玛诺维奇夫茨德伊罗伦娃洛瑟妮"
)
_DOT = lazy(r"[·•・]")
_OPENING, _CLOSING = frozenset("《“「【"), frozenset("》」】")
_NOT_IN_DOTTED = _CLOSED_TAGS | {"v", "n", "vn"}
# 民法典·总则编, 都市报·华声: a work's parts.
_PRINTED = lazy(r"[典法报网台刊版编][·•・]|[编版刊](?:\Z|[·•・])")
_AGE_AFTER = lazy(
    r"\s?(?:[（(]\s?(?:化名|男|女|[0-9]{1,3}岁|身份证|电话|手机|工号)|[，,]\s?(?:男|女|[0-9]{1,3}岁)[，,。；）)]?|[，,、]?\s?(?:身份证|手机号?|电话|联系电话|住址|家住|工号)|[：:]\s?[0-9+])"
)
_PAIRED = lazy(r"(?:、|和|与|及|以及|跟)\s?\Z")
_LEAD = lazy(r"(?:写|填|签|系|由|找|叫|给|对|向|经|让|请|与|和|跟|联系|@|致|称|：|:|是|为|被|把|将)\s?[“\"]?\Z")
_CLAUSE_START = lazy(r"(?:^|[，。；、（(：:\s])\Z")
# What a clause goes on with behind its subject.
_SUBJECT_BEFORE = frozenset("被把将向从在是因给已没不也还曾就都用去来到与和跟对于的")
_NICKNAME = lazy(r"(?<![大从至幼])[小老阿](?P<s>[\u3400-\u9fff])(?:头|爷子|太太|师傅)?")
_HONOURED_NICKNAME = lazy(r"[姐哥叔姨婆伯嫂婶妹弟]")
_NOT_A_NICKNAME = lazy(r"[车鱼虾醋酱面店酒茶汤包鸭鸡牌家记氏板铺坊婆]")
_LINE = lazy(r"(?:^|\n|[ \t]|公司|中心|集团|部|店|[：:])(?P<n>[\u3400-\u9fff]{2,4})[ \t]{0,4}(?=\n|\Z)")
_HONOURED_END = lazy(r"(?:先生|女士|小姐|太太|老师|师傅|经理|医生|同学|阿姨|大爷|店长|[说称])\Z")
# Behind a surname that is a common word too, only these make a person of it.
_FORMAL = frozenset({"先生", "女士", "小姐", "太太", "老师", "师傅", "同学", "阿姨", "大爷"})
# The dictionary draws these into a name before them (张伟于, 周岚均).
_GO_ON = frozenset("等于均已也将在被向的及和等因从对又仍未称说与跟把给就都还却则由到至是")
_PLACE_ENDS = frozenset("店园苑院部办家路村镇街城厂楼庄所局馆站酒汤果饼里峡组牌翼门")
_SHORT_HONORIFICS = frozenset("姐哥叔姨婶伯工总师氏")
_SOMEBODY = "某"


def find_chinese_names(text: str, tokens: Sequence[Token]) -> Iterator[Item]:
    """People in a folded text whose words are `tokens`. Names already cut to 王某 are nobody's."""
    if not _HAN.search(text):
        return
    spans: list[tuple[int, int]] = [*_dotted(text, tokens), *_honoured(text, tokens), *_nicknames(text, tokens)]
    spans += [match.span() for match in _minority().finditer(text) if len(match.group()) > 2]
    starts = [token.start for token in tokens]
    last = 0
    for start in sorted({*starts, *_behind_roles(text)}):
        if start < last or not _may_begin(text, start, tokens[bisect_right(starts, start) - 1]):
            continue
        best = max(
            ((_score(text, _parts(tokens, starts, start, end), spans), end) for end in _ends(text, start, tokens, starts)),
            default=(0.0, 0),
        )
        if best[0] >= _ENOUGH:
            spans.append((start, best[1]))
            last = best[1]
    spans += list(_lines(text, tokens, starts))
    yield from (Item(start, end, Kind.PERSON) for start, end in spans)


def _may_begin(text: str, start: int, token: Token) -> bool:
    words = name_words().zh
    named = token.start == start and token.tag in _PERSON_TAGS
    return named or text[start] in words.surnames or text[start : start + 2] in words.compound_surnames


def _behind_roles(text: str) -> Iterator[int]:
    """Places behind a role or a post, where a name may begin although the dictionary cuts the words otherwise (维修工段/志强)."""
    words = name_words().zh
    for which in ("roles", "titles"):
        for match in _listed(which).finditer(text):
            at = match.end()
            if at < len(text) and (text[at] in words.surnames or text[at : at + 2] in words.compound_surnames):
                yield at


def _ends(text: str, start: int, tokens: Sequence[Token], starts: Sequence[int]) -> Iterator[int]:
    """Where a name that begins at `start` may end: two or three characters, four behind a double surname.

    It ends with a word, before what goes on behind a name, or inside a word the dictionary does not know.
    """
    long = text[start : start + 2] in name_words().zh.compound_surnames
    for size in (4, 3) if long else (3, 2):
        end = start + size
        if end > len(text) or not _HAN.fullmatch(text, start, end):
            continue
        token = tokens[bisect_right(starts, end - 1) - 1]
        if token.end == end or text[end : end + 1] in _GO_ON or (token.start > start and not is_word(token.word)):
            yield end


def _parts(tokens: Sequence[Token], starts: Sequence[int], start: int, end: int) -> list[Token]:
    """The words between `start` and `end`, those at the edges clipped."""
    found = []
    for token in tokens[bisect_right(starts, start) - 1 : bisect_left(starts, end)]:
        first, last = max(token.start, start), min(token.end, end)
        whole = (first, last) == (token.start, token.end)
        found.append(
            token
            if whole
            else Token(
                first, last, token.word[first - token.start : last - token.start], token.tag if first == token.start else "x"
            )
        )
    return found


def _score(text: str, parts: Sequence[Token], known: Sequence[tuple[int, int]]) -> float:
    """How much speaks for a name made of `parts`; `known` are the names before it."""
    start, end = parts[0].start, parts[-1].end
    name = text[start:end]
    before, after = text[max(0, start - 12) : start], text[end : end + 8]
    if _is_other_word(name) or _words_before("official_titles").search(before) or _words_after("official_titles").match(after):
        return 0.0
    score = _shape(name, parts)
    if _words_before("titles").search(before) or _words_before("roles").search(before):
        score += 2.0
    elif _LEAD.search(before) or _CLAUSE_START.search(before):
        score += 0.2 if name[0] in name_words().zh.ambiguous_surnames else 0.6
    if _words_after("not_after").match(after):
        score -= 3.0
    elif _AGE_AFTER.match(text, end) or _words_after("honorifics").match(after) or _words_after("titles").match(after):
        score += 2.0
    elif _words_after("speech").match(after):
        score += 1.2
    elif after[:1] in _SUBJECT_BEFORE:
        score += 0.5
    if before.endswith((" ", "\n")) and after.lstrip(" ")[:1] in ("", "\n"):
        score += 0.8
    joined = _PAIRED.search(before)
    if joined and any(stop == start - len(joined.group()) for _, stop in known):
        score += 2.0
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
    elif (
        len(parts) == 2
        and not ambiguous
        and len(parts[1].word) > 1
        and (parts[1].tag in _PERSON_TAGS or not is_word(parts[1].word))
    ):
        # 林/晓东: a surname before a word that is a given name or none.
        score += 1.6
    else:
        score += 0.5 if ambiguous and parts[0].tag not in _PERSON_TAGS else 0.8
    if any(len(token.word) > 1 and token.word in words.roles | words.titles for token in parts[1:]):
        score -= 2.0
    if ambiguous:
        score -= 0.5 if len(parts) == 1 and len(name) > 2 and parts[0].tag in _PERSON_TAGS and not is_word(name) else 0.8
    elif name[0] not in words.surnames and name[:2] not in words.compound_surnames:
        # A firm or a place as often as a person (西贝, 波士顿): only a title or a role beside it decides.
        score -= 2.5
    if len(name) > 2 and name[-1] in _GO_ON:
        score -= 3.0
    if name[:2] in words.compound_surnames and len(name) > 2:
        score += 1.0
    return score - (1.5 if name[-1] in _PLACE_ENDS else 0.0)


def _single(name: str, tag: str) -> float:
    """What one word's tag is worth: little where the dictionary lists the word, since it lists dishes (胡辣汤) as people too."""
    listed = is_word(name)
    if tag in _PERSON_TAGS:
        return 1.5 if listed and len(name) == 2 else 1.1 if listed else 2.0
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


@cache
def _listed(which: str) -> re.Pattern[str]:
    return re.compile(_alternation(which))


def _alternation(which: str) -> str:
    listed: Iterable[str] = getattr(name_words().zh, which)
    return "(?:" + "|".join(sorted(map(re.escape, listed), key=len, reverse=True)) + ")"


@cache
def _minority() -> re.Pattern[str]:
    """Names of peoples who have no surnames, made of two and more of their own words: 巴桑卓玛, 苏和巴特尔."""
    return re.compile(
        f"(?:{_alternation('minority')}){{2,4}}|(?:阿卜杜|阿不都|吐尔逊|买合木提|努尔)[\u3400-\u9fff]{{1,3}}(?=[^\u3400-\u9fff]|说|称|表示|反映|受伤|的|$)"
    )


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
    """小李, 老王: a person by themselves, unless the surname is a common word too; then beside a word that makes a person of it."""
    words = name_words().zh
    starts = [token.start for token in tokens]
    cuts, ends = set(starts), {token.end for token in tokens}
    for match in _NICKNAME.finditer(text):
        called = text[match.start()] == "阿" or match["s"] in words.surnames
        if not called or match.start() not in cuts or match.group() in words.not_people:
            continue
        before = text[max(0, match.start() - 8) : match.start()]
        beside = (
            _HONOURED_NICKNAME.match(text, match.end())
            or _words_before("roles").search(before)
            or _words_before("titles").search(before)
            or _words_after("speech").match(text, match.end())
        )
        # 小陈打 may be cut 小/陈打: a word nobody knows does not join the surname to what follows.
        at = bisect_left(starts, match.start("s"))
        apart = match.end() in ends or (at < len(tokens) and starts[at] == match.start("s") and not is_word(tokens[at].word))
        firm = (
            match["s"] in words.surnames
            and match["s"] not in words.ambiguous_surnames
            and apart
            and not _NOT_A_NICKNAME.match(text, match.end())
        )
        if beside or firm:
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
    left = match.start() + len(pieces[0])
    at = bisect_left(starts, left) - 1
    while at > 0 and tokens[at - 1].start >= match.start() and _joins(text, tokens[at - 1], tokens[at]):
        at -= 1
    # Behind the dot the given name is one word, or goes on in characters that only such names are written with.
    right = match.end() - len(pieces[-1])
    last = bisect_left(starts, right)
    whole = last < len(tokens) and tokens[last].start == right and len(tokens[last].word) > 1
    end = min(match.end(), tokens[last].end) if whole else match.end()
    while whole and end < match.end() and text[end] in _TRANSCRIBED:
        end += 1
    return max(tokens[at].start, match.start()), end


def _joins(text: str, before: Token, after: Token) -> bool:
    """Whether a word belongs to the name that the next one is a part of."""
    if before.word in name_words().zh.roles | name_words().zh.titles:
        return False
    single = len(after.word) == 1 and before.tag not in _NOT_IN_DOTTED
    return single or all(char in _TRANSCRIBED for char in text[before.start : before.end])


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
