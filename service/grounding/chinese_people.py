"""People in Chinese texts: a surname and a given name, confirmed by what stands beside it."""

import re
from collections.abc import Iterator

from service.grounding.chinese_text import DOT, PERSON, PERSON_TAGS, ChineseText, is_han
from service.grounding.name_keys import canonical
from service.grounding.name_words import name_words
from service.grounding.segmentation import Token
from service.grounding.types import ClaimKind, Label, Mention
from service.patterns import lazy

_TITLE_END = re.compile(
    r"(?:经理|总监|主任|书记|主席|总裁|董事|代表|律师|记者|教授|工程师|设计师|局长|院长|校长|[厂店站队所处科部厅市县区镇村组班园会行社台科]长|[负责联系法定经办当事签发]{1,3}人|[店职教驾驶乘警官兵保技]员)\Z"
)
_MASKED = lazy(r"(?P<n>[\u4e00-\u9fff]某(?:某|[甲乙丙丁]|[\u4e00-\u9fff](?=[（(，,、。先女]))?)(?:先生|女士)?")
_SIGNATURE = lazy(
    r"(?:^|\n|[。！？\s—]|(?:公司|中心|集团|经理|总监|主任|总裁|[官长席]|人) )(?P<n>[\u4e00-\u9fff]{2,3})[ ]{0,4}(?=\n|\Z)"
)
_AREA_END = "区县市镇乡村路街店站省江河湖山"
_OFFICE_END = "组部处室科队班司会"
_NICKNAMED = lazy(r"[小老阿](?P<s>[\u4e00-\u9fff])(?![\u4e00-\u9fff](?:板|师|人|家))")
_NICKNAME = lazy(r"(?P<n>[小老阿][\u4e00-\u9fff])\Z")
_BETWEEN = " ：:（(，,、"
_LONGEST = 4
# 谢谢您: no name holds one who is spoken to.
_SPOKEN_TO = frozenset("您你我们")
_NAMING = frozenset({"nr", "ns", "nt", "nz"})


def find_people(chinese: ChineseText) -> list[Mention]:
    """People; unsure where only the shape of the name speaks for one."""
    text = chinese.text
    mentions = list(_dotted(chinese))
    surnames = name_words().zh.surnames
    mentions += [
        _mention(text, *match.span(), unsure=False) for match in _MASKED.finditer(text) if text[match.start()] in surnames
    ]
    mentions += _honoured(chinese)
    for end in chinese.title_ends:
        if (match := _NICKNAMED.match(text, end)) and match["s"] in surnames:
            mentions.append(_mention(text, *match.span(), unsure=True))
    mentions += _signed(chinese)
    next_at = 0
    for at, _, marks in chinese.marked:
        if marks & PERSON and at >= next_at:
            size, mention = _at(chinese, at)
            next_at = at + size
            if mention is not None:
                mentions.append(mention)
    return [mention for mention in mentions if _SPOKEN_TO.isdisjoint(text[mention.start : mention.end])]


def _mention(text: str, start: int, end: int, *, unsure: bool) -> Mention:
    return Mention(ClaimKind.NAME, start, end, Label(canonical(text[start:end]), "person"), unsure=unsure)


def _dotted(chinese: ChineseText) -> Iterator[Mention]:
    """阿依古丽·买买提, 约翰·史密斯: words joined by a dot. In quotation marks or a book title they are a work's or a product's."""
    tokens, text = chinese.tokens, chinese.text
    at = 0
    for first, _, marks in chinese.marked:
        if not marks & DOT or first < max(at, 1):
            continue
        last = first
        while last < len(tokens) - 1 and tokens[last].word == "·" and is_han(tokens[last + 1].word[0]):
            last += 2
        at = last
        if last == first or not is_han(tokens[first - 1].word[0]):
            continue
        if all(len(token.word) == 1 for token in tokens[first - 1 : last]):
            # 绝·对·安·全: characters spaced out, no name.
            continue
        end = tokens[last - 1].end
        # An unknown given name may be cut into single characters.
        while at < len(tokens) and len(tokens[at].word) == 1 and tokens[at].tag in {"nr", "ng", "zg", "g"}:
            end = tokens[at].end
            at += 1
        if text[end : end + 1] not in "》”」" or end == len(text):
            # 【泳馆一事·家长常问】: words of the dictionary are a heading's, not a name's.
            plain = all(_is_plain(token) for token in tokens[first - 1 : last : 2])
            yield _mention(text, tokens[first - 1].start, end, unsure=plain)


def _is_plain(token: Token) -> bool:
    return len(token.word) > 1 and token.tag[:1] in "nvatmd" and token.tag[:2] not in _NAMING


def _honoured(chinese: ChineseText) -> Iterator[Mention]:
    """张女士, 王建国先生: a surname up to three characters before an honorific."""
    words, text = name_words().zh, chinese.text
    for found in chinese.found:
        if "honorific" not in found.kinds:
            continue
        for start in range(found.start - 1, max(-1, found.start - 4), -1):
            if text[start] in words.surnames and chinese.cuts(start):
                name = text[start : found.start]
                if not {name, text[start : found.end]} & words.not_people:
                    yield _mention(text, start, found.end, unsure=False)
                break


def _signed(chinese: ChineseText) -> Iterator[Mention]:
    """A name that has its line to itself, or shares it with the firm it signs for."""
    words, text = name_words().zh, chinese.text
    for match in _SIGNATURE.finditer(text):
        name, start = match["n"], match.start("n")
        if name[0] not in words.surnames or name in words.not_people or not chinese.cuts(start):
            continue
        parts = chinese.tokens[chinese.index(start) : chinese.index(match.end("n") - 1) + 1]
        # One dictionary word (安全) or two are a heading; a name is one word that is a person's, or cut to pieces.
        titled = len(parts) > 1 and len(name) == 3 and name[-1] not in _OFFICE_END and start - 1 in chinese.title_ends
        if parts[0].tag in PERSON_TAGS or titled or (len(parts[0].word) == 1 and len(name) == 3 and len(parts) > 1):
            yield _mention(text, start, match.end("n"), unsure=len(name) < 3)


def _at(chinese: ChineseText, at: int) -> tuple[int, Mention | None]:
    """How many words from here on are read, and the person they name."""
    token = chinese.tokens[at]
    size = _shape(chinese, at)
    if not size:
        return 1, None
    last = chinese.tokens[at + size - 1]
    name = chinese.text[token.start : last.end]
    before, after = _context_before(chinese, at), _context_after(chinese, at + size)
    words = name_words().zh
    firm = name[0] in words.surnames and name[0] not in words.ambiguous_surnames
    if _NICKNAME.match(name):
        return size, _mention(chinese.text, token.start, last.end, unsure=True) if before else None
    if len(name) == 1:
        # 王经理: a surname alone needs the title behind it, and no word before it that it could belong to.
        if after == "title" and firm and not before:
            return size, _mention(chinese.text, token.start, chinese.tokens[at + size].end, unsure=False)
        return 1, None
    if before == "title" or after == "title" or (after == "speech" and (firm or len(name) > 2)) or before == "source":
        return size, _mention(chinese.text, token.start, last.end, unsure=False)
    if before == "role" and (firm or len(name) > 2):
        return size, _mention(chinese.text, token.start, last.end, unsure=len(name) < 3)
    if len(name) == 3 and firm and token.tag in PERSON_TAGS and size == 1:
        return size, _mention(chinese.text, token.start, last.end, unsure=True)
    return 1, None


def _shape(chinese: ChineseText, at: int) -> int:
    """How many words from here on have the shape of a person's name; 0 for none."""
    tokens, words = chinese.tokens, name_words().zh
    token = tokens[at]
    word = token.word
    if not is_han(word[0]) or word in words.not_people:
        return 0
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if word in words.compound_surnames:
        return 2 if following and len(following.word) <= 2 and _given(following) else 0
    if len(word) > 2 and word[-1] in _AREA_END:
        return 0
    if token.tag in PERSON_TAGS and 2 <= len(word) <= _LONGEST + 1:
        named = word[0] in words.surnames or word[:2] in words.compound_surnames or token.tag == "nrt" or _NICKNAME.match(word)
        return 1 if named else 0
    if token.tag == "x" and 2 <= len(word) <= 3 and word[0] in words.surnames:
        return 1
    if len(word) == 1 and word in words.surnames:
        return _split_name(chinese, at)
    return 0


def _split_name(chinese: ChineseText, at: int) -> int:
    """A surname the dictionary cut off: with its given name, or alone."""
    tokens = chinese.tokens
    rest = [token for token in tokens[at + 1 : at + 3] if is_han(token.word[0])]
    if rest and len(rest[0].word) == 2 and _given(rest[0]) and rest[0].word not in name_words().zh.titles:
        return 2
    if rest and len(rest[0].word) == 1 and _given(rest[0]):
        return 3 if len(rest) == 2 and len(rest[1].word) == 1 and _given(rest[1]) else 2
    return 1


def _given(token: Token) -> bool:
    words = name_words().zh
    plain = token.word in words.boundaries or token.word in words.speech or token.word in words.titles
    return (
        is_han(token.word[0])
        and not plain
        and token.tag in {"nr", "nrt", "nrfg", "x", "ng", "zg", "nz", "g", "ag", "n", "a", "ns", "j"}
    )


def _context_before(chinese: ChineseText, at: int) -> str:
    """What stands before a name: "title", "role", "source" (据, 由) or nothing that speaks for one."""
    step = at - 1
    if step < 0:
        return ""
    token = chinese.tokens[step]
    spaced = token.word in _BETWEEN and len(token.word) == 1
    if spaced and step > 0 and token.word not in "，,、（(":
        token = chinese.tokens[step - 1]
    elif spaced:
        return ""
    words = name_words().zh
    if token.end in chinese.title_ends or _TITLE_END.search(token.word):
        return "title"
    if token.word in words.roles:
        return "role"
    return "source" if token.word in {"据", "记者"} and not spaced and _speaks(chinese, at + 1) else ""


def _speaks(chinese: ChineseText, at: int) -> bool:
    return at < len(chinese.tokens) and chinese.tokens[at].word in name_words().zh.speech


def _context_after(chinese: ChineseText, at: int) -> str:
    """What stands behind a name: "title" (also an honorific or 化名), "speech" or nothing."""
    if at >= len(chinese.tokens):
        return ""
    token, words = chinese.tokens[at], name_words().zh
    if token.word in words.titles or token.word in words.honorifics or _TITLE_END.search(token.word):
        return "title"
    if token.word in "（(" and at + 1 < len(chinese.tokens) and chinese.tokens[at + 1].word in {"化名", "男", "女"}:
        return "title"
    if token.word in words.speech:
        return "speech"
    if token.tag == "d" and _speaks(chinese, at + 1):
        return "speech"
    return ""
